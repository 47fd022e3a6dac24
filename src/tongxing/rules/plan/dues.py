"""When each duty is next due: the first thing a county office asks of a new plan."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from tongxing.rules.periods import Period
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition

_YEAR_DAYS = 366


def next_dues(
    edition: Edition, as_of: date, n: int = 3, *, beside: Iterable[Edition] = ()
) -> Mapping[str, tuple[Period, ...]]:
    """For each duty the next `n` periods not yet past their `by`, as of the end of `as_of`.

    Fewer at the end of the plan, none after it. `beside` are the editions in force: multiples
    are counted from the first of the same plan, as when it is judged.
    """
    first = min(one.effective.start for one in (edition, *beside) if one.plan == edition.plan)
    whole = Span(first, edition.effective.until)
    return {duty.id: _dues(duty, edition, whole, as_of, n) for duty in edition.duties.values()}


def _dues(duty: Duty, edition: Edition, anchor: Span, as_of: date, n: int) -> tuple[Period, ...]:
    start = max(as_of, edition.effective.start)
    far = start + timedelta(days=_YEAR_DAYS * (duty.rhythm.multiple * n + 1))
    until = min(edition.effective.until or far, far)
    if until <= start:
        return ()
    owed = [
        period
        for period in periods_of(duty.rhythm, anchor=anchor, over=Span(start, until))
        if as_of <= period.by
        and max(period.start, anchor.start) in edition.effective  # else an earlier edition's
        and _owed(period, anchor, duty)
    ]
    return tuple(owed[:n])


def _owed(period: Period, plan: Span, duty: Duty) -> bool:
    """Whether the plan covers the period enough to owe it; pairings have their own spans."""
    if duty.partial == "none":
        return plan.covers(Span(period.start, period.until))
    start = max(period.start, plan.start)
    until = min(period.until, plan.until or period.until)
    return 2 * (until - start).days >= (period.until - period.start).days
