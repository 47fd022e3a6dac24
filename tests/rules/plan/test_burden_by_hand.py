"""What the shipped plans ask of a village in a year, reckoned by hand beside the program."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.plan.texts import gaozhou
from tests.rules.plan.texts import sound
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan import Edition
from tongxing.rules.plan import burden
from tongxing.rules.plan import minutes_of
from tongxing.rules.plan import overlaps
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan import shipped_plans
from tongxing.rules.plan.burden import periods_a_year


def shipped(place: str, name: str) -> Edition:
    edition, _ = read_edition(shipped_plan_bytes(place, name)[0], file=name, kinds=shipped_kinds())
    assert edition is not None
    return edition


# plan · pairings · villages · duty: (periods a year, records a year)
BY_HAND = [
    (
        ("440981", "gaozhou-pairing-2024"),
        {"gaozhou-pairing:unit-village": 109},
        54,
        {
            "labour-day": (12, 1308),
            "project": (4, 436),
            "livelihood": (12, 1308),
            "courtyard": (12, 1308),  # a sum: one record can meet it
            "visitors": (52, 5668),
            "visitors-leader": (12, 1308),
            "research": (12, 1308),
        },
    ),
    (
        ("440981", "gaozhou-hook-2023"),
        {"gaozhou-hook:hook": 30},
        28,
        {"visit": (4, 120), "livelihood": (2, 60)},
    ),
    (
        ("440705", "daze-review-2021"),
        {"daze-review:village-self": 15},
        15,
        {"review": (1, 15), "livelihood": (2, 30)},
    ),
    (
        ("440883", "wangcungang-team-2021"),
        {"wangcungang-team:team-town": 1, "wangcungang-team:unit-town": 5},
        6,
        {
            "team-meeting": (12, 12),
            "return-report": (4, 4),
            "in-town": (1, 1),
            "unit-visit": (2, 10),
        },
    ),
    (
        ("441825", "taibao-circle-2022"),
        {"taibao-circle:ally-town": 54},
        1,
        {"exchange": (1, 54), "help": (1, 54)},
    ),
    (
        ("451027", "lingyun-cooperation-2024"),
        {"lingyun-cooperation:street-town": 8, "lingyun-cooperation:firm-town": 8},
        8,
        {"exchange": (4, 32), "training": (1, 8), "purchase": (2, 16)},
    ),
]
IDS = [name for (_, name), *_ in BY_HAND]


def test_every_shipped_plan_is_reckoned() -> None:
    assert sorted(plan for plan, *_ in BY_HAND) == sorted(shipped_plans())


@pytest.mark.parametrize(("plan", "pairings", "villages", "asked"), BY_HAND, ids=IDS)
def test_records_a_year(plan, pairings, villages, asked) -> None:
    found = burden(shipped(*plan), pairings, villages)
    assert {one.duty: (one.periods, one.records) for one in found.duties} == asked
    assert found.records == sum(records for _, records in asked.values())
    assert found.records_a_village == pytest.approx(found.records / villages)


@pytest.mark.parametrize(("plan", "pairings", "villages", "asked"), BY_HAND, ids=IDS)
def test_hours_a_year_are_the_dearest_kind_of_each_duty(plan, pairings, villages, asked) -> None:
    edition = shipped(*plan)
    found = burden(edition, pairings, villages)
    minutes = 0
    for duty, (_, records) in asked.items():
        kinds = edition.duties[duty].counts
        minutes += records * max(minutes_of(shipped_kinds()[kind]) for kind in kinds)
    assert found.hours == pytest.approx(minutes / 60)
    assert found.hours_a_village == pytest.approx(minutes / 60 / villages)


@pytest.mark.parametrize(("plan", "pairings", "villages", "asked"), BY_HAND, ids=IDS)
def test_twice_the_pairings_are_twice_the_records(plan, pairings, villages, asked) -> None:
    edition = shipped(*plan)
    once = burden(edition, pairings, villages)
    twice = burden(edition, {kind: 2 * number for kind, number in pairings.items()}, villages)
    assert twice.records == 2 * once.records
    assert twice.hours == pytest.approx(2 * once.hours)


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        ("labour-day", 3),  # the day and place, the people; one of two optional fields
        ("visit-reception", 3),
        ("livelihood-item", 3),
        ("courtyard", 3),
        ("project-lead", 4),
        ("field-check", 3),
        ("meeting", 4),
    ],
)
def test_minutes_of_a_record_by_its_fields(kind: str, minutes: int) -> None:
    assert minutes_of(shipped_kinds()[kind]) == minutes


def test_minutes_are_one_one_each_and_half_for_optional() -> None:
    for kind in shipped_kinds().values():
        asked = [field for field in kind.fields.values() if not field.optional]
        optional = len(kind.fields) - len(asked)
        assert minutes_of(kind) == 1 + len(asked) + (optional + 1) // 2


PERIODS = [
    (Rhythm(unit="week"), 52),
    (Rhythm(unit="week", multiple=2), 26),
    (Rhythm(unit="ten-days"), 36),
    (Rhythm(unit="month"), 12),
    (Rhythm(unit="month", multiple=2), 6),
    (Rhythm(unit="month", only_months=frozenset({6, 7, 8})), 3),
    (Rhythm(unit="quarter"), 4),
    (Rhythm(unit="half-year"), 2),
    (Rhythm(unit="year"), 1),
    (Rhythm(unit="year", multiple=3), 1),
    (Rhythm(unit="once", on=date(2025, 12, 31)), 1),
]


@pytest.mark.parametrize(
    ("rhythm", "number"), PERIODS, ids=[f"{r.multiple}-{r.unit}" for r, _ in PERIODS]
)
def test_periods_of_a_plain_year(rhythm: Rhythm, number: int) -> None:
    assert periods_a_year(rhythm) == number


def test_two_a_month_are_two_records() -> None:
    plan = sound(('every = "month", times = 1', 'every = "month", times = 2'))
    found = burden(plan, {"small-plan:unit-village": 10, "small-plan:carer": 3}, 5)
    by_duty = {one.duty: (one.each, one.records) for one in found.duties}
    assert by_duty == {"labour-day": (2, 240), "visits": (1, 12)}


def test_what_has_no_pairings_asks_nothing() -> None:
    found = burden(sound(), {"small-plan:unit-village": 1}, 1)
    assert {one.duty: one.records for one in found.duties} == {"labour-day": 12, "visits": 0}


def test_the_earlier_round_and_the_new_do_not_overlap_in_time() -> None:
    assert overlaps(gaozhou(), [shipped("440981", "gaozhou-hook-2023")]) == ()


def test_two_counties_never_overlap() -> None:
    plans = [shipped(*one) for one in shipped_plans()]
    for one in plans:
        for found in overlaps(one, plans):
            other = next(plan for plan in plans if plan.plan == found.plan)
            assert one.place == other.place
