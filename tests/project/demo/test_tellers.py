"""Each sort of doing told by itself: its day, its words, its figures, what it makes up for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest

from tongxing.project.demo import besides
from tongxing.project.demo import monthly
from tongxing.project.demo.chance import Chance
from tongxing.project.demo.couples import Act
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.couples import couples
from tongxing.project.demo.couples import filed
from tongxing.project.demo.couples import secretary
from tongxing.project.demo.days import office_day
from tongxing.project.demo.days import weeks
from tongxing.project.demo.quarterly import STAGES
from tongxing.project.demo.quarterly import projects
from tongxing.project.demo.tempers import Sort
from tongxing.project.demo.tempers import Temper
from tongxing.project.demo.weekly import visits
from tongxing.project.demo.yearly import FIELD_CHECK
from tongxing.project.demo.yearly import LOWEST
from tongxing.project.demo.yearly import results
from tongxing.rules.periods import is_workday
from tongxing.rules.plan import shipped_kinds

START, UNTIL = date(2024, 9, 1), date(2025, 9, 1)
ALWAYS = Temper(Sort.STEADY, keep=1.0, turn=None, keep_after=1.0, late=0.0)
NEVER = replace(ALWAYS, keep=0.0, keep_after=0.0)
LATE = replace(ALWAYS, late=1.0)
MONTHLY = (monthly.livelihood, monthly.courtyard, monthly.research)
BESIDES = tuple(teller for teller, _ in besides.OFTEN)


def couple(temper: Temper = ALWAYS, number: int = 0) -> Couple:
    return replace(couples(440981)[number], temper=temper)


def fits(act: Act) -> bool:
    """Whether a form would take these values: every field known, none missing."""
    kind = shipped_kinds()[act.kind]
    needed = {name for name, field in kind.fields.items() if not field.optional}
    return needed <= set(act.values) <= set(kind.fields)


@pytest.mark.parametrize("teller", MONTHLY, ids=lambda one: one.__name__)
def test_a_monthly_doing_falls_on_a_working_day_of_its_month(teller):
    for n in range(60):
        act = teller(couple(), date(2025, 5, 1), Chance(n))
        assert (act.happened.year, act.happened.month) == (2025, 5)
        assert is_workday(act.happened)
        assert act.makes_up is None
        assert fits(act)


@pytest.mark.parametrize("teller", MONTHLY, ids=lambda one: one.__name__)
def test_one_that_came_late_makes_up_for_the_month_s_last_day(teller):
    for n in range(60):
        act = teller(couple(LATE), date(2025, 5, 1), Chance(n))
        assert act.makes_up == date(2025, 5, 31)
        assert date(2025, 6, 1) <= act.happened <= date(2025, 6, 5)


@pytest.mark.parametrize("teller", BESIDES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("month", [1, 4, 6, 9])
def test_what_is_done_besides_stays_on_its_day(teller, month):
    day = date(2025, month, 10)
    for n in range(30):
        act = teller(couple(), day, Chance(n))
        if act is not None:
            assert act.happened == day
            assert fits(act)
            assert act.text.endswith("。")


@pytest.mark.parametrize(
    ("teller", "day"),
    [(besides.planting, date(2025, 7, 1)), (besides.condolence, date(2025, 4, 1))],
    ids=["planting", "condolence"],
)
def test_out_of_season_it_is_not_done(teller, day):
    assert teller(couple(), day, Chance(1)) is None


@pytest.mark.parametrize(
    ("month", "words"), [(1, "春节前"), (5, "端午节前"), (9, "中秋节前"), (10, "重阳节")]
)
def test_households_are_visited_before_the_festival_of_the_month(month, words):
    act = besides.condolence(couple(), date(2025, month, 8), Chance(1))
    assert words in act.text


def test_gifts_to_households_go_with_their_number():
    for n in range(60):
        act = besides.condolence(couple(), date(2025, 1, 8), Chance(n))
        each = act.values["given"]["v"] / act.values["households"]["v"] / 100
        assert 190 <= each <= 510


def test_who_always_keeps_reports_once_a_quarter():
    acts = list(projects(couple(), date(2025, 1, 1), date(2026, 1, 1)))
    assert [(one.happened.month - 1) // 3 for one in acts] == [0, 1, 2, 3]
    assert all(fits(one) and one.values["name"] in one.text for one in acts)


def test_a_project_goes_through_its_stages_in_order():
    acts = list(projects(couple(), START, date(2028, 1, 1)))
    stages = [STAGES.index(one.values["stage"]) for one in acts]
    assert all((b - a) % len(STAGES) == 1 for a, b in pairwise(stages))


def test_a_project_keeps_its_name_until_it_is_in_use():
    acts = list(projects(couple(), START, date(2028, 1, 1)))
    for one, two in pairwise(acts):
        if two.values["stage"] != STAGES[0]:
            assert one.values["name"] == two.values["name"]


def test_money_arrives_while_a_project_is_approved_or_built():
    for number in range(20):
        for act in projects(couple(number=number), START, date(2026, 9, 1)):
            if "arrived" in act.values:
                assert act.values["stage"] in {"approved", "building"}
                assert "到位资金" in act.text


def test_who_always_keeps_receives_visitors_in_nearly_every_week():
    days = {one.happened for one in visits(couple(), START, UNTIL)}
    mondays = list(weeks(START, UNTIL))
    came = sum(any(m <= day < m + timedelta(days=7) for day in days) for m in mondays)
    assert came > len(mondays) * 0.9


def test_the_leader_comes_once_a_month_on_a_working_day():
    led = [one for one in visits(couple(), START, UNTIL) if one.doers[0].role == "leader"]
    assert Counter((one.happened.year, one.happened.month) for one in led) == Counter(
        {(2024, m): 1 for m in range(9, 13)} | {(2025, m): 1 for m in range(1, 9)}
    )
    assert all(is_workday(one.happened) and 5 <= one.happened.day < 28 for one in led)
    assert all(one.doers[0].of.startswith("org:") for one in led)


def test_a_late_week_is_made_up_in_the_first_days_of_the_next():
    for act in visits(couple(LATE), START, UNTIL):
        if act.doers[0].role != "leader":
            assert act.happened.weekday() in {0, 1}
            assert act.makes_up < act.happened


@pytest.mark.parametrize("doing", [visits, projects, besides.besides, monthly.monthly])
def test_who_never_keeps_does_nothing(doing):
    assert list(doing(couple(NEVER), START, UNTIL)) == []


@pytest.mark.parametrize("doing", [visits, projects, besides.besides, monthly.monthly])
def test_the_same_pairing_does_the_same_twice(doing):
    assert list(doing(couple(), START, UNTIL)) == list(doing(couple(), START, UNTIL))


def test_two_units_of_a_village_hold_most_labour_days_together():
    one = couple()
    pair = [replace(c, temper=ALWAYS) for c in couples(440981) if c.village == one.village]
    acts = [act for _, act in monthly.labour_days(pair, date(2024, 1, 1), date(2030, 1, 1))]
    joint = [act for act in acts if len(act.doers) == len(pair)]
    alone = [act for act in acts if len(act.doers) == 1]
    assert len(joint) + len(alone) / len(pair) == 72
    assert len(joint) > 36


def test_a_village_alone_holds_its_labour_day_alone():
    acts = [act for _, act in monthly.labour_days([couple()], START, UNTIL)]
    assert len(acts) == 12
    assert all(len(act.doers) == 1 for act in acts)


@pytest.mark.parametrize("sort", list(Sort), ids=lambda one: one.value)
def test_points_of_a_check_are_halves_within_what_the_temper_earns(sort):
    low, high = FIELD_CHECK.get(sort, LOWEST)
    steps = list(results(couple(replace(ALWAYS, sort=sort)), UNTIL))
    checks = [one.deed.entry for one in steps if one.deed.entry.kind == "field-check"]
    assert [one.happened.year for one in checks] == [2024, 2025]
    for one in checks:
        points = one.values["points"]["v"] / 10_000
        assert low <= points <= high
        assert (points * 2).is_integer()


ACT = Act("training", date(2025, 5, 9), "农民夜校。", {})


def test_an_act_is_filed_by_the_contact_or_now_and_then_by_the_secretary():
    one = couple()
    days = (replace(ACT, happened=date(2025, 5, 9) + timedelta(days=n)) for n in range(300))
    typists = Counter(filed(one, act).typist for act in days)
    assert set(typists) == {one.clerk, secretary(one.village.code)}
    assert typists[one.clerk] > 270


def test_what_lay_about_is_filed_no_sooner():
    step = filed(couple(), replace(ACT, wait=95))
    assert (step.at.date() - ACT.happened).days >= 95
    assert is_workday(step.at.date())


def test_without_doers_the_unit_did_it():
    one = couple()
    assert filed(one, ACT).deed.entry.doers == one.plainly()
    assert filed(one, replace(ACT, doers=one.led())).deed.entry.doers == one.led()


def test_names_tell_apart_what_happened_on_one_day():
    one = couple()
    assert filed(one, ACT, "a").deed.entry.id != filed(one, ACT, "b").deed.entry.id
    assert filed(one, ACT, "a") == filed(one, ACT, "a")


def test_who_sits_weekly_types_on_that_day_or_the_next_working_day():
    one = replace(couple(), sits_on=4)
    for n in range(60):
        act = replace(ACT, happened=date(2025, 5, 9) + timedelta(days=n))
        day = filed(one, act).at.date()
        assert day.weekday() == 4 or day == office_day(day)
        assert is_workday(day)
