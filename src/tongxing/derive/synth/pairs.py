"""Who is paired with which village in a synthetic book, from when until when, and who is excused.

County units take several villages, units of a town only villages of that town. Some pairings
begin or end within the time, some change hands: the village is given to another unit the day
the first one leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator

from tongxing.derive.synth.land import TOWN
from tongxing.derive.synth.shares import Asked
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Rows

HANDED_ON = 0.03  # of all pairings: ended, and another unit takes the village over
BEGUN = 0.04  # opened within the time
ENDED = 0.02
TOWN_UNITS = 0.4  # of a village's units after the first, how many are the town's own
VILLAGES_A_UNIT = 3
WAIVED = 0.03  # of all pairings
TOWNS_WAIVED = 0.1
BEFORE = 122  # days before the first year on which older pairings began


@dataclass(frozen=True, slots=True)
class Waived:
    """Stretches in which nothing is asked: of one pairing, or of every pairing in a town."""

    pairing: Rows  # -1: the town's
    place: Places
    start: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Pairs:
    """P pairings ascending by village; units are numbered within the book."""

    village: Places
    unit: Rows
    partner: Rows  # another unit of the same village, or of the county: who helps out
    start: Days
    until: Days
    units: tuple[str, ...]  # names of all units, U of them
    waived: Waived


def pairs_of(asked: Asked, book: str, villages: Places, count: int, rng: Generator) -> Pairs:
    """`count` pairings of a book with these villages over the years asked for."""
    first = date(asked.year, 1, 1).toordinal()
    last = date(asked.year + asked.years, 1, 1).toordinal()
    heirs = int(count * HANDED_ON)
    village, slot = _spread(villages, count - heirs, rng)
    start, until = _spans(len(village), first, last, rng)
    handed = np.sort(rng.choice(len(village), heirs, replace=False)).astype(np.int32)
    day = rng.integers(first + 31, last - 31, heirs).astype(np.int32)
    start[handed] = first - BEFORE
    until[handed] = day
    village = np.concatenate((village, village[handed]))
    slot = np.concatenate((slot, slot[handed] + 1 + slot.max(initial=0)))
    start, until = np.concatenate((start, day)), np.concatenate((until, np.full_like(day, NO_DAY)))
    order = np.argsort(village, kind="stable")
    village, slot = village[order], slot[order]
    unit, names = _units(book, village, slot, rng)
    return Pairs(
        village,
        unit,
        _partners(village, unit, len(names)),
        start[order],
        until[order],
        names,
        _waived(village, first, last, rng),
    )


def _spread(villages: Places, count: int, rng: Generator) -> tuple[Places, Rows]:
    """(village, which of the village's pairings it is): all have as many, give or take one."""
    each, more = divmod(count, len(villages))
    times = np.full(len(villages), each)
    times[rng.permutation(len(villages))[:more]] += 1
    village = np.repeat(villages, times)
    slot = np.arange(count) - np.repeat(np.cumsum(times) - times, times)
    return village, slot.astype(np.int32)


def _spans(count: int, first: int, last: int, rng: Generator) -> tuple[Days, Days]:
    start = np.full(count, first - BEFORE, np.int32)
    until = np.full(count, NO_DAY, np.int32)
    middle = (first + last) // 2
    luck = rng.random(count)
    begun = luck < BEGUN
    ended = ~begun & (luck < BEGUN + ENDED)
    start[begun] = rng.integers(first + 1, middle, int(begun.sum()))
    until[ended] = rng.integers(middle, last, int(ended.sum()))
    return start, until


def _units(book: str, village: Places, slot: Rows, rng: Generator) -> tuple[Rows, tuple[str, ...]]:
    """Units by slot, so that one village never has the same unit twice."""
    own = (slot > 0) & (rng.random(len(slot)) < TOWN_UNITS)
    widest = int(slot.max(initial=0)) + 1
    county = max(widest, int((~own).sum()) // VILLAGES_A_UNIT)
    towns, town = np.unique(village // TOWN, return_inverse=True)
    base = village * np.int64(2_654_435_761) // TOWN  # any fixed scattering of the villages
    unit = np.where(own, county + town * widest + slot, (base + slot) % county).astype(np.int32)
    names = [f"org:{book}-{number}" for number in range(county)]
    names += [f"org:{code}-{number}" for code in towns.tolist() for number in range(widest)]
    used = np.zeros(len(names), np.bool_)
    used[unit] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return place[unit], tuple(n for n, is_used in zip(names, used.tolist(), strict=True) if is_used)


def _partners(village: Places, unit: Rows, units: int) -> Rows:
    """The unit of the village's next pairing, of the one before, or the book's next unit."""
    following, before = np.roll(unit, -1), np.roll(unit, 1)
    same_next = (np.roll(village, -1) == village) & (following != unit)
    same_before = (np.roll(village, 1) == village) & (before != unit)
    other = np.where(same_before, before, (unit + 1) % units)
    found: Rows = np.where(same_next, following, other).astype(np.int32)
    return found


def _waived(village: Places, first: int, last: int, rng: Generator) -> Waived:
    one = np.flatnonzero(rng.random(len(village)) < WAIVED).astype(np.int32)
    begin = rng.integers(first, last - 90, len(one))
    length = rng.integers(30, 90, len(one))
    towns = np.unique(village // TOWN) * TOWN
    flooded = towns[rng.random(len(towns)) < TOWNS_WAIVED]
    flood = first + rng.integers(151, 212, len(flooded))  # June, July
    pairing = np.concatenate((one, np.full(len(flooded), -1, np.int32)))
    start = np.concatenate((begin, flood)).astype(np.int32)
    until = np.concatenate((begin + length, flood + 14)).astype(np.int32)
    return Waived(pairing, np.concatenate((village[one], flooded)), start, until)


def excused(pairs: Pairs, pairing: Rows, day: Days) -> Flags:
    """Whether each (pairing, day) lies in a stretch in which nothing is asked of it."""
    found = np.zeros(len(pairing), np.bool_)
    town = pairs.village // TOWN * TOWN
    waived = pairs.waived
    first = np.searchsorted(pairing, np.arange(len(pairs.village) + 1))
    for row, place, start, until in zip(
        waived.pairing.tolist(), waived.place.tolist(),
        waived.start.tolist(), waived.until.tolist(), strict=True,
    ):  # fmt: skip
        low, high = (row, row + 1) if row >= 0 else np.searchsorted(town, (place, place + TOWN))
        span = slice(first[low], first[high])
        found[span] |= (start <= day[span]) & (day[span] < until)
    return found
