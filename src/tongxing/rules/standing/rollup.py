"""Step 6, sums: states counted by pairing and by place prefix.

All counts are int64 with a last axis of 8 states.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Span
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.places import LEVELS
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.runs import fresh
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Sheet
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import State

STATES = len(State)
BITS = 8  # of the byte each state has in a word of as many
LANE = np.iinfo(np.uint8).max  # as far as one byte counts
MOST = np.iinfo(np.int32).max // LANE  # bytes whose sum is an int32


@dataclass(frozen=True, slots=True)
class RollUp:
    """G place prefixes × D duties (in the standing's order) × 8 states."""

    digits: int
    prefix: Places  # G, ascending: the first `digits` digits as a number
    counts: Amounts
    pairings: NDArray[np.int64]  # G: pairings counted under each prefix

    def names(self) -> tuple[str, ...]:
        """The prefixes as text, zeros in front kept."""
        return tuple(f"{one:0{self.digits}d}" for one in self.prefix.tolist())


def counts_by_pairing(standing: Standing, span: Span | None = None) -> Amounts:
    """P pairings × D duties × 8: periods of each state whose first day lies in `span`."""
    size = len(standing.book.pairings.keys)
    return counts_by(standing, np.arange(size, dtype=np.int32), size, span)


def counts_by(standing: Standing, row: Rows, size: int, span: Span | None) -> Amounts:
    """`size` rows × D duties × 8; `row` tells for each of P pairings where it counts."""
    counts = np.zeros((size, len(standing.duties), STATES), dtype=np.int64)
    for sheet in standing.sheets:
        state, to = sheet.state, row.take(sheet.pairing)
        if (to[1:] < to[:-1]).any():  # pairings left out stand behind all others
            order = np.argsort(to, kind="stable")
            state, to = state[order], to[order]
        begin, first = stretches(sheet, span), begins(to)
        within = starting_in(sheet.start[begin], span)
        if not (len(first) and within.any()):
            continue
        sums = between(in_each(state, begin), first)[:, within]
        duty = sheet.duty[begin[within]]
        if len(once := begins(duty)) < len(duty):
            sums, duty = np.add.reduceat(sums, once, axis=1), duty[once]
        rows, columns = to[first], in_a_row(duty)
        if isinstance(columns, slice) and isinstance(found := in_a_row(rows), slice):
            counts[found, columns] += sums  # the common case, at a tenth of the cost
        else:
            counts[rows[:, None], duty] += sums
    return counts


def in_a_row(at: Rows) -> Rows | slice:
    """Neighbouring positions, at least one, as a slice; others as they are."""
    first, last = int(at[0]), int(at[-1])
    return slice(first, last + 1) if (np.diff(at) == 1).all() else at


def stretches(sheet: Sheet, span: Span | None) -> NDArray[np.intp]:
    """Where the columns of each duty begin, those inside the span and those outside it.

    And anew so often that a byte can count them.
    """
    within = starting_in(sheet.start, span)
    first = np.flatnonzero(fresh(sheet.duty) | fresh(within))
    if (np.diff(first, append=len(within)) > LANE).any():
        first = np.union1d(first, np.arange(0, len(within), LANE))
    return first


def between(
    each: NDArray[np.uint8], first: NDArray[np.intp]
) -> NDArray[np.int32] | NDArray[np.int64]:
    """The sums over the first axis from each of `first` to before the next."""
    wide = np.int32 if len(each) <= MOST else np.int64
    upto = np.zeros((len(each) + 1, *each.shape[1:]), wide)  # half as long as `reduceat`
    np.cumsum(each, axis=0, out=upto[1:])
    return np.diff(upto.take(np.append(first, len(each)), axis=0), axis=0)


def in_each(state: NDArray[np.uint8], begin: NDArray[np.intp]) -> NDArray[np.uint8]:
    """P × S × 8: how often each state stands in each of S stretches of at most 255 columns.

    A cell is a one in the byte of its state, so that eight counts are added at once.
    """
    ones = np.left_shift(np.uint64(1), state * np.uint8(BITS), dtype="<u8")
    lanes = np.add.reduceat(ones, begin, axis=1, dtype="<u8")
    return lanes.view(np.uint8).reshape(*lanes.shape, STATES)


def starting_in(start: Days, span: Span | None) -> Flags:
    """Which of these first days lie in a span; all of them in none."""
    if span is None:
        return np.ones(len(start), np.bool_)
    end = NO_DAY if span.until is None else span.until.toordinal()
    flags: Flags = (span.start.toordinal() <= start) & (start < end)
    return flags


def count_states(duty: DutyStanding, span: Span | None = None) -> Amounts:
    """P′ × 8: how many periods of the duty are in each state."""
    state = duty.state[:, starting_in(duty.start, span)]
    counts: Amounts = in_each(state, np.arange(0, state.shape[1], LANE)).sum(axis=1, dtype=np.int64)
    return counts


def roll_up(
    standing: Standing, digits: int, span: Span | None = None, among: Flags | None = None
) -> RollUp:
    """Counts by place prefix of 2, 4, 6, 9 or 12 digits; pairings stand sorted by place.

    Only the pairings `among` (P flags) count; a prefix without any has zeros.
    """
    return roll_ups(standing, (digits,), span, among)[digits]


def roll_ups(
    standing: Standing,
    levels: Sequence[int] = LEVELS,
    span: Span | None = None,
    among: Flags | None = None,
) -> Mapping[int, RollUp]:
    """The same for several levels at once: each adds up the next finer one."""
    finest, *coarser = sorted(levels, reverse=True)
    prefix = prefixes(standing.book.pairings.place, finest)
    found = {finest: by_run(standing, finest, fresh(prefix), span, among)}
    last = found[finest]
    place = last.prefix * 10 ** (CODE_DIGITS - finest)
    for digits in coarser:
        prefix = prefixes(place, digits)
        counts, each = last.counts, last.pairings
        if len(prefix):
            first = begins(prefix)
            counts, each = np.add.reduceat(counts, first), np.add.reduceat(each, first)
            place, prefix = place[first], prefix[first]
        last = found[digits] = RollUp(digits, prefix, counts, each)
    return found


def roll_up_each(
    standing: Standing, sizes: Sequence[int], digits: int, span: Span | None = None
) -> list[RollUp]:
    """A roll-up for each of several books judged abreast; `sizes` are their pairings."""
    ends = np.cumsum(sizes)
    first = fresh(prefixes(standing.book.pairings.place, digits))
    first[[end - size for end, size in zip(ends, sizes, strict=True) if size]] = True
    whole = by_run(standing, digits, first, span, None)
    last = np.searchsorted(np.flatnonzero(first), ends).tolist()
    return [
        RollUp(digits, whole.prefix[a:b], whole.counts[a:b], whole.pairings[a:b])
        for a, b in pairwise([0, *last])
    ]


def by_run(
    standing: Standing, digits: int, first: Flags, span: Span | None, among: Flags | None
) -> RollUp:
    """Runs of neighbouring pairings summed, each begun by one of `first` (P flags)."""
    prefix = prefixes(standing.book.pairings.place[first], digits)
    row = np.cumsum(first, dtype=np.int32) - np.int32(1)
    if among is not None:
        row[~among] = len(prefix)  # a row behind all
    counts = counts_by(standing, row, len(prefix) + 1, span)[:-1]
    each = np.bincount(row, minlength=len(prefix) + 1)[:-1]
    return RollUp(digits, prefix, counts, each)
