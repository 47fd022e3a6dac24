"""A draft edition judged against the past twelve months, beside what the one in force gave.

The same kernel judges both. The draft is taken as if it had been in force over those months;
steps of the ladder are asked for Monday by Monday, as the weekly digest would have told them.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta

from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import fields_needed
from tongxing.derive.plans.attributes import Unregistered
from tongxing.derive.plans.attributes import unregistered
from tongxing.derive.standings import judged_with
from tongxing.records.accounts.access import Scope
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import State
from tongxing.rules.standing import count_states
from tongxing.rules.standing import judge
from tongxing.rules.standing import steps
from tongxing.rules.standing.tables import Standing

_FULL = 10_000  # a whole share, in ten-thousandths
_POINT = 100  # hundredths of a kept period


@dataclass(frozen=True, slots=True)
class TrialDuty:
    """One duty under the draft and under the edition in force; None where one lacks it."""

    title: str
    draft: Tally | None
    present: Tally | None


@dataclass(frozen=True, slots=True)
class TrialStep:
    """A pairing and a rung: the first Monday the draft, or the one in force, would tell it."""

    pairing: PairingLine
    title: str
    duties: tuple[str, ...]
    draft: date | None
    present: date | None


@dataclass(frozen=True, slots=True)
class Trial:
    """`pairings` of the draft's kinds that ran at all; none means there is nothing to try."""

    stand: Stand
    span: Span
    pairings: int
    duties: tuple[TrialDuty, ...]
    steps: tuple[TrialStep, ...]
    rungs: tuple[tuple[str, int, int], ...]  # (title, pairs under the draft, under the present)
    unregistered: tuple[Unregistered, ...]


def year_before(day: date) -> Span:
    """From the first of the month twelve months ago through the day."""
    return Span(date(day.year - 1, day.month, 1), day + timedelta(days=1))


def trial(scope: Scope, *, book: str, as_of: date, edition: Edition) -> Trial:
    """Judge the records there are by a draft, over the past twelve months."""
    view = view_of(scope, book=book, as_of=as_of, known_at=None)
    span = year_before(as_of)
    draft = Plan(edition.plan, (replace(edition, effective=span),))
    present = [one for one in view.judged.plans if one.id == edition.plan]
    judged = judged_with(view.judged.snapshot, (draft,), seq=view.judged.seq, as_of=as_of)
    asked = {duty.of for duty in edition.duties.values()}
    concerned = [row for row, one in enumerate(view.pairings) if one.kind in asked]
    # What the edition in force told does not hang on the draft: worked out once.
    remembered = view.judged.remember(
        f"told {edition.plan} {span}", lambda: _told(view, present, span)
    )
    found = _steps(view, _told(view, (draft,), span), remembered)
    return Trial(
        stand=view.stand,
        span=span,
        pairings=sum(bool(view.seen[row]) for row in concerned),
        duties=_duties(view, judged.standing, edition, present, span),
        steps=found,
        rungs=_rungs(found),
        unregistered=unregistered(view, edition),
    )


def _duties(
    view: View, draft: Standing, edition: Edition, present: Sequence[Plan], span: Span
) -> tuple[TrialDuty, ...]:
    new = dict(_tallies(view, draft, edition.plan, edition, span))
    newest = present[0].editions[-1] if present else None
    old = dict(_tallies(view, view.judged.standing, edition.plan, newest, span))
    titles = {one.id: one.title for one in (newest.duties.values() if newest else ())}
    titles |= {one.id: one.title for one in edition.duties.values()}
    return tuple(
        TrialDuty(titles.get(duty, duty), new.get(duty), old.get(duty))
        for duty in dict.fromkeys((*edition.duties, *old))
    )


def _tallies(
    view: View, standing: Standing, plan: str, edition: Edition | None, span: Span
) -> Iterator[tuple[str, Tally]]:
    score = edition.score if edition else None
    share = score.late_counts_as if score else _POINT
    for duty in standing.duties:
        if duty.plan == plan:
            counts = count_states(duty, span)[view.seen[duty.pairing]].sum(axis=0).tolist()
            yield duty.duty, _tally(counts, share)


def _tally(counts: Sequence[int], late_counts_as: int) -> Tally:
    kept, late, missed = counts[State.KEPT], counts[State.LATE], counts[State.MISSED]
    judged = kept + late + missed
    rate = (kept * _POINT + late * late_counts_as) * _FULL // (judged * _POINT) if judged else None
    return Tally(
        kept=kept,
        late=late,
        excused=counts[State.EXCUSED],
        ahead=counts[State.AHEAD],
        open=counts[State.OPEN],
        overdue=counts[State.OVERDUE],
        missed=missed,
        rate=rate,
    )


_Told = Mapping[tuple[int, str], tuple[date, frozenset[str]]]


def _told(view: View, plans: Sequence[Plan], span: Span) -> _Told:
    """(pairing, rung) → the first Monday it would have been told, and over which duties."""
    if not plans:
        return {}
    book = view.judged.snapshot.cut(view.judged.seq, fields_needed(plans))
    found: dict[tuple[int, str], tuple[date, frozenset[str]]] = {}
    for monday in _mondays(span):
        standing = judge(book, plans, as_of=monday, ahead_days=0)
        for due in steps(standing, plans):
            rung = due.step.title or due.step.step
            title = next(
                one.duties[due.duty].title for one in plans[0].editions if due.duty in one.duties
            )
            first, duties = found.get((due.pairing, rung), (monday, frozenset()))
            found[due.pairing, rung] = (first, duties | {title})
    return found


def _mondays(span: Span) -> Iterator[date]:
    day = span.start + timedelta(days=-span.start.weekday() % 7)
    while day in span:
        yield day
        day += timedelta(days=7)


def _steps(view: View, draft: _Told, present: _Told) -> tuple[TrialStep, ...]:
    keys = sorted(
        (key for key in {*draft, *present} if view.seen[key[0]]),
        key=lambda key: (key[1], key[0]),
    )
    facts = [view.pairings[row] for row, _ in keys]
    names = pairing_names(view, facts)
    nothing: tuple[None, frozenset[str]] = (None, frozenset())
    found = []
    for (row, rung), fact in zip(keys, facts, strict=True):
        (new, over), (old, before) = (
            draft.get((row, rung), nothing),
            present.get((row, rung), nothing),
        )
        line = pairing_line(view, fact, names)
        found.append(TrialStep(line, rung, tuple(sorted(over or before)), new, old))
    return tuple(found)


def _rungs(found: Iterable[TrialStep]) -> tuple[tuple[str, int, int], ...]:
    found = tuple(found)
    titles = dict.fromkeys(one.title for one in found)
    return tuple(
        (
            title,
            sum(one.title == title and one.draft is not None for one in found),
            sum(one.title == title and one.present is not None for one in found),
        )
        for title in titles
    )
