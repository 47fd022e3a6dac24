"""Books out of a lake, as they stood when it was last synced. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tongxing.derive.keys import full_key
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.storage import Access
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing.tables import Book

FOLDER = Access()  # no key is needed
opened = lru_cache(maxsize=4)(open_lake)  # in each process; a lake that has grown is opened anew


@dataclass(frozen=True, slots=True)
class LakeBooks:
    """The books of the lake at an address."""

    address: str
    access: Access = FOLDER

    @property
    def needs_settings(self) -> bool:
        return False

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        """Where the lake ends, book by book; raises LakeTrouble."""
        opened.cache_clear()  # the books are then read from the lake as it is opened here
        lake = opened(self.address, self.access)
        return [head_of(one, as_of) for one in lake.books(prefix)]

    def book(self, head: Head) -> BookAt:
        """The book as it stood at `head`; raises LakeTrouble."""
        lake = opened(self.address, self.access)
        one = lake.book(head.code)
        if (one.seq, one.head) != (head.seq, head.hash):
            lake = open_lake(self.address, self.access)
            one = lake.book(head.code)
        return lake_book(lake, one)


def head_of(one: LakeBook, as_of: date) -> Head:
    """The head of a book in a lake: the same as the ledger's, where that has come no further."""
    key = full_key(
        code=one.code, name=one.name, seq=one.seq, head=one.head, editions=one.editions, as_of=as_of
    )
    return Head(one.code, one.name, one.seq, one.head, key)


def lake_book(lake: Lake, one: LakeBook) -> BookAt:
    rows = lake.judged_rows(one)

    def cut(wanted: Iterable[str]) -> Book:
        return lake.tables(one, wanted, rows)

    return BookAt(
        *(one.code, one.name, one.seq, one.head, lake.editions(one, rows), cut),
        hash_at=lambda seq: _hash_at(one.stretches, seq),
    )


def _hash_at(stretches: Sequence[Stretch], seq: int) -> str | None:
    """Where a stretch ended, and none after it carries facts: a lake is told nothing between."""
    same = not any(one.facts for one in stretches if one.last > seq)
    return next((one.head for one in stretches if same and one.last == seq), None)
