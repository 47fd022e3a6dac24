"""The score table of the “五个一” plan, and short ways to say who did what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.plan.model import Veto
from tongxing.rules.quantities import Quantity
from tongxing.rules.scoring import DutyCount
from tongxing.rules.scoring import Result
from tongxing.rules.scoring import ScoreInputs
from tongxing.rules.scoring import Subject
from tongxing.rules.scoring import score

DUTIES = ScoreItem(of="duties", sort="duties", points=60_00)
BOUGHT = ScoreItem(
    of="indicator.bought", sort="indicator", points=15_00, full_at=50_000_00, floor=0
)
CHECK = ScoreItem(of="field-check", sort="entered", points=15_00)
APPRAISAL = ScoreItem(of="appraisal", sort="entered", points=10_00)
BONUS = ScoreItem(of="bonus", sort="bonus", each=1_00, cap=5_00, counts=("honour",))
DEDUCTION = ScoreItem(of="deduction", sort="deduction", each=-2_00, cap=-10_00, counts=("finding",))
BANDS = (Band("好", 90_00), Band("较好", 80_00), Band("一般", 60_00), Band("较差", 0))
VETO = Veto(counts=("serious-finding",), band="较差")
TITLES = {"honour": "表彰", "finding": "督导发现问题", "serious-finding": "严重问题"}


def duty(key: str, title: str) -> Duty:
    return Duty(
        id=key,
        title=title,
        of="gaozhou-pairing:unit-village",
        counts=(key,),
        rhythm=Rhythm("month"),
        need=Need(),
    )


def table(*items: ScoreItem, **changes: Any) -> Edition:
    """The plan with these items (all of its own when none are named) and these changes."""
    rules = Score(
        every="year",
        max=100_00,
        items=items or (DUTIES, BOUGHT, CHECK, APPRAISAL, BONUS, DEDUCTION),
        veto=(VETO,),
        late_counts_as=50,
        bands=BANDS,
    )
    return Edition(
        plan="gaozhou-pairing",
        edition="2024",
        title="市直单位党组织与重点村党组织结对共建",
        authority="结对共建工作方案",
        owner="高州市直属机关工作委员会",
        purpose="典型村培育",
        place="440981",
        effective=Span(date(2024, 9, 1), date(2028, 1, 1)),
        lock_days=45,
        pairings={},
        duties={
            "labour-day": duty("labour-day", "组织一次集中劳动"),
            "visitors": duty("visitors", "接待群众来访"),
        },
        indicators={
            "bought": Indicator("bought", "消费帮扶金额", "sum", "purchase.amount"),
            "solved": Indicator("solved", "解决难题", "count", "livelihood-item"),
        },
        score=replace(rules, **changes),
        ladder=(),
        sha256="",
    )


def money(yuan: int, approx: str = "") -> Quantity:
    return Quantity(yuan * 100, "money", "元", approx)


def unit(key: str = "org:林业局", **given: Any) -> Subject:
    """A unit with everything done and entered, except as given."""
    full: dict[str, Any] = {
        "duties": {"labour-day": DutyCount(kept=12), "visitors": DutyCount(kept=52)},
        "indicators": {"bought": money(50_000)},
        "entered": {"field-check": 15_00, "appraisal": 10_00},
    }
    return Subject(key, **(full | given))


def one(edition: Edition, subject: Subject) -> Result:
    """The score of this unit alone."""
    (result,) = score(edition, ScoreInputs((subject,), TITLES))
    return result


def many(edition: Edition, points: dict[str, int]) -> dict[str, Result]:
    """Units scored only by what the supervision team entered, in whole points."""
    subjects = tuple(
        Subject(key, entered={"field-check": value * 100}) for key, value in points.items()
    )
    return {result.subject: result for result in score(edition, ScoreInputs(subjects, TITLES))}


ENTERED = ScoreItem(of="field-check", sort="entered", points=100_00)
FIFTH = Quota("好", 2000)
