"""One message appends: lock, chain, projections and audit rows; the other way writes the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.db import connection
from django.db import transaction

from tests.records import cast as c
from tests.records.cast import Cast
from tests.records.read_whole import read_whole
from tongxing.actions import entry
from tongxing.actions.append_record import append_records
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.actions.errors import NotFound
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger import ready
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.models import Replacement
from tongxing.records.ledger.projections import differences
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.verify import verify

POSTGRESQL = connection.vendor == "postgresql"
SAYINGS = (
    "清理村道两侧杂物",
    "”引号“ \\ 反斜线 ' \" {大括号}",
    "第一行\n第二行\t制表",
    "𠮷 é ≠",
    "",
)


def rows(crew: Cast) -> list[NewRow]:
    """Rows with everything a row can have, said in every way."""
    old = Record.objects.order_by("seq").first()
    assert old is not None
    return [
        NewRow(
            id=UUID(int=n << 80 | 7 << 76 | 2 << 62 | n),
            kind="labour-day",
            kind_version=1,
            doers=(Doer(c.SWB), Doer("person:swb", "leader", c.SWB))[: 1 + n % 2],
            place=c.BAIQIAO,
            happened=c.LONG_AGO + timedelta(days=n),
            makes_up=c.LONG_AGO if n % 2 else None,
            recorded_by="person:swb",
            text=said,
            values={"people": {"v": 30, "approx": "多", "text": "三十多人次"}} if n % 3 else {},
            about=(f"place:{c.BAIQIAO}", f"place:{c.YUANBA}")[: n % 3],
            replaces=(old.id,) if n == 4 else (),
            files=("ab" * 32,) if n % 2 else (),
        )
        for n, said in enumerate(SAYINGS, 1)
    ]


def told(book: str) -> dict[str, list[Any]]:
    """All that stands of a book, but numbers a table gives itself."""
    mine = {"record__book": book}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, words FROM ledger_search ORDER BY rowid")
        words = [tuple(map(str, row)) for row in cursor.fetchall()]
    return {
        "records": list(Record.objects.filter(book=book).order_by("seq").values()),
        "contents": list(Content.objects.filter(**mine).order_by("record__seq").values()),
        "doers": list(
            RecordDoer.objects.filter(**mine)
            .order_by("record__seq", "pk")
            .values_list("record_id", "party", "role", "of")
        ),
        "about": list(
            RecordAbout.objects.filter(**mine)
            .order_by("record__seq", "pk")
            .values_list("record_id", "subject")
        ),
        "replaced": list(
            Replacement.objects.filter(**mine).order_by("record__seq").values_list("replaced_id")
        ),
        "words": words,
        "book": list(Book.objects.filter(pk=book).values()),
        "audit": list(AuditRow.objects.order_by("pk").values_list(
            "at", "who", "verb", "subject", "detail", "place", "address", "account", "session",
            "agent",
        )),
    }  # fmt: skip


def one_way(crew: Cast, monkeypatch: pytest.MonkeyPatch, *, at_once: bool) -> dict[str, list[Any]]:
    """What a book comes to when written one way, taken back afterwards."""
    salts = count()
    monkeypatch.setattr(ready.secrets, "token_hex", lambda size: f"{next(salts):0{2 * size}x}")
    monkeypatch.setattr(ledger, "at_once", lambda: at_once)
    origin = Origin("127.0.0.1", "swb", "abc", "微信·安卓")
    with transaction.atomic(), coming_from(lambda: origin):
        entry.enter_all(
            acting=crew.scope("swb"), at=crew.at, verb="append", book=c.BOOK, rows=rows(crew)
        )
        found = told(c.BOOK)
        assert verify(c.BOOK).broken is None
        assert list(differences(Book.objects.get(pk=c.BOOK))) == []
        transaction.set_rollback(True)
    return found


def test_both_ways_write_the_same(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        plain = one_way(crew, patch, at_once=False)
    with monkeypatch.context() as patch:
        other = one_way(crew, patch, at_once=POSTGRESQL)
    assert len(plain["records"]) >= len(SAYINGS)
    assert plain["audit"][-1][6:] == ("127.0.0.1", "swb", "abc", "微信·安卓")
    for table, found in plain.items():
        assert other[table] == found, table


Drafts = Callable[[int], list[Any]]


@pytest.fixture
def drafts(crew: Cast) -> Drafts:
    return lambda number: [crew.draft(id=new_id(crew.at)) for _ in range(number)]


def test_it_is_one_message_beside_the_questions_and_the_savepoint_around_it(
    crew: Cast, drafts: Drafts, django_assert_max_num_queries: Any
) -> None:
    acting, many = crew.scope("swb"), drafts(20)
    append_records(acting=acting, at=crew.at, drafts=drafts(1))
    with django_assert_max_num_queries(4 if POSTGRESQL else 20):
        outcomes = append_records(acting=acting, at=crew.at, drafts=many)
    assert [one.written().id for one in outcomes] == [one.id for one in many]
    assert verify(c.BOOK).broken is None


def test_an_append_never_reads_the_whole_table(crew: Cast, drafts: Drafts) -> None:
    """A plan made while the table was small is kept when it is large."""
    many, before = drafts(20), read_whole("ledger_record")
    append_records(acting=crew.scope("swb"), at=crew.at, drafts=many)
    assert read_whole("ledger_record") == before


def test_some_known_and_some_twice_among_many(crew: Cast, drafts: Drafts) -> None:
    acting = crew.scope("swb")
    first, second, third = drafts(3)
    append_records(acting=acting, at=crew.at, drafts=[second])
    outcomes = append_records(
        acting=acting, at=crew.at, drafts=[first, second, third, first, third]
    )
    assert [one.repeated for one in outcomes] == [False, True, False, True, True]
    seqs = [one.written().seq for one in outcomes]
    assert seqs[0] == seqs[3] == seqs[1] + 1
    assert seqs[2] == seqs[4] == seqs[1] + 2
    noted = AuditRow.objects.filter(verb="append", subject=f"record:{third.id}")
    assert noted.count() == 1
    assert verify(c.BOOK).broken is None


def test_a_county_without_a_book(crew: Cast) -> None:
    with transaction.atomic():
        (outcome,) = entry.enter_all(
            acting=crew.scope("office"), at=crew.at, verb="append", book="449999",
            rows=rows(crew)[:1],
        )  # fmt: skip
    assert isinstance(outcome.refused, NotFound)


def test_a_correction_and_its_rival_are_told(crew: Cast, drafts: Drafts) -> None:
    acting = crew.scope("swb")
    old, one, other = drafts(3)
    append_records(acting=acting, at=crew.at, drafts=[old])
    first = correct_record(acting=acting, at=crew.at, of=old.id, draft=one)
    second = correct_record(acting=acting, at=crew.at, of=old.id, draft=other)
    assert (first.conflicts, second.conflicts) == ((), (one.id,))


def test_what_the_transaction_around_takes_back_is_gone(crew: Cast, drafts: Drafts) -> None:
    before = told(c.BOOK)
    with transaction.atomic():
        append_records(acting=crew.scope("swb"), at=crew.at, drafts=drafts(2))
        transaction.set_rollback(True)
    assert told(c.BOOK) == before


@pytest.mark.parametrize(
    "sql", ["DELETE FROM ledger_book WHERE code = %s", "UPDATE ledger_book SET code = '999999'"]
)
def test_a_book_that_has_records_refuses_to_go(crew: Cast, drafts: Drafts, sql: str) -> None:
    append_records(acting=crew.scope("swb"), at=crew.at, drafts=drafts(1))

    def go() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [c.BOOK] if "%s" in sql else [])
            connection.check_constraints()  # SQLite looks when all is done

    with pytest.raises(IntegrityError):
        go()
