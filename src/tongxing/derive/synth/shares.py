"""How many pairings each book gets: in proportion to its villages, some keener than others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.synth.land import land_of
from tongxing.records.registry.shipped import shipped_provinces

KEENNESS = 0.3  # sigma of the lognormal factor between books


class NothingThereError(LookupError):
    """No book of the shipped places lies in the place asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made up; equal values make equal lakes."""

    pairings: int
    seed: int
    year: int = 2025
    years: int = 1
    each: int = 80  # records a pairing and year, about
    place: str = ""  # a province, city or county by its digits; "" is the nation
    rhythm: str = "plain"  # which edition is in force: `plain` or `general`


def provinces_of(asked: Asked) -> tuple[str, ...]:
    """The provinces the place has a part in; NothingThereError when there are none."""
    found = tuple(one for one in shipped_provinces() if asked.place[:2] in {"", one})
    if not found:
        raise NothingThereError(asked.place)
    return found


def shares(asked: Asked) -> Mapping[str, int]:
    """Pairings by book, ascending by code, books without any left out; they add up exactly.

    Depends on the whole place asked for, so it is worked out once, not for each book.
    """
    books: list[str] = []
    weights: list[NDArray[np.float64]] = []
    for province in provinces_of(asked):
        land = land_of(province)
        keen = np.random.default_rng([asked.seed, int(province)])
        weight = land.counts() * keen.lognormal(sigma=KEENNESS, size=len(land.books))
        inside = np.array([book.startswith(asked.place) for book in land.books], np.bool_)
        books += [book for book, is_in in zip(land.books, inside.tolist(), strict=True) if is_in]
        weights.append(weight[inside])
    if not books:
        raise NothingThereError(asked.place)
    counts = apportioned(asked.pairings, np.concatenate(weights))
    return {book: count for book, count in zip(books, counts.tolist(), strict=True) if count}


def apportioned(whole: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """`whole` split by weight into whole numbers: the largest remainders are rounded up."""
    exact = whole * weights / weights.sum()
    counts: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    missing = whole - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    return counts
