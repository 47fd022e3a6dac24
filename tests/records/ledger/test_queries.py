"""What is in view, by words and by moment; bounded numbers of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.append_record import append_records
from tongxing.actions.draft import Doer
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import containing
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.queries import record_seen_by
from tongxing.records.ledger.queries import records_seen_by
from tongxing.records.ledger.queries import seq_at
from tongxing.records.ledger.queries import versions_of
from tongxing.records.ledger.search import tokens


def found(phrase: str) -> int:
    return containing(Record.objects.all(), c.BOOK, phrase).count()


def test_search_finds_exact_two_character_words(crew: Cast) -> None:
    append_record(
        acting=crew.scope("swb"), at=crew.at, draft=crew.draft(text="村道清理，荔枝园除草abc12")
    )
    assert found("村道") == found("荔枝") == found("除草") == 1
    assert found("道村") == found("荔园") == 0
    assert found("村道 除草") == 1
    assert found("村道 道村") == 0
    assert found("ABC12") == 1
    assert found("") == found("，。") == 0


@pytest.mark.parametrize("phrase", ["'", '"', "村'道", 'NEAR("', "* OR 1", "高\\'", "\0", "村道*"])
def test_search_survives_what_people_type(crew: Cast, phrase: str) -> None:
    assert found(phrase) == 0


def test_tokens_are_single_characters_and_whole_words() -> None:
    assert tokens("2024年，ＡＢ村道3公里") == ["2024", "年", "ab", "村", "道", "3", "公", "里"]


def test_who_sees_a_record_in_hetong(crew: Cast) -> None:
    draft = crew.draft(doers=(Doer(c.LYJ), Doer(c.ZX)), place=c.HETONG)
    record = append_record(acting=crew.scope("office"), at=crew.at, draft=draft)
    seen = {
        who
        for who in ("office", "supervisor", "auditor", "swb", "zx", "lyj", "fl", "team", "village")
        if record_seen_by(crew.scope(who), record.id)
    }
    assert seen == {"office", "supervisor", "auditor", "zx", "lyj"}


def test_a_list_is_one_query(crew: Cast, django_assert_num_queries) -> None:
    drafts = [crew.draft(id=new_id(crew.at)) for _ in range(20)]
    append_records(acting=crew.scope("office"), at=crew.at, drafts=drafts)
    scope = crew.scope("swb")
    with django_assert_num_queries(1):
        assert len(records_seen_by(scope).filter(kind="labour-day")[:50]) == 20
    record = Record.objects.get(pk=drafts[0].id)
    with django_assert_num_queries(3):
        versions_of(record)


def test_a_batch_costs_no_more_queries_than_one(crew: Cast, django_assert_max_num_queries) -> None:
    acting = crew.scope("swb")
    for size in (1, 40):
        drafts = [crew.draft(id=new_id(crew.at)) for _ in range(size)]
        with django_assert_max_num_queries(22):
            append_records(acting=acting, at=crew.at, drafts=drafts)


def test_known_at_is_a_seq(crew: Cast) -> None:
    start = head_of(c.BOOK).seq
    hours = [crew.at + timedelta(hours=n) for n in (1, 2, 3)]
    for at in hours:
        append_record(acting=crew.scope("swb"), at=at, draft=crew.draft(id=new_id(at)))
    assert seq_at(c.BOOK, crew.at - timedelta(days=1)) == 0
    assert [seq_at(c.BOOK, at) for at in hours] == [start + 1, start + 2, start + 3]
    assert seq_at(c.BOOK, hours[0] + timedelta(minutes=59)) == start + 1
    assert seq_at(c.BOOK, None) == start + 3
