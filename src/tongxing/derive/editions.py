"""The plans in force in a book, read from the very texts put in force."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tongxing.derive.facts import EditionFact
from tongxing.rules.periods import Span
from tongxing.rules.plan import as_plans
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Where

_ALL_LATE = 100  # hundredths: without a score a duty made up for is a duty done


class EditionUnreadableError(ValueError):
    """An edition once put in force cannot be read by this version; says which and why."""

    def __init__(self, plan: str, edition: str, problems: Sequence[str]) -> None:
        reasons = "；".join(problems)
        super().__init__(f"方案“{plan}”{edition}版不能被当前程序读取：{reasons}")


@lru_cache(maxsize=256)
def _read(plan: str, edition: str, text: str) -> Edition:
    found, problems = read_edition(text.encode(), file=f"{plan}-{edition}", kinds=shipped_kinds())
    if found is None:
        raise EditionUnreadableError(plan, edition, [one.say() for one in problems])
    return found


def edition_of(fact: EditionFact) -> Edition:
    """The edition as it is in force: its text, on the days it was put in force for."""
    found = _read(fact.plan, fact.edition, fact.text)
    given = Span(fact.since, fact.until)
    return found if found.effective == given else replace(found, effective=given)


def plans_of(facts: Iterable[EditionFact]) -> tuple[Plan, ...]:
    """The plans these editions make; raises EditionUnreadableError, EditionsOverlapError."""
    return as_plans([edition_of(one) for one in facts])


def plan_named(plans: Iterable[Plan], plan_id: str) -> tuple[Edition, ...]:
    """The editions of a plan, none when it is not in force."""
    return next((one.editions for one in plans if one.id == plan_id), ())


def duty_on(plans: Iterable[Plan], plan_id: str, duty_id: str, on: date) -> Duty:
    """The duty as the last edition begun by `on` says it, else as the first that has it."""
    editions = [one for one in plan_named(plans, plan_id) if duty_id in one.duties]
    begun = [one for one in editions if one.effective.start <= on]
    return (begun[-1] if begun else editions[0]).duties[duty_id]


def late_weight(plans: Iterable[Plan], plan_id: str) -> int:
    """What a period made up for counts in a plan's rate, in hundredths of a kept one."""
    for edition in reversed(plan_named(plans, plan_id)):
        if edition.score is not None:
            return edition.score.late_counts_as
    return _ALL_LATE


def fields_judged(plans: Sequence[Plan]) -> frozenset[str]:
    """Every "kind.field" judging alone needs."""
    duties = (duty for plan in plans for one in plan.editions for duty in one.duties.values())
    return frozenset(name for duty in duties for name in _judged_by(duty))


def fields_needed(plans: Sequence[Plan]) -> frozenset[str]:
    """Every "kind.field" judging or indicating needs, so nothing else is laid out."""
    return frozenset(name for plan in plans for one in plan.editions for name in _fields(one))


def _fields(edition: Edition) -> Iterator[str]:
    for duty in edition.duties.values():
        yield from _judged_by(duty)
    for indicator in edition.indicators.values():
        if "." in indicator.of:
            yield indicator.of
        yield from _tested(indicator.where, (indicator.of.partition(".")[0],))


def _judged_by(duty: Duty) -> Iterator[str]:
    if duty.need.sum:
        yield duty.need.sum
    yield from _tested(duty.where, duty.counts)


def _tested(where: Where, kinds: Iterable[str]) -> Iterator[str]:
    return (f"{kind}.{test.field}" for kind in kinds for test in where.fields)


@lru_cache(maxsize=1)
def kind_versions() -> tuple[tuple[str, int], ...]:
    """The versions of kinds a judgement was made with, for its cache key."""
    return tuple(sorted((one.id, one.version) for one in shipped_kinds().values()))
