"""One duty under one edition: its columns, who owes them, and the records that hit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.assign import Hits
from tongxing.rules.standing.assign import assign
from tongxing.rules.standing.assign import has_field
from tongxing.rules.standing.assign import unlocked
from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.columns import columns
from tongxing.rules.standing.match import Meeting
from tongxing.rules.standing.match import matching
from tongxing.rules.standing.match import meet
from tongxing.rules.standing.owe import Owers
from tongxing.rules.standing.owe import asked_of
from tongxing.rules.standing.owe import owed
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.take import Taken
from tongxing.rules.standing.take import take


@dataclass(frozen=True, slots=True)
class Work:
    """What all duties of one judgement share."""

    book: Book
    taken: Taken
    meeting: Meeting
    as_of: int
    horizon: date  # the first day not looked at
    owers: dict[frozenset[str], Owers] = field(default_factory=dict)  # filled as duties ask


@dataclass(frozen=True, slots=True)
class Part:
    """A duty under one edition; `owed` is P′ × C of its own columns."""

    edition: Edition
    duty: Duty
    columns: Columns
    owed: Flags
    hits: Hits


def prepare(book: Book, as_of: date, horizon: date) -> Work:
    taken = take(book.records, as_of.toordinal())
    return Work(book, taken, meet(book, taken.effective), as_of.toordinal(), horizon)


def part_of(work: Work, plan: Plan, number: int, name: str, who: Owers) -> Part:
    """Steps 2 to 4 for the duty `name` under edition `number` of the plan."""
    edition = plan.editions[number]
    duty = edition.duties[name]
    until = edition.effective.until
    over = Span(edition.effective.start, min(until or work.horizon, work.horizon))
    cols = columns(duty.rhythm, plan.span, over)
    record, pairing = matched(work, edition, duty)
    hits = assign(work.book.records, cols, record, who.position[pairing])
    owes = owed(who, plan, number, cols, duty.partial)
    asked = asked_of(work.book.attributes, duty, who, cols)
    if asked is not None:
        owes &= asked
    kinds = work.book.pairings.kinds
    if len(plan.editions) > 1:  # another edition may ask it of another kind of pairing
        kind = kinds.index(duty.of) if duty.of in kinds else -1
        owes &= (work.book.pairings.kind[who.pairing] == kind)[:, None]
    return Part(edition, duty, cols, owes, hits)


def matched(work: Work, edition: Edition, duty: Duty) -> tuple[Rows, Rows]:
    """Rows of records and of pairings the duty counts, each pair once."""
    book, meeting = work.book, work.meeting
    share = matching(book, meeting, duty)
    for other in duty.not_also:
        also = matching(book, meeting, edition.duties[other])
        taken = np.isin(pair_key(share.record, share.pairing), pair_key(also.record, also.pairing))
        share = share.where(~taken)
    if duty.need.sum:
        share = share.where(has_field(book.records, duty.need.sum, share.record))
    return share.record, share.pairing


def pair_key(record: Rows, pairing: Rows) -> NDArray[np.int64]:
    return (pairing.astype(np.int64) << 32) | record


def in_time(work: Work, part: Part) -> Part:
    """The part without the hits the lock keeps out."""
    records: Records = work.book.records
    free = unlocked(records, work.taken, part.columns, part.hits, part.edition.lock_days)
    return part if free.all() else replace(part, hits=part.hits.only(free))


def settle(parts: Sequence[Part], records: Records) -> list[Part]:
    """Let each record count in one period of the duty where several editions would take it.

    A period it makes up for goes first, then one the pairing owes, then the edition in force
    on the day itself, then the later edition.
    """
    key = np.concatenate([pair_key(one.hits.record, one.hits.pairing) for one in parts])
    keep = np.ones(len(key), dtype=np.bool_)
    several = standing_twice(key)
    if not len(several):
        return list(parts)
    weight = np.concatenate([weights(one, records) for one in parts])[several]
    number = np.repeat(np.arange(len(parts)), [len(one.hits) for one in parts])[several]
    order = several[np.lexsort((-number, -weight, key[several]))]
    keep[order[1:][key[order[1:]] == key[order[:-1]]]] = False
    cuts = np.cumsum([len(one.hits) for one in parts])[:-1]
    return [
        replace(one, hits=one.hits.only(kept))
        for one, kept in zip(parts, np.split(keep, cuts), strict=True)
    ]


def standing_twice(key: NDArray[np.int64]) -> NDArray[np.intp]:
    """Positions of all keys that stand more than once."""
    order = np.argsort(key, kind="stable")
    same = np.zeros(len(key) + 1, dtype=np.bool_)
    same[1:-1] = key[order[1:]] == key[order[:-1]]
    return order[same[1:] | same[:-1]]


def weights(part: Part, records: Records) -> NDArray[np.int64]:
    hits = part.hits
    day = np.where(hits.made_up, records.makes_up[hits.record], records.happened[hits.record])
    span = part.edition.effective
    in_force = day >= span.start.toordinal()
    if span.until is not None:
        in_force &= day < span.until.toordinal()
    owes = part.owed[hits.pairing, hits.column]
    return hits.made_up * np.int64(4) + owes * np.int64(2) + in_force
