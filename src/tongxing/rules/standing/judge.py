"""The one kernel: judge a book under plans, as of a day, in the six steps of the law.

See docs/plan-language.md. Python loops run over plans, editions and duties only; records,
pairings and cells are arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tongxing.rules.plan.model import Plan
from tongxing.rules.standing.assign import add_up
from tongxing.rules.standing.assign import add_up_field
from tongxing.rules.standing.owe import Owers
from tongxing.rules.standing.owe import excused
from tongxing.rules.standing.owe import owers
from tongxing.rules.standing.part import Part
from tongxing.rules.standing.part import Work
from tongxing.rules.standing.part import in_time
from tongxing.rules.standing.part import part_of
from tongxing.rules.standing.part import prepare
from tongxing.rules.standing.part import settle
from tongxing.rules.standing.state import states
from tongxing.rules.standing.state import states_by_day
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Standing


def judge(book: Book, plans: Sequence[Plan], *, as_of: date, ahead_days: int = 31) -> Standing:
    """Judge every duty of the plans; the book is already cut at the known seq.

    `as_of` is a whole day, included. Periods that begin up to `ahead_days` after it are shown.
    """
    horizon = min(as_of.toordinal() + ahead_days + 1, date.max.toordinal())
    work = prepare(book, as_of, date.fromordinal(horizon))
    duties = tuple(judge_duty(work, plan, name) for plan in plans for name in duties_of(plan))
    return Standing(book, work.as_of, work.taken.effective, duties)


def duties_of(plan: Plan) -> tuple[str, ...]:
    """Ids of all duties of all editions, in the order they first appear."""
    return tuple(dict.fromkeys(name for edition in plan.editions for name in edition.duties))


def judge_duty(work: Work, plan: Plan, name: str) -> DutyStanding:
    """One duty over all editions that have it."""
    numbers = [n for n, edition in enumerate(plan.editions) if name in edition.duties]
    who = owers_of(work, frozenset(plan.editions[n].duties[name].of for n in numbers))
    parts = [part_of(work, plan, number, name, who) for number in numbers]
    if len(parts) > 1:
        parts = settle(parts, work.book.records)
    judged = [judge_part(work, plan, part, who) for part in parts]
    return judged[0] if len(judged) == 1 else side_by_side(judged)


def owers_of(work: Work, kinds: frozenset[str]) -> Owers:
    """The pairings of these kinds; most duties of a plan share them."""
    if kinds not in work.owers:
        work.owers[kinds] = owers(work.book.pairings, kinds)
    return work.owers[kinds]


def judge_part(work: Work, plan: Plan, part: Part, who: Owers) -> DutyStanding:
    """Steps 5 and the counts of step 6 for one edition's columns."""
    part = in_time(work, part)
    duty, columns, hits = part.duty, part.columns, part.hits
    if duty.need.sum and len(hits):
        totals = add_up_field(work.book.records, duty.need.sum, hits, part.owed.shape)
    else:
        totals = add_up(hits, part.owed.shape)
    need = np.full(len(columns), duty.need.amount, dtype=np.int64)
    waived = excused(work.book.waivers, plan.id, duty.id, who, columns)
    by_day = states_by_day(columns, work.as_of)
    return DutyStanding(
        plan=plan.id,
        duty=duty.id,
        pairing=who.pairing,
        periods=columns.periods,
        edition=(part.edition.edition,) * len(columns),
        state=states(by_day, totals, need, part.owed, waived),
        on_time=totals.on_time,
        late=totals.late,
        approx=totals.approx,
        need=need,
        hit_record=hits.record,
        hit_pairing=hits.pairing,
        hit_period=hits.column,
        hit_late=hits.late,
    )


def side_by_side(judged: Sequence[DutyStanding]) -> DutyStanding:
    """The columns of several editions as one standing, ascending by the periods' first days."""
    periods = [period for one in judged for period in one.periods]
    order = np.argsort([period.start.toordinal() for period in periods], kind="stable")
    order = order.astype(np.int32)
    position = np.argsort(order).astype(np.int32)
    offsets = np.cumsum([0] + [len(one.periods) for one in judged[:-1]])
    editions = [edition for one in judged for edition in one.edition]
    return DutyStanding(
        plan=judged[0].plan,
        duty=judged[0].duty,
        pairing=judged[0].pairing,
        periods=tuple(periods[n] for n in order),
        edition=tuple(editions[n] for n in order),
        state=np.concatenate([one.state for one in judged], axis=1)[:, order],
        on_time=np.concatenate([one.on_time for one in judged], axis=1)[:, order],
        late=np.concatenate([one.late for one in judged], axis=1)[:, order],
        approx=np.concatenate([one.approx for one in judged], axis=1)[:, order],
        need=np.concatenate([one.need for one in judged])[order],
        hit_record=np.concatenate([one.hit_record for one in judged]),
        hit_pairing=np.concatenate([one.hit_pairing for one in judged]),
        hit_period=np.concatenate(
            [position[one.hit_period + at] for one, at in zip(judged, offsets, strict=True)]
        ),
        hit_late=np.concatenate([one.hit_late for one in judged]),
    )
