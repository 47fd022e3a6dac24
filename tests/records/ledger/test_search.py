"""Finding records by their words: exact, of what counts and what was, never of what is gone."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.redact_record import redact_record
from tongxing.actions.replay_book import replay_book
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import containing
from tongxing.records.ledger.queries import records_seen_by
from tongxing.records.ledger.search import FURTHEST
from tongxing.records.ledger.search import position
from tongxing.records.ledger.search import tokens
from tongxing.records.ledger.search import vector
from tongxing.records.ledger.search import words_of


def found(phrase: str, book: str = c.BOOK) -> set[UUID]:
    return set(containing(Record.objects.all(), book, phrase).values_list("id", flat=True))


def writes(crew: Cast, text: str, **changes: object) -> Record:
    draft = crew.draft(id=new_id(crew.at), text=text, **changes)
    return append_record(acting=crew.scope("office"), at=crew.at, draft=draft)


TEXT = "3月10日在柏桥村清沟2公里，修G207国道旁水渠，种荔枝（桂味）120株，投入5.6万元"
FOUND = (
    "清沟",
    "荔枝",
    "桂味",
    "G207",
    "g207国道",
    "2公里",
    "120株",
    "３月",
    "3月10日",
    "清沟 荔枝",
    "5.6万元",
    "桂",
    "荔枝（桂味）",
    "荔枝桂味",
)
MISSED = ("沟清", "枝桂花", "20株", "G20", "公里2", "清沟 龙眼", "荔 桂枝", "12")  # fmt: skip


@pytest.mark.parametrize("phrase", FOUND)
def test_found(crew: Cast, phrase: str) -> None:
    record = writes(crew, TEXT)
    assert found(phrase) == {record.id}


@pytest.mark.parametrize("phrase", MISSED)
def test_not_found(crew: Cast, phrase: str) -> None:
    writes(crew, TEXT)
    assert found(phrase) == set()


def test_what_was_typed_into_fields_is_found_too(crew: Cast) -> None:
    record = writes(
        crew, "", kind="purchase", values={"amount": "70多万元", "mode": "buy", "goods": "龙眼干"}
    )
    assert found("龙眼") == found("70多万") == {record.id}


def test_a_correction_is_found_and_so_is_what_it_replaced(crew: Cast) -> None:
    """The old version stays readable, so it stays to be found; the list says which counts."""
    first = writes(crew, "清理河道")
    draft = crew.draft(id=new_id(crew.at), text="清理水塘")
    correct_record(acting=crew.scope("office"), at=crew.at, of=first.id, draft=draft)
    assert found("河道") == {first.id}
    assert found("水塘") == {draft.id}
    assert found("清理") == {first.id, draft.id}


def test_a_withdrawal_is_found_by_its_reason(crew: Cast) -> None:
    first = writes(crew, "清理河道")
    id_ = new_id(crew.at)
    withdraw_record(
        acting=crew.scope("office"), at=crew.at, id=id_, of=first.id, reason="与镇里重复"
    )
    assert found("重复") == {id_}


def test_what_was_erased_is_found_no_more_even_after_a_replay(crew: Cast) -> None:
    first, other = writes(crew, "走访困难老人"), writes(crew, "走访学校")
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=first.id, reason="依申请"
    )
    assert (found("老人"), found("走访")) == (set(), {other.id})
    replay_book(acting=everything(), at=crew.at, book=c.BOOK)
    assert (found("老人"), found("走访")) == (set(), {other.id})


def test_a_search_keeps_to_its_book_and_to_what_is_in_view(crew: Cast) -> None:
    record = writes(crew, "清理河道", place=c.HETONG)
    assert found("河道", "440982") == set()
    for who, sees in (("office", True), ("swb", True), ("fl", False), ("zx", False)):
        inside = containing(records_seen_by(crew.scope(who)), c.BOOK, "河道")
        assert (record in inside) is sees


@pytest.mark.parametrize("number", [0, 1, 3, FURTHEST, FURTHEST + 2])
def test_a_vector_names_each_word_with_its_place_as_far_as_places_go(number: int) -> None:
    words = [f"字{n}" for n in range(number)]
    places = [f"'字{n}':{n + 1}" for n in range(min(number, FURTHEST))]
    assert vector(" ".join(words)) == " ".join(places)


def test_words_put_by_are_taken_into_the_index_in_small_lots(crew: Cast) -> None:
    """An append that takes in all of 4 MB keeps every other waiting; SQLite puts nothing by."""
    if connection.vendor == "sqlite":
        sql, option = "SELECT sql FROM sqlite_master WHERE name = 'ledger_search'", "fts5"
    else:
        sql = "SELECT reloptions[1] FROM pg_class WHERE relname = 'ledger_search_words'"
        option = "gin_pending_list_limit=256"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert option in cursor.fetchone()[0]


def test_books_do_not_overlap_in_the_index() -> None:
    assert position("440981", 2**40 - 1) < position("440982", 0)
    assert position("659999", 2**40 - 1) < 2**63


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=150)
def test_tokens_of_a_text_do_not_depend_on_what_stands_beside(one: str, other: str) -> None:
    assert tokens(f"{one}，{other}") == [*tokens(one), *tokens(other)]
    assert all(t == t.strip() and t for t in tokens(one))
    assert words_of(one, {"note": other}).split(" ") == (tokens(one) + tokens(other) or [""])
