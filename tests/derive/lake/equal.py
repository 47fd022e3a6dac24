"""Whether two books of arrays are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from dataclasses import is_dataclass
from dataclasses import replace
from typing import Any
from typing import NamedTuple

import numpy as np

from tests.records import cast as c
from tongxing.derive.chunks import Chunk
from tongxing.derive.cutting import cut_book
from tongxing.derive.editions import fields_needed
from tongxing.derive.editions import plans_of
from tongxing.derive.facts import Facts
from tongxing.derive.lake.fact_columns import held_facts
from tongxing.derive.lake.joined import book_now
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.tables import UNREAD
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import resumed
from tongxing.derive.snapshot import Snapshot
from tongxing.derive.snapshot import forget_all
from tongxing.derive.snapshot import snapshot
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Pairings


class Whole(NamedTuple):
    """All a lake says of a book but its proof."""

    chunk: Chunk
    registers: PrintedRegisters
    facts: Facts


def whole_of(lake: Lake, book: LakeBook) -> Whole:
    rows = lake.rows(book)
    return Whole(lake.chunk(book, rows), resumed(rows), lake.facts(book, rows))


def assert_alike(one: Any, other: Any, where: str = "") -> None:
    """Equal, arrays by type and value; the first difference is named."""
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, where
        np.testing.assert_array_equal(one, other, err_msg=where)
    elif is_dataclass(one):
        for each in fields(one):
            if each.compare:
                name = f"{where}.{each.name}"
                assert_alike(getattr(one, each.name), getattr(other, each.name), name)
    elif isinstance(one, Mapping):
        assert set(one) == set(other), where
        for key in one:
            assert_alike(one[key], other[key], f"{where}[{key}]")
    else:
        assert one == other, where


def unnamed(pairings: Pairings) -> Pairings:
    """The same pairings as judging reads them: told apart, but not named."""
    return replace(
        pairings,
        keys=UNREAD * len(pairings.keys),
        target_subject_names=UNREAD * len(pairings.target_row),
    )


def book_unnamed(book: Book) -> Book:
    """The same of a whole book; its parties and subjects too."""
    records = book.records
    deeds = replace(
        records.deeds,
        parties=UNREAD * len(records.deeds.parties),
        subjects=UNREAD * len(records.deeds.subjects),
    )
    return replace(book, pairings=unnamed(book.pairings), records=replace(records, deeds=deeds))


def afresh() -> Snapshot:
    forget_all()
    return snapshot(c.BOOK)


def assert_lake_is_ledger(address: str) -> None:
    """Lake and tail give the very arrays the database gives, down to the kernel's tables.

    Of facts what a lake holds: attributes nobody is judged by are told by the ledger alone.
    """
    ledger, joined = afresh(), book_now(open_lake(address), c.BOOK)
    for name in ("code", "name", "seq", "head"):
        assert getattr(ledger, name) == getattr(joined, name), name
    assert held_facts(ledger.facts) == held_facts(joined.facts)
    wanted = fields_needed(plans_of(ledger.facts.at(ledger.seq).editions))
    assert_alike(ledger.cut(ledger.seq, wanted), joined.cut(wanted))
    forget_all()


def assert_tables_are_cut(lake: Lake, code: str) -> None:
    """The short way to the kernel's tables ends where the long one does."""
    book = lake.book(code)
    read = whole_of(lake, book)
    wanted = frozenset(read.chunk.columns) | {"purchase.amount", "labour-day.people"}
    facts, rows = read.facts.at(book.seq), book.seq
    long = cut_book(code, read.chunk, read.registers, facts, rows=rows, wanted=wanted)
    assert_alike(book_unnamed(long), lake.tables(book, wanted))
    assert lake.editions(book) == facts.editions
