"""What the units did: records of every duty's periods, kept, made up for, or left undone.

All of it is drawn for a whole book at once. One draw of 32 bits a record says on which day of
its period it happened, how long it took to be written down, and who did it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tongxing.derive.synth.edition import Course
from tongxing.derive.synth.edition import courses
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.pairs import excused
from tongxing.derive.synth.shares import Asked
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows

KEPT, SPREAD = 0.78, 0.08  # how much of what is asked a unit does in time; how units differ
MADE_UP = 0.05  # done after the period, within its grace
ASKED, BESIDE = 75, 4  # records a pairing and year: of its duties, and of everything else
PURCHASES = 3  # a pairing and year
STILL_DONE = 0.3  # of what would be done, in a stretch in which nothing is asked
ALONE, LED, SENT, JOINT = range(4)  # who did it: the unit, its leader, a member, two units
KINDS = (
    *("labour-day", "project-lead", "livelihood-item", "courtyard", "visit-reception"),
    "purchase",
)
_WHO = np.repeat(np.arange(4, dtype=np.uint8), (144, 64, 32, 16))  # of 256
# Days until it is written down, by a draw of 256: mostly at once, one in 256 past the lock.
_DELAYS = np.repeat(np.array((0, 1, 2, 3, 5, 8, 20, 100), np.int32), (140, 50, 26, 16, 12, 8, 3, 1))
FAR_LATE = int(_DELAYS[-1])


@dataclass(frozen=True, slots=True)
class Work:
    """N records of a book, not yet in the order of the book; days as ordinals."""

    pairing: Rows
    kind: NDArray[np.uint8]  # position in KINDS
    who: NDArray[np.uint8]
    happened: Days
    makes_up: Days
    received: Days

    def only(self, keep: Flags | Rows) -> Work:
        return Work(*(getattr(self, one.name)[keep] for one in fields(self)))


def joined(parts: Iterable[Work]) -> Work:
    every = tuple(parts)
    return Work(*(np.concatenate([getattr(p, one.name) for p in every]) for one in fields(Work)))


def work_of(pairs: Pairs, asked: Asked, rng: Generator) -> Work:
    """Everything the pairings' units do over the years asked for, grouped by kind."""
    diligence = np.clip(rng.normal(KEPT, SPREAD, len(pairs.village)), 0.3, 0.98)
    limit = (diligence * 65_536).astype(np.uint16)
    plan, beyond = courses(asked.year, asked.years), max((asked.each - BESIDE) / ASKED - 1, 0)
    parts = [_of_course(course, limit, beyond, rng) for course in plan]
    parts.append(_purchases(plan[0], len(limit), asked.years, rng))
    return joined(_lawful(pairs, part, rng) for part in parts)


def _lawful(pairs: Pairs, part: Work, rng: Generator) -> Work:
    """What lies within the pairings' spans; little of it where nothing is asked."""
    happened, pairing = part.happened, part.pairing
    keep = (pairs.start[pairing] <= happened) & (happened < pairs.until[pairing])
    idle = np.flatnonzero(excused(pairs, pairing, happened))
    keep[idle[rng.random(len(idle)) >= STILL_DONE]] = False
    return part.only(keep)


def _of_course(course: Course, limit: NDArray[np.uint16], beyond: float, rng: Generator) -> Work:
    columns = len(course.start)
    draw = rng.integers(0, 65_536, (len(limit), columns), dtype=np.uint16)
    either = np.minimum(limit + np.uint32(65_536 * MADE_UP), 65_535).astype(np.uint16)
    done = draw < either[:, None]
    times = np.count_nonzero(done, axis=1)
    cell = np.flatnonzero(done)
    pairing = np.repeat(np.arange(len(limit), dtype=np.int32), times)
    column = (cell - pairing.astype(np.int64) * columns).astype(np.int32)
    late = draw.reshape(-1)[cell] >= limit[pairing]
    more = rng.integers(0, max(len(cell), 1), int(len(cell) * beyond))
    each = np.repeat(np.arange(len(cell)), 1 + np.bincount(more, minlength=len(cell)))
    return _drawn(course, pairing[each], column[each], late[each], rng)


def _drawn(course: Course, pairing: Rows, column: Rows, late: Flags, rng: Generator) -> Work:
    length = (course.until - course.start)[column]
    grace = (course.closes - course.until)[column]
    begin = np.where(late, course.until[column], course.start[column])
    bits = rng.integers(0, 2**32, len(pairing), dtype=np.uint32)
    room = np.where(late, grace, length).astype(np.uint32)
    happened = begin + ((bits >> np.uint32(16)) * room >> np.uint32(16)).astype(np.int32)
    makes_up = np.where(late, course.until[column] - 1, NO_DAY).astype(np.int32)
    kind = np.full(len(pairing), KINDS.index(course.kind), np.uint8)
    return _written(pairing, kind, happened, makes_up, bits)


def _written(
    pairing: Rows, kind: NDArray[np.uint8], happened: Days, makes_up: Days, bits: NDArray[np.uint32]
) -> Work:
    who = _WHO[bits & np.uint32(255)]
    received = happened + _DELAYS[(bits >> np.uint32(8)) & np.uint32(255)]
    return Work(pairing, kind, who, happened, makes_up, received)


def _purchases(months: Course, count: int, years: int, rng: Generator) -> Work:
    times = rng.poisson(PURCHASES * years, count)
    pairing = np.repeat(np.arange(count, dtype=np.int32), times)
    first, last = int(months.start[0]), int(months.until[-1])
    happened = rng.integers(first, last, len(pairing)).astype(np.int32)
    kind = np.full(len(pairing), KINDS.index("purchase"), np.uint8)
    none = np.full(len(pairing), NO_DAY, np.int32)
    bits = rng.integers(0, 2**32, len(pairing), dtype=np.uint32)
    return _written(pairing, kind, happened, none, bits)
