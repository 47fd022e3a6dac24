"""What plans ask as of a day, whatever the book: columns, look-ups by day, what each duty takes.

Worked out once for the same editions, day and horizon: a nation's books share a handful.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Period
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.columns import columns
from tongxing.rules.standing.state import states_by_day
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows


@dataclass(frozen=True, slots=True)
class Terms:
    """Which records a duty takes, days apart."""

    of: str  # the kind of pairing
    kinds: tuple[str, ...]
    where: Where
    sum: str = ""  # "kind.field" each record must state
    also: tuple[Terms, ...] = ()  # what these take for the same pairing is not taken


@dataclass(frozen=True, slots=True)
class Block:
    """A duty under one edition: its columns, and where they stand among all."""

    number: int  # of the edition in its plan
    edition: Edition
    duty: Duty
    columns: Columns
    at: Rows


@dataclass(frozen=True, slots=True)
class Frame:
    """One duty over all the editions that have it; `at` are its columns among all."""

    plan: Plan
    duty: str
    kinds: frozenset[str]  # of the pairings it may concern
    at: slice
    blocks: tuple[Block, ...]
    periods: tuple[Period, ...]  # ascending by first day
    edition: tuple[str, ...]  # of each period

    @property
    def sums(self) -> bool:
        """Whether an edition sums a field instead of counting records."""
        return any(one.duty.need.sum for one in self.blocks)


@dataclass(frozen=True, slots=True)
class Owing:
    """How days held become periods owed: the same for all duties of an edition, but for `half`."""

    number: int  # of the edition in its plan
    begins: Days  # of all editions of the plan
    ends: Days
    partial: str
    at: Rows  # the columns it is about


@dataclass(frozen=True, slots=True)
class Group:
    """The frames of the same kinds of pairing, side by side; `at` are their columns."""

    kinds: frozenset[str]
    at: slice
    frames: tuple[Frame, ...]
    first: int  # a pairing held from this day ...
    until: int  # ... until this one owes whatever the plans ask at all
    terms: tuple[Owing, ...]
    plain: bool  # no duty asks for an attribute, or of one kind in one edition only

    @property
    def width(self) -> int:
        return len(range(self.at.start, self.at.stop))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a frame takes from the records: one for all its editions that take alike."""

    frame: Frame
    terms: Terms
    column: Rows  # of each day of the agenda, -1 for none


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """F frames in G groups, C columns of them all, K claims; W days as `places_of` gives them."""

    first: int  # the ordinal at position 1; position 0 is for all days before
    last: int  # the ordinal at position W - 2, the day asked about; W - 1 is for all after
    groups: tuple[Group, ...]
    begins: NDArray[np.int64]  # G: the first column of each group
    widths: NDArray[np.int64]  # G: how many it has
    exacting: tuple[int, ...]  # claims that ask for fields of a record
    order: Rows  # the frames of all groups, as the plans name them
    duty: Rows  # C: the position of its frame in that order
    claims: tuple[Claim, ...]
    group_of: Rows  # K + 1
    column: Rows  # (K + 1) × W, -1 for none; the last row has none
    late: Flags  # (K + 1) × W: happened after the last day on time
    by_day: NDArray[np.uint8]  # C: the state of a period by the day alone
    need: Amounts  # C
    start: Days  # C
    until: Days  # C
    closes: Days  # C
    received_by: Days  # C: the last day to come in on without being accepted
    planned: Flags  # C: owed by a pairing that holds on all days
    lock: int  # nothing received within so many days after it happened is ever kept out

    @property
    def days(self) -> int:
        """W."""
        return len(self.column[0])

    def places_of(self, days: Days) -> Days:
        """The position of each day."""
        if len(days) and (days.min() < self.first or days.max() > self.last):
            days = np.clip(days, self.first - 1, self.last + 1)
        return days - np.int32(self.first - 1)

    def column_of(self, claim: Rows, days: Days) -> Rows:
        """The column of each day for the claim beside it, -1 for none."""
        return self.column.reshape(-1).take(claim * np.int32(self.days) + self.places_of(days))


class Same:
    """A thing as a key, equal only to itself: looking up an edition must cost nothing."""

    __slots__ = ("it",)

    def __init__(self, it: Edition) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it


def agenda_of(plans: Sequence[Plan], as_of: int, horizon: date) -> Agenda:
    """Everything the plans ask up to the horizon, the first day not looked at."""
    key = tuple((plan.id, tuple(map(Same, plan.editions))) for plan in plans)
    return _agenda(key, as_of, horizon)


@lru_cache(maxsize=32)
def _agenda(key: tuple[tuple[str, tuple[Same, ...]], ...], as_of: int, horizon: date) -> Agenda:
    plans = [Plan(name, tuple(one.it for one in editions)) for name, editions in key]
    duties = [(plan, name) for plan in plans for name in duties_of(plan)]
    kinds = [kinds_of(plan, name) for plan, name in duties]
    together = sorted(range(len(duties)), key=lambda n: kinds.index(kinds[n]))
    frames: list[Frame] = []
    for n in together:
        begin = frames[-1].at.stop if frames else 0
        frames.append(frame_of(*duties[n], kinds[n], begin, horizon))
    groups = [
        group_of([one for one in frames if one.kinds == these]) for these in dict.fromkeys(kinds)
    ]
    return laid_out(as_of, groups, np.argsort(together).astype(np.int32))


def duties_of(plan: Plan) -> tuple[str, ...]:
    """Ids of all duties of all editions, in the order they first appear."""
    return tuple(dict.fromkeys(name for edition in plan.editions for name in edition.duties))


def kinds_of(plan: Plan, name: str) -> frozenset[str]:
    return frozenset(one.duties[name].of for one in plan.editions if name in one.duties)


def frame_of(plan: Plan, name: str, kinds: frozenset[str], begin: int, horizon: date) -> Frame:
    """The duty under each edition that has it; columns stand by their first day."""
    having = [(n, one) for n, one in enumerate(plan.editions) if name in one.duties]
    found = []
    for _, edition in having:
        until = min(edition.effective.until or horizon, horizon)
        over = Span(edition.effective.start, until)
        found.append(columns(edition.duties[name].rhythm, plan.span, over))
    order = np.argsort(np.concatenate([one.start for one in found]), kind="stable")
    position = begin + np.argsort(order).astype(np.int32)
    cuts = np.cumsum([len(one) for one in found])[:-1]
    blocks = tuple(
        Block(number, edition, edition.duties[name], cols, at)
        for (number, edition), cols, at in zip(having, found, np.split(position, cuts), strict=True)
    )
    periods = [period for one in found for period in one.periods]
    editions = [one.edition.edition for one in blocks for _ in one.columns.periods]
    return Frame(
        plan=plan,
        duty=name,
        kinds=kinds,
        at=slice(begin, begin + len(order)),
        blocks=blocks,
        periods=tuple(periods[n] for n in order),
        edition=tuple(editions[n] for n in order),
    )


def group_of(frames: Sequence[Frame]) -> Group:
    blocks = [(one, block) for one in frames for block in one.blocks if len(block.columns)]
    alike: dict[tuple[str, int, str], list[tuple[Frame, Block]]] = {}
    for frame, block in blocks:
        key = (frame.plan.id, block.number, block.duty.partial)
        alike.setdefault(key, []).append((frame, block))
    return Group(
        kinds=frames[0].kinds,
        at=slice(frames[0].at.start, frames[-1].at.stop),
        frames=tuple(frames),
        first=min([int(one.columns.start[0]) for _, one in blocks], default=int(NO_DAY)),
        until=max([int(one.columns.until[-1]) for _, one in blocks], default=0),
        terms=tuple(
            owing(some[0][0].plan, some[0][1], np.concatenate([one.at for _, one in some]))
            for some in alike.values()
        ),
        plain=len(frames[0].kinds) == 1 and not any(one.duty.attributes for _, one in blocks),
    )


def owing(plan: Plan, block: Block, at: Rows) -> Owing:
    begins = [one.effective.start.toordinal() for one in plan.editions]
    ends = [end_of(one) for one in plan.editions]
    return Owing(
        block.number,
        np.array(begins, np.int32),
        np.array(ends, np.int32),
        block.duty.partial,
        at,
    )


def claims_of(frame: Frame, days: Days) -> list[Claim]:
    """One claim for all blocks that take alike, unless several would take the same day."""
    taken = [day_columns(block, days) for block in frame.blocks]
    apart = not contested(taken).any()
    found: list[Claim] = []
    for block, column in zip(frame.blocks, taken, strict=True):
        terms = terms_of(block.duty, block.edition)
        like = next((n for n, one in enumerate(found) if apart and one.terms == terms), None)
        if like is None:
            found.append(Claim(frame, terms, column))
        else:
            found[like] = Claim(frame, terms, np.maximum(found[like].column, column))
    return found


def day_columns(block: Block, days: Days) -> Rows:
    """The column of each day under one edition, -1 for none."""
    own = block.columns.of_days(days)
    column: Rows = np.append(block.at, np.int32(-1))[own]
    return column


def contested(taken: Sequence[Rows]) -> Flags:
    """Days several of these have a column for."""
    flags: Flags = np.sum([one >= 0 for one in taken], axis=0) > 1
    return flags


def terms_of(duty: Duty, edition: Edition) -> Terms:
    also = (edition.duties[other] for other in duty.not_also)
    return Terms(
        duty.of,
        counted(duty),
        duty.where,
        duty.need.sum,
        tuple(Terms(one.of, counted(one), one.where) for one in also),
    )


def counted(duty: Duty) -> tuple[str, ...]:
    """The kinds a duty counts; a sum without `counts` counts the kind it sums."""
    return duty.counts or (duty.need.sum.partition(".")[0],)


def laid_out(as_of: int, groups: Sequence[Group], order: Rows) -> Agenda:
    """All columns side by side, and the column of each day for each claim."""
    first = min([as_of, *(one.first for one in groups)])
    days = np.arange(first - 1, as_of + 2, dtype=np.int32)
    found = [
        (number, claim)
        for number, group in enumerate(groups)
        for frame in group.frames
        for claim in claims_of(frame, days)
    ]
    width = max([one.at.stop for one in groups], default=0)
    column = np.full((len(found) + 1, len(days)), -1, dtype=np.int32)
    for row, (_, claim) in enumerate(found):
        column[row, 1:-1] = claim.column[1:-1]  # not the days before and after
    frames = [frame for group in groups for frame in group.frames]
    blocks = [block for frame in frames for block in frame.blocks]

    def spread(of: Callable[[Block], NDArray[Any] | int], kind: type[np.generic]) -> NDArray[Any]:
        """What holds for the columns of each block, in the place of each."""
        all_of_them = np.zeros(width, kind)
        for block in blocks:
            all_of_them[block.at] = of(block)
        return all_of_them

    by = spread(lambda one: one.columns.by, np.int32)
    start = spread(lambda one: one.columns.start, np.int32)
    until = spread(lambda one: one.columns.until, np.int32)
    planned = np.zeros(width, np.bool_)  # by a pairing that holds on all days
    ever = np.array([1, NO_DAY], np.int32)
    for one in (terms for group in groups for terms in group.terms):
        planned[one.at] = held(ever[:1], ever[1:], one, start[one.at], until[one.at])[0]
    return Agenda(
        first=first,
        last=as_of,
        groups=tuple(groups),
        begins=np.array([one.at.start for one in groups], np.int64),
        widths=np.array([one.width for one in groups], np.int64),
        exacting=tuple(
            n for n, (_, one) in enumerate(found) if one.terms.where.fields or one.terms.sum
        ),
        order=order,
        duty=np.argsort(order)
        .astype(np.int32)
        .repeat([one.at.stop - one.at.start for one in frames]),
        claims=tuple(claim for _, claim in found),
        group_of=np.array([*(number for number, _ in found), 0], np.int32),
        column=column,
        late=(column >= 0) & (days > np.append(by, NO_DAY)[column]),
        by_day=spread(lambda one: states_by_day(one.columns, as_of), np.uint8),
        need=spread(lambda one: one.duty.need.amount, np.int64),
        start=start,
        until=until,
        closes=spread(lambda one: one.columns.closes, np.int32),
        received_by=spread(
            lambda one: one.columns.until + np.int32(one.edition.lock_days - 1), np.int32
        ),
        planned=planned,
        lock=min([one.edition.lock_days for one in blocks], default=0),
    )


def held(start: Days, until: Days, terms: Owing, begin: Days, end: Days) -> Flags:
    """For each span [start, until) and column: enough days are held and in an edition."""
    first = np.maximum(start[:, None], begin)
    last = np.minimum(until[:, None], end)
    covered = np.zeros(first.shape, dtype=np.int32)
    for since, over in zip(terms.begins, terms.ends, strict=True):
        covered += np.maximum(np.minimum(last, over) - np.maximum(first, since), 0)
    length = end - begin
    enough = 2 * covered >= length if terms.partial == "half" else covered == length
    # The edition in force on the first day covered: the first that ends after that day.
    in_force = np.searchsorted(terms.ends, first, side="right") == terms.number
    owes: Flags = enough & in_force
    return owes


def end_of(edition: Edition) -> int:
    until = edition.effective.until
    return int(NO_DAY) if until is None else until.toordinal()
