"""Small plans for tests, in as few words as the case needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import ActorNeed
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.model import Where

PLAN = "gaozhou-pairing"
UNIT_VILLAGE = f"{PLAN}:unit-village"
BUNDLE = f"{PLAN}:household-bundle"
FOR_EVER = date(2028, 1, 1)

MONTHLY = Rhythm("month")
WEEKLY = Rhythm("week")


def duty_of(name: str, rhythm: Rhythm = MONTHLY, **given: Any) -> Duty:
    """A duty of every unit-village pairing: one labour day a period, unless said otherwise."""
    given.setdefault("title", name)
    given.setdefault("of", UNIT_VILLAGE)
    given.setdefault("counts", ("labour-day",))
    given.setdefault("need", Need())
    given.setdefault("where", Where())
    return Duty(id=name, rhythm=rhythm, **given)


def edition_of(
    *duties: Duty,
    since: date = date(2024, 1, 1),
    until: date | None = FOR_EVER,
    name: str = "2024",
    lock_days: int = 10_000,
    ladder: tuple[Step, ...] = (),
    indicators: Mapping[str, Indicator] | None = None,
    place: str = "440981",
) -> Edition:
    kinds = {
        "unit-village": PairingKind(
            "unit-village", "结对共建", (ActorNeed("organization"),), "village"
        ),
        "household-bundle": PairingKind(
            "household-bundle", "包户", (ActorNeed("unit-member"),), "household"
        ),
    }
    return Edition(
        plan=PLAN,
        edition=name,
        title="结对共建",
        authority="结对共建工作方案",
        owner="高州市直属机关工作委员会",
        purpose="典型村培育",
        place=place,
        effective=Span(since, until),
        lock_days=lock_days,
        pairings=kinds,
        duties={duty.id: duty for duty in duties},
        indicators=indicators or {},
        score=None,
        ladder=ladder,
        sha256="",
    )


def plan_of(*duties: Duty, **given: Any) -> Plan:
    return Plan(PLAN, (edition_of(*duties, **given),))
