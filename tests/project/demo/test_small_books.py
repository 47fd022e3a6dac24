"""The small books and the step-by-step loading: what is made before a database is touched."""

from __future__ import annotations

from collections import Counter
from datetime import date
from datetime import timedelta

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo.bundles import bundles
from tongxing.project.demo.load import TOGETHER
from tongxing.project.demo.load import draft_of
from tongxing.project.demo.load import made
from tongxing.project.demo.load import perform
from tongxing.project.demo.load import sittings
from tongxing.project.demo.reliefs import reliefs
from tongxing.project.demo.residents import LEADER
from tongxing.project.demo.residents import TEAM
from tongxing.project.demo.residents import TOWN
from tongxing.project.demo.residents import residents
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import demo_places
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Waive
from tongxing.project.demo.told import at_text
from tongxing.project.demo.towns import BOOKS
from tongxing.project.demo.towns import book_name
from tongxing.project.demo.towns import town
from tongxing.rules.periods import is_workday


@pytest.fixture(scope="module")
def months() -> list[Entry]:
    """The resident team's records of 2022 to 2024."""
    steps = residents(SEED, date(2025, 1, 1))
    return [s.deed.entry for s in steps if isinstance(s.deed, Append) if s.at.year > 2021]


def of(months: list[Entry], kind: str, doer: str = TEAM) -> list[Entry]:
    return [one for one in months if one.kind == kind and one.doers[0].who == doer]


def test_the_team_meets_every_month(months):
    met = {(e.happened.year, e.happened.month) for e in of(months, "meeting")}
    assert met == {(year, month) for year in (2022, 2023, 2024) for month in range(1, 13)}


def test_days_in_town_are_confirmed_on_the_last_day_of_each_month(months):
    for one in of(months, "duty-roster"):
        assert (one.happened + timedelta(days=1)).day == 1


def test_the_team_is_in_town_two_hundred_days_a_year(months):
    days = Counter()
    for one in of(months, "duty-roster"):
        days[one.happened.year] += one.values["days"]["v"]
    assert all(200 <= days[year] <= 300 for year in (2022, 2023, 2024))


def test_the_leader_reports_to_the_units_each_quarter(months):
    told = [one for one in of(months, "meeting", LEADER.who) if one.happened.year == 2023]
    assert [one.happened.month for one in told] == [3, 6, 9, 12]
    assert all(one.doers == (LEADER,) and LEADER.of == TEAM for one in told)


def test_all_five_units_come_twice_a_year(months):
    visits = [e for e in months if e.kind == "exchange-visit" and e.happened.year == 2023]
    assert len(visits) == 10
    assert len({one.doers[0].who for one in visits}) == 5
    assert {one.happened.month for one in visits} == {6, 12}


def test_everything_of_the_team_happens_in_its_town(months):
    assert {one.place for one in months} == {TOWN}


def test_the_team_types_within_days_on_working_days():
    for step in residents(SEED, date(2025, 1, 1)):
        assert is_workday(step.at.date())
        assert 0 <= (step.at.date() - step.deed.entry.happened).days <= 12


@pytest.mark.parametrize(
    ("book", "name"),
    [
        ("440705", "新会区"),
        ("440883", "吴川市"),
        ("441825", "连山壮族瑶族自治县"),
        ("451027", "凌云县"),
    ],
)
def test_a_small_book_bears_its_county_s_name(book, name):
    assert book_name(book) == name
    known = {place.code: place.name for place in demo_places()}
    assert known[f"{book}000000"] == name


@pytest.mark.parametrize("book", BOOKS)
def test_a_small_book_begins_with_its_plans_and_pairings(book):
    steps = town(SEED, book, END)
    assert isinstance(steps[0].deed, PutInForce)
    first = next(n for n, step in enumerate(steps) if isinstance(step.deed, Append))
    before = {type(step.deed) for step in steps[:first]}
    assert before == {PutInForce, Open}


@pytest.mark.parametrize("book", BOOKS)
def test_a_small_book_is_the_same_twice_and_differs_by_seed_in_ids_only(book):
    assert town(SEED, book, END) == town(SEED, book, END)
    other = town(SEED + 1, book, END)
    assert {s.deed for s in other if isinstance(s.deed, Open)}.isdisjoint(
        s.deed for s in town(SEED, book, END) if isinstance(s.deed, Open)
    )


@pytest.mark.parametrize("book", BOOKS)
def test_no_pairing_is_opened_before_its_first_day(book):
    for step in town(SEED, book, END):
        if isinstance(step.deed, Open):
            file = demo_file("books", f"{book}.toml")
            assert step.at.date() >= min(step.deed.since, at_text(file["opened"]).date())


@pytest.mark.parametrize("book", BOOKS)
def test_what_is_told_names_only_known_parties(book):
    file = demo_file("books", f"{book}.toml")
    known = {f"org:{one['key']}" for one in file["organization"]}
    known |= {f"person:{one['key']}" for one in file["person"]}
    known |= {f"team:{one['key']}" for one in demo_file("teams.toml")["team"]}
    for item in file["record"]:
        parties = {part for doer in item["doers"] for part in doer.split("/") if ":" in part}
        assert parties | {item["typist"]} <= known
    assert {item["actor"] for item in file["pairing"]} <= known


def test_bundles_hold_five_households_each_and_no_household_twice():
    found = list(bundles())
    households = [key for one in found for key, _ in one.households]
    assert len(households) == len(set(households)) == 5 * len(found)
    assert {one.village.name for one in found} == {"荷垌村", "柏桥村", "古丁村"}
    for one in found:
        for key, label in one.households:
            assert key.startswith(one.village.code)
            assert label == key.rpartition("-")[2], "a number and no more"


def test_bundles_are_opened_with_both_members(county):
    opened = [
        step.deed
        for step in county
        if isinstance(step.deed, Open) and step.deed.kind.endswith(":household-bundle")
    ]
    assert len(opened) == len(list(bundles()))
    for one in opened:
        assert [actor.role for actor in one.actors] == ["unit-member", "village-member"]
        assert len(one.subjects) == 5


def test_reliefs_are_written_down_within_days(county):
    steps = [step for step in county if isinstance(step.deed, Waive)]
    assert len(steps) == sum(len(one.places) for one in reliefs())
    for step in steps:
        assert 0 <= (step.at.date() - step.deed.since).days <= 3


def test_the_typhoon_waives_visits_only_and_the_floods_everything():
    duties = {one.reason[:2]: one.duties for one in reliefs()}
    assert duties == {"连日": (), "台风": ("visitors",), "山洪": ()}


def step(n: int, deed: object) -> Step:
    return Step(at_text(f"2025-03-12 16:{n % 60:02d}"), "person:a", deed)


def record() -> Append:
    return Append(Entry(None, "meeting", (By(TEAM),), TOWN, date(2025, 3, 12), "例会。"))


def test_plain_records_go_in_together_and_other_deeds_alone():
    other = PutInForce(None, "440883", "x")
    steps = [step(0, other), step(0, other), *(step(1, record()) for _ in range(TOGETHER + 1))]
    assert [len(run) for run in sittings([*steps, step(2, other)])] == [1, 1, TOGETHER, 1, 1]


def test_no_step_is_lost_on_the_way(county):
    assert sum(len(run) for run in sittings(county)) == len(county)


def test_a_deed_nobody_knows_is_a_fault():
    with pytest.raises(TypeError):
        perform(object(), step(0, record()))


def test_a_draft_says_what_the_entry_says():
    entry = Entry(
        None, "meeting", (LEADER,), TOWN, date(2025, 3, 12), "例会。",
        {"topic": "防汛"}, ("household:a",), date(2025, 2, 28),
    )  # fmt: skip
    draft = draft_of(entry)
    assert (draft.kind, draft.place, draft.happened) == ("meeting", TOWN, date(2025, 3, 12))
    assert (draft.text, draft.values, draft.about) == (
        "例会。",
        {"topic": "防汛"},
        ("household:a",),
    )
    assert draft.makes_up == date(2025, 2, 28)
    (doer,) = draft.doers
    assert (doer.who, doer.role, doer.of) == (LEADER.who, "leader", TEAM)


def test_the_size_of_a_demo_is_all_its_steps():
    demo = made(SEED, date(2024, 9, 10), small=True)
    assert [book for book, _ in demo.books] == [*BOOKS, "440981"]
    assert demo.size == sum(len(steps) for _, steps in demo.books) > 300
