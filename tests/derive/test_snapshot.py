"""A book in memory: extended by what is new, read afresh where it must be."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.test_chunks import assert_same
from tests.records import cast as c
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive import snapshot as snapshots
from tongxing.derive.snapshot import NoSuchBookError
from tongxing.derive.snapshot import Snapshot
from tongxing.derive.snapshot import forget_all
from tongxing.derive.snapshot import snapshot
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record


def assert_equal_books(one: Snapshot, other: Snapshot) -> None:
    assert (one.seq, one.head, one.facts) == (other.seq, other.head, other.facts)
    assert_same(one.chunk, other.chunk)
    for name in ("kinds", "parties", "roles", "subjects"):
        assert getattr(one.registers, name).all() == getattr(other.registers, name).all()


def afresh() -> Snapshot:
    forget_all()
    return snapshot(c.BOOK)


def test_a_book_nobody_opened_is_said(db: None) -> None:
    with pytest.raises(NoSuchBookError, match="没有代码为“999999”的台账"):
        snapshot("999999")


def test_an_unchanged_book_costs_one_query(county: County, django_assert_num_queries) -> None:
    first = snapshot(c.BOOK)
    with django_assert_num_queries(1):
        assert snapshot(c.BOOK) is first


def test_a_new_record_costs_two_queries_and_a_cold_book_those_of_its_facts_too(
    county: County, django_assert_num_queries
) -> None:
    facts = 1 if connection.vendor == "postgresql" else 6
    snapshot(c.BOOK)
    county.write()
    with django_assert_num_queries(2):
        snapshot(c.BOOK)
    forget_all()
    with django_assert_num_queries(2 + facts):
        snapshot(c.BOOK)


def test_an_earlier_snapshot_stays_as_it_was(county: County) -> None:
    before = snapshot(c.BOOK)
    rows = len(before.chunk.seq)
    record = county.write("lyj")
    after = snapshot(c.BOOK)
    assert len(before.chunk.seq) == rows
    assert before.row_of(record.id) is None
    assert after.id_of(after.row_of(record.id)) == record.id


def test_a_chain_that_is_another_is_read_afresh(county: County) -> None:
    """A restored backup: the record at the known seq is not the one that was there."""
    county.write()
    known = snapshot(c.BOOK)
    snapshots._kept[c.BOOK] = replace(known, seq=known.seq - 1, head="0" * 64)
    assert_equal_books(snapshot(c.BOOK), afresh())


def test_a_shorter_chain_is_read_afresh(county: County) -> None:
    known = snapshot(c.BOOK)
    snapshots._kept[c.BOOK] = replace(known, seq=known.seq + 5, head="f" * 64)
    assert snapshot(c.BOOK).seq == known.seq


def test_redaction_is_seen_though_the_chain_only_grew(county: County) -> None:
    record = county.write(text="李某某家中")
    snapshot(c.BOOK)
    redact_record(
        acting=everything(), at=county.at, id=new_id(county.at), of=record.id, reason="本人要求"
    )
    assert_equal_books(snapshot(c.BOOK), afresh())


def test_only_so_many_books_are_kept(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "BOOKS_KEPT", 2)
    for code in ("440901", "440902", "440903"):
        Book.objects.create(code=code, name=code)
        snapshot(code)
    assert list(snapshots._kept) == ["440902", "440903"]


def test_an_empty_book_has_nothing_known_at_any_time(county: County) -> None:
    Book.objects.create(code="440901", name="空")
    empty = snapshot("440901")
    assert (empty.seq_at(None), empty.seq_at(county.at), empty.hash_at(0)) == (0, 0, "")


def test_a_moment_is_the_last_seq_recorded_by_then(county: County) -> None:
    first = county.write(later=10)
    second = county.write(later=20)
    known = snapshot(c.BOOK)
    assert known.seq_at(county.at + timedelta(minutes=10)) == first.seq
    assert known.seq_at(county.at + timedelta(minutes=19)) == first.seq
    assert known.seq_at(county.at + timedelta(minutes=25)) == second.seq
    assert known.seq_at(county.at - timedelta(days=1)) == 0


OPERATIONS = ("write", "bought", "correct", "withdraw", "return", "end")


@dataclass(frozen=True)
class Deed:
    """One thing done, with all it may need: what is drawn never depends on the book as it stands."""

    operation: str
    who: str
    days_ago: int
    amount: str


DEEDS = st.builds(
    Deed,
    st.sampled_from(OPERATIONS),
    st.sampled_from(("swb", "zx", "lyj")),
    st.integers(0, 192),
    st.sampled_from(("3万元", "近5000元")),
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(DEEDS, min_size=1, max_size=5))
def test_extended_step_by_step_is_read_at_once(county: County, deeds: list[Deed]) -> None:
    """Every example goes on where the last one stopped: the book only grows."""
    for deed in deeds:
        operate(county, deed)
        extended = snapshot(c.BOOK)
        kept = snapshots._kept.copy()
        assert_equal_books(extended, afresh())
        snapshots._kept.update(kept)


def operate(county: County, deed: Deed) -> None:
    operation = deed.operation
    kinds = ("labour-day", "purchase")
    replaced = Record.objects.filter(kind__in=kinds, replaced_by_rows=None).order_by("seq")
    if operation == "write" or not replaced.exists():
        county.write(deed.who, happened=county.today - timedelta(days=deed.days_ago))
    elif operation == "bought":
        county.bought(deed.amount)
    elif operation == "correct":
        county.correct(replaced.last())
    elif operation == "withdraw":
        withdraw_record(
            acting=county.scope("office"), at=county.at, id=new_id(county.at),
            of=replaced.last().id, reason="重复",
        )  # fmt: skip
    elif operation == "return":
        return_record(
            acting=county.scope("office"), at=county.at, id=new_id(county.at),
            of=replaced.last().id, note="请补充人数",
        )  # fmt: skip
    elif county.ending:
        end_pairing(
            acting=everything(), at=county.at, id=new_id(county.at),
            pairing=county.key(county.ending.pop()), until=county.today, reason="调整",
        )  # fmt: skip
