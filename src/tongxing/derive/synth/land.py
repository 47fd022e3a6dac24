"""The shipped places as arrays: the villages of every book, a province at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tongxing.records.registry.shipped import shipped_places
from tongxing.rules.standing.tables import Places

_IN_BOOK = 10**6  # codes of one county: six more digits
TOWN = 10**3  # codes of one town


@dataclass(frozen=True, slots=True)
class Land:
    """One province: B books, and their villages side by side, ascending by code."""

    code: str  # two digits
    books: tuple[str, ...]  # six digits each
    names: tuple[str, ...]
    villages: Places
    first: NDArray[np.int64]  # book b has villages[first[b]:first[b + 1]]

    def villages_of(self, book: str) -> Places:
        """The villages of one book; ValueError when it is none of this province."""
        row = self.books.index(book)
        return self.villages[self.first[row] : self.first[row + 1]]

    def counts(self) -> NDArray[np.int64]:
        """How many villages each book has."""
        return np.diff(self.first)


@lru_cache(maxsize=4)
def land_of(province: str) -> Land:
    """A province of the shipped places; NotShippedError when it is none.

    A city without counties is a book of its own: its towns' codes begin with its six digits.
    """
    name_of: dict[str, str] = {}
    villages: list[int] = []
    for place in shipped_places(province):
        if place.level == "village":
            villages.append(int(place.code))
        else:
            name_of[place.code] = place.name
    codes = np.array(villages, np.int64)
    books, first = np.unique(codes // _IN_BOOK, return_index=True)
    named = tuple(str(code) for code in books.tolist())
    return Land(
        province,
        named,
        tuple(_name(name_of, code) for code in named),
        codes,
        np.append(first, len(codes)).astype(np.int64),
    )


def _name(name_of: dict[str, str], book: str) -> str:
    """The county's own name, or the city's where the city is its own county."""
    whole = book.ljust(12, "0")
    return name_of.get(whole) or name_of.get(book[:4].ljust(12, "0"), book)
