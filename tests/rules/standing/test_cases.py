"""A plan's own examples: judged when the plan is read, a failing one is said in Chinese."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rules.standing import plans as p
from tests.rules.standing.told import day
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan.cases import Case
from tongxing.rules.plan.cases import CaseAttribute
from tongxing.rules.plan.cases import CaseRecord
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Where
from tongxing.rules.plan.problem import Problem
from tongxing.rules.standing import run_cases
from tongxing.rules.standing.cases import village_in

KINDS = {
    "labour-day": Kind("labour-day", 1, "集中劳动", "", {}),
    "purchase": Kind(
        "purchase",
        1,
        "采购",
        "",
        {
            "amount": KindField("amount", "金额", "money", "元", "bought"),
            "mode": KindField("mode", "方式", "choice", choices={"canteen": "食堂"}),
        },
    ),
}
MODE = FieldTest("mode", values=("canteen",))
EDITION = p.edition_of(
    p.duty_of("labour", Rhythm("month", grace_days=5)),
    p.duty_of("led", where=Where(by_role="leader")),
    p.duty_of("town", where=Where(place_within="440981102000")),
    p.duty_of("graded", attributes={"grade": ("monitored",)}),
    p.duty_of(
        "buy",
        counts=("purchase",),
        where=Where(fields=(MODE,)),
        need=Need(sum="purchase.amount", at_least=500_000),
    ),
    lock_days=45,
)
SEPTEMBER = day("2024-09-12")


def labour(happened: date = SEPTEMBER, **given: Any) -> CaseRecord:
    return CaseRecord("labour-day", happened, **given)


def problems(
    *records: CaseRecord, expect: str, duty: str = "labour", **given: Any
) -> list[Problem]:
    given.setdefault("as_of", day("2024-12-31"))
    given.setdefault("pairing", Span(day("2024-01-01")))
    key = given.pop("key", "2024-09")
    case = Case("例", duty, records=records, expect={key: expect}, **given)
    return list(run_cases(EDITION, [case], KINDS))


def test_an_example_that_holds_is_no_problem() -> None:
    assert problems(labour(), expect="kept") == []


def test_an_example_may_be_judged_under_a_whole_plan() -> None:
    case = Case(
        "例", "labour", Span(day("2024-01-01")), (labour(),), SEPTEMBER, {"2024-09": "kept"}
    )
    assert run_cases(Plan(p.PLAN, (EDITION,)), [case], KINDS) == ()


def test_one_that_fails_says_the_case_the_period_and_why() -> None:
    (found,) = problems(labour(day("2024-08-12")), expect="late", file="a.examples.toml", line=7)
    assert found.key == "case.例.expect.2024-09"
    assert (found.file, found.line, found.severity) == ("a.examples.toml", 7, "error")
    assert "2024年9月应为“补做完成”" in found.what
    assert "算出的是“未完成”（准时0，补做0，需要1）" in found.what
    assert "expect" in found.remedy


def test_a_period_that_does_not_exist_is_said() -> None:
    (found,) = problems(expect="kept", key="2024-W07")
    assert "没有“2024-W07”这一期" in found.what


def test_a_duty_the_plan_does_not_have_is_said() -> None:
    (found,) = problems(expect="kept", duty="nothing")
    assert found.key == "case.例"
    assert "没有任务“nothing”" in found.what


@pytest.mark.parametrize("kind", ["purchase", "unknown"])
def test_a_field_the_kind_does_not_have_is_said(kind: str) -> None:
    (found,) = problems(CaseRecord(kind, SEPTEMBER, values={"weight": 3}), expect="kept")
    assert f"“{kind}”没有字段“weight”" in found.what


def test_an_amount_nobody_can_read_is_said() -> None:
    (found,) = problems(CaseRecord("purchase", SEPTEMBER, values={"amount": 5000}), expect="kept")
    assert "金额" in found.what


def test_a_purchase_is_read_as_written() -> None:
    bought = CaseRecord("purchase", SEPTEMBER, values={"amount": "5000元", "mode": "canteen"})
    assert problems(bought, duty="buy", expect="kept") == []
    less = CaseRecord("purchase", SEPTEMBER, values={"amount": "4999元", "mode": "canteen"})
    assert problems(less, duty="buy", expect="missed") == []


def test_a_role_counts_for_the_leaders_duty() -> None:
    assert problems(labour(role="leader"), duty="led", expect="kept") == []
    assert problems(labour(), duty="led", expect="missed") == []


def test_the_pairing_lies_where_the_duty_asks_for_it() -> None:
    assert problems(labour(), duty="town", expect="kept") == []
    elsewhere = labour(place="440981102201")
    assert problems(elsewhere, duty="town", expect="missed") == []


def test_what_was_not_known_yet_does_not_count() -> None:
    late = labour(received=day("2024-10-20"))
    assert problems(late, expect="kept", known_at=day("2024-10-20")) == []
    assert problems(late, expect="missed", known_at=day("2024-10-19")) == []


def test_after_the_lock_it_counts_once_accepted() -> None:
    locked = labour(received=day("2024-11-15"))
    assert problems(locked, expect="missed") == []
    accepted = replace(locked, accepted=day("2024-11-20"))
    assert problems(accepted, expect="kept") == []
    assert problems(accepted, expect="missed", known_at=day("2024-11-19")) == []
    assert problems(accepted, expect="kept", known_at=day("2024-11-20")) == []


def test_waivers_and_attributes_of_a_case_hold() -> None:
    flood = (Span(day("2024-09-01"), day("2024-09-16")),)
    assert problems(expect="excused", waivers=flood) == []
    assert problems(expect="excused", waivers=(Span(day("2024-09-01")),)) == []
    graded = (CaseAttribute("grade", "monitored", Span(day("2024-09-01"))),)
    assert problems(expect="missed", duty="graded", attributes=graded) == []
    assert problems(expect="not-owed", duty="graded") == []


def test_a_calendar_that_ends_is_a_problem_not_a_crash() -> None:
    edition = p.edition_of(
        p.duty_of("survey", Rhythm("once", on=day("2023-12-31"))), since=day("2024-01-01")
    )
    case = Case("例", "survey", Span(day("2024-01-01")), (), day("2024-12-31"), {"once": "kept"})
    (found,) = run_cases(edition, [case], KINDS)
    assert "截止日" in found.what


def test_the_last_day_of_the_calendar_can_be_asked_about() -> None:
    last = date(9999, 12, 31)
    assert problems(expect="missed", as_of=last) == []


@pytest.mark.parametrize(
    ("place", "village"),
    [
        ("44", "440981100200"),
        ("4409", "440981100200"),
        ("440982", "440982100200"),
        ("440981102000", "440981102200"),
        ("440981102203", "440981102203"),
    ],
)
def test_an_examples_village_lies_within_the_plans_place(place: str, village: str) -> None:
    assert village_in(place) == village
