"""When things happen in the demo: festivals, fruit, floods, rounds of pairing, sittings."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from itertools import groupby

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo.besides import FRUIT_MONTHS
from tongxing.project.demo.days import WEEK
from tongxing.project.demo.days import weeks
from tongxing.project.demo.gaozhou import ASSIGNED
from tongxing.project.demo.gaozhou import FROM
from tongxing.project.demo.hooks import SINCE
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.sources import phrases
from tongxing.project.demo.sources import villages
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.rules.periods import is_workday

FLOODED = ("440981121", "440981122", "440981123")  # 2025-06-16 to 29
LAST_FLOODED = ("440981119", "440981120")  # 2026-05-25 to 06-07


def visits(entries: Iterable[Entry], start: date, days: int = 7, within: tuple[str, ...] = ("",)):
    """How many receptions of visitors fell into some days at some places."""
    until = start + timedelta(days=days)
    return sum(
        entry.kind == "visit-reception"
        and start <= entry.happened < until
        and entry.place.startswith(within)
        for entry in entries
    )


def units_of(entry: Entry) -> set[str]:
    return {doer.of or doer.who for doer in entry.doers}


@pytest.mark.parametrize(
    ("quiet", "usual", "share"),
    [
        (date(2026, 2, 16), date(2026, 1, 12), 0.5),  # no working day at all
        (date(2025, 1, 27), date(2025, 1, 6), 0.95),  # one working day before the festival
    ],
)
def test_festival_weeks_are_quieter(entries, quiet, usual, share):
    assert visits(entries, quiet) < visits(entries, usual) * share


def test_somebody_goes_even_at_the_spring_festival(entries):
    assert visits(entries, date(2026, 2, 16)) > 10


@pytest.mark.parametrize(
    ("monday", "days", "towns"),
    [
        (date(2025, 6, 16), 14, FLOODED),
        (date(2026, 5, 25), 14, LAST_FLOODED),
        (date(2025, 9, 22), 5, ("440981",)),  # the typhoon, all the county
    ],
)
def test_floods_and_typhoons_keep_people_away(entries, monday, days, towns):
    before = visits(entries, monday - 2 * WEEK, days, within=towns)
    assert before > 10
    assert visits(entries, monday, days, within=towns) < before * 0.6


def test_the_towns_that_were_not_flooded_go_on(entries):
    dry = tuple({one.code[:9] for one in villages()} - {*FLOODED})
    usual = visits(entries, date(2025, 6, 2), within=dry)
    assert visits(entries, date(2025, 6, 23), within=dry) > usual * 0.7


def test_most_is_bought_while_the_fruit_is_sold(entries):
    bought = Counter(
        entry.happened.month
        for entry in entries
        if entry.kind == "purchase" and entry.happened.year == 2025
    )
    fruit = [bought[month] for month in FRUIT_MONTHS]
    others = [bought[month] for month in range(1, 13) if month not in FRUIT_MONTHS]
    assert sum(fruit) / len(fruit) > 1.3 * sum(others) / len(others)


def test_only_what_is_in_season_is_bought(made_up):
    season = phrases()["season"]
    for entry in made_up:
        if entry.kind == "purchase":
            assert entry.happened.month in season.get(entry.values["goods"], range(1, 13))


def test_a_village_sells_what_it_grows(made_up):
    grown = {one.code: one.products for one in villages()}
    for entry in made_up:
        if entry.kind == "purchase":
            assert entry.values["goods"] in grown[entry.place]


def test_trees_are_planted_in_spring_and_households_visited_before_festivals(made_up):
    months = defaultdict(set)
    for entry in made_up:
        months[entry.kind].add(entry.happened.month)
    assert months["planting"] == {2, 3, 4}
    assert months["condolence"] == {int(one) for one in phrases()["condolence"]["occasions"]}


def test_checks_stand_at_the_end_of_each_full_year(entries):
    checks = {e.happened for e in entries if e.kind in {"field-check", "appraisal"}}
    assert {day.year for day in checks} == {2024, 2025}
    assert {day.month for day in checks} == {12}
    assert all(is_workday(day) for day in checks)


def test_every_pairing_is_checked_once_a_year(entries, by_pair):
    checked = Counter(
        (entry.happened.year, entry.place, entry.doers[0].who)
        for entry in entries
        if entry.kind == "field-check"
    )
    assert set(checked.values()) == {1}
    assert len(checked) == 2 * len(by_pair)


def test_the_earlier_round_does_only_what_it_was_asked(made_up):
    early = [entry for entry in made_up if entry.happened < ASSIGNED]
    assert {entry.kind for entry in early} == {"research", "livelihood-item"}
    assert min(entry.happened for entry in early) >= SINCE
    asked = {(pair.village, f"org:{pair.unit}") for pair in pairs(2023)}
    assert {(entry.place, entry.doers[0].who) for entry in early} <= asked


def test_between_the_rounds_nothing_is_made_up(made_up):
    assert not [entry for entry in made_up if ASSIGNED <= entry.happened < FROM]


def test_in_the_new_round_units_act_in_their_own_village(made_up, by_pair):
    for entry in made_up:
        if entry.happened >= FROM:
            assert all((entry.place, unit) in by_pair for unit in units_of(entry))


def test_no_record_comes_before_its_pairing(county, made_up):
    opened = defaultdict(list)
    for step in county:
        if isinstance(step.deed, Open):
            for actor in step.deed.actors:
                opened[step.deed.place, actor.who].append(step.deed.since)
    for entry in made_up:
        assert all(min(opened[entry.place, unit]) <= entry.happened for unit in units_of(entry))


def test_a_plan_is_in_force_before_anything_is_paired_or_written(county):
    deeds = [type(step.deed) for step in county]
    assert deeds[0] is PutInForce
    assert deeds.index(Open) < deeds.index(Append)


def test_every_month_has_records_of_every_monthly_kind(made_up):
    months = defaultdict(set)
    for entry in made_up:
        if FROM <= entry.happened < date(2026, 11, 1):
            months[entry.kind].add((entry.happened.year, entry.happened.month))
    for kind in ("labour-day", "livelihood-item", "courtyard", "research", "visit-reception"):
        assert len(months[kind]) == 26, kind


def test_every_working_week_has_visitors(entries):
    for monday in weeks(FROM, END - WEEK):
        assert visits(entries, monday) > 0, monday


def test_what_makes_up_was_done_early_in_the_next_period(made_up):
    made = [entry for entry in made_up if entry.makes_up]
    assert len(made) > 100
    for entry in made:
        assert timedelta(0) < entry.happened - entry.makes_up <= timedelta(days=14)


def test_days_of_the_week_are_working_days_but_for_what_was_made_up_or_festive(made_up):
    odd = [e for e in made_up if not is_workday(e.happened) and not e.makes_up]
    assert {entry.kind for entry in odd} == {"visit-reception"}
    assert len(odd) < len(made_up) / 100


def test_a_person_sits_down_once_a_day(county, told_ids):
    sittings = defaultdict(set)
    for step in county:
        deed = step.deed
        if not isinstance(deed, Append | Correct) or deed.entry.id in told_ids:
            continue
        if step.typist.endswith(("-clerk", "-secretary")):
            sittings[step.typist, step.at.date()].add(step.at)
    assert {len(moments) for moments in sittings.values()} == {1}


def test_most_type_in_the_afternoon_and_a_few_after_supper(county):
    hours = Counter(step.at.hour for step in county if step.typist.endswith("-clerk"))
    evening = sum(number for hour, number in hours.items() if hour >= 19)
    assert 0 < evening < 0.1 * sum(hours.values())
    assert not {18, 12, 13} & set(hours)


def test_units_that_sit_weekly_type_at_the_end_of_the_week(county, by_pair, told_ids):
    weekly = {c.clerk for c in by_pair.values() if c.sits_on is not None}
    weekly -= {c.clerk for c in by_pair.values() if c.sits_on is None}
    days = Counter(
        step.at.weekday()
        for step in county
        if isinstance(step.deed, Append)
        and step.typist in weekly
        and step.deed.entry.happened >= FROM
        and step.deed.entry.id not in told_ids
    )
    assert days[3] + days[4] > 0.8 * sum(days.values())


@pytest.mark.parametrize("until", [date(2023, 1, 4), date(2024, 7, 18), date(2024, 9, 1)])
def test_an_end_date_cuts_by_the_day_of_typing(until):
    from tongxing.project.demo.gaozhou import gaozhou

    assert all(step.at.date() < until for step in gaozhou(SEED, until, small=True))


def test_steps_of_one_moment_stand_by_typist(county):
    for _, group in groupby(county, key=lambda step: step.at):
        typists = [step.typist for step in group]
        assert typists == sorted(typists)
