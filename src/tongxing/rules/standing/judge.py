"""The one kernel: judge a book under plans, as of a day, in the six steps of the law.

See docs/plan-language.md. Python loops run over plans, editions and duties only; records,
deeds, pairings and cells are arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.agenda import agenda_of
from tongxing.rules.standing.assign import assign
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.ground import ground_of
from tongxing.rules.standing.owe import excused
from tongxing.rules.standing.owe import owed
from tongxing.rules.standing.state import enough
from tongxing.rules.standing.state import states
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Sheet
from tongxing.rules.standing.tables import Standing
from tongxing.rules.standing.tables import Totals
from tongxing.rules.standing.take import take
from tongxing.rules.standing.tally import Trail
from tongxing.rules.standing.tally import count
from tongxing.rules.standing.tally import sums_of


def judge(book: Book, plans: Sequence[Plan], *, as_of: date, ahead_days: int = 31) -> Standing:
    """Judge every duty of the plans; the book is already cut at the known seq.

    `as_of` is a whole day, included. Periods that begin up to `ahead_days` after it are shown.
    """
    day = as_of.toordinal()
    horizon = date.fromordinal(min(day + ahead_days + 1, date.max.toordinal()))
    agenda = agenda_of(plans, day, horizon)
    taken = take(book.records, day)
    ground = ground_of(book, agenda)
    owes = [
        owed(book, agenda, group, who)
        for group, who in zip(agenda.groups, ground.owers, strict=True)
    ]
    layers = assign(book, taken, ground, owes)
    work = Work(book, ground, layers, Trail(ground, layers))
    found, sheets = list[DutyStanding](), list[Sheet]()
    for number, totals in enumerate(count(ground, layers)):
        duties, sheet = judge_group(work, number, totals, owes[number])
        found += duties
        sheets.append(sheet)
    in_order = tuple(found[n] for n in agenda.order)
    return Standing(book, day, taken.effective, in_order, tuple(sheets), work.trail)


@dataclass(frozen=True, slots=True)
class Work:
    """What all duties of one judgement share."""

    book: Book
    ground: Ground
    layers: tuple[Layer, ...]
    trail: Trail


def judge_group(
    work: Work, number: int, totals: Totals, owes: Flags
) -> tuple[list[DutyStanding], Sheet]:
    """Step 5 for all duties of the same pairings at once."""
    ground, agenda = work.ground, work.ground.agenda
    group, who = agenda.groups[number], ground.owers[number]
    kept, done = enough(totals, agenda.need[group.at])
    found = []
    for frame in group.frames:
        own = slice(frame.at.start - group.at.start, frame.at.stop - group.at.start)
        if frame.sums:
            sums = sums_of(ground, work.layers, work.book.records, number, frame)
            kept[:, own], done[:, own] = enough(sums, agenda.need[frame.at])
        else:
            sums = Totals(totals.on_time[:, own], totals.late[:, own], None)
        found.append((frame, own, sums))
    waived = excused(work.book.waivers, agenda, group, who)
    state = states(agenda.by_day[group.at], kept, done, owes, waived)
    sheet = Sheet(who.pairing, state, agenda.start[group.at], agenda.duty[group.at])
    return [
        DutyStanding(
            plan=frame.plan.id,
            duty=frame.duty,
            pairing=who.pairing,
            periods=frame.periods,
            edition=frame.edition,
            state=state[:, own],
            start=agenda.start[frame.at],
            need=agenda.need[frame.at],
            totals=sums,
            trail=work.trail,
            columns=frame.at,
        )
        for frame, own, sums in found
    ], sheet
