"""The cooperating county of the second province: all its pairings, and what they do in time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo import exchanges as room
from tongxing.project.demo.exchanges import OWED
from tongxing.project.demo.exchanges import exchanges
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.sources import demo_places
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.tempers import Sort
from tongxing.project.demo.tempers import Temper
from tongxing.project.demo.towns import town
from tongxing.rules.periods import is_workday

BOOK = "451027"
NEVER = Temper(Sort.STOPPED, keep=0.0, turn=None, keep_after=0.0, late=0.0)
ALWAYS = replace(NEVER, keep=1.0)


def pairings() -> list[dict[str, str]]:
    found: list[dict[str, str]] = demo_file("books", f"{BOOK}.toml")["pairing"]
    return found


def entries(steps: list[Step]) -> list[Entry]:
    return [step.deed.entry for step in steps]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def made() -> list[Step]:
    """What goes on in the county up to the day on which tests are made."""
    return [step for step in exchanges(SEED, END) if step.at.date() < END]


def all_of(monkeypatch: pytest.MonkeyPatch, temper: Temper) -> list[Entry]:
    """What would go on in 2024 and 2025 if every pairing were of this temper."""
    monkeypatch.setattr(room, "of_sort", lambda *_: temper)
    return entries(list(exchanges(SEED, date(2026, 1, 1))))


def test_every_town_of_the_county_has_a_street_office_and_a_firm() -> None:
    towns = {one.code for one in demo_places() if one.code[:6] == BOOK and one.level == "town"}
    for kind in OWED:
        assert Counter(one["place"] for one in pairings() if one["kind"] == kind) == dict.fromkeys(
            towns, 1
        )


def test_everybody_in_it_is_made_up_and_marked_so() -> None:
    assert all(one["illustrative"] for one in demo_file("books", f"{BOOK}.toml")["organization"])
    told = demo_file("books", f"{BOOK}.toml")["record"]
    assert all("（演示）" in one["text"] for one in told)


def test_who_always_keeps_does_each_thing_once_in_its_time(monkeypatch) -> None:
    monkeypatch.setattr(room, "LATE", dict.fromkeys(Sort, 0.0))
    found = all_of(monkeypatch, ALWAYS)
    assert Counter(one.kind for one in found) == {
        "exchange-visit": 8 * 4 * 2, "training": 8 * 2, "purchase": 8 * 2 * 2,
    }  # fmt: skip
    quarters = Counter(
        (one.place, one.happened.year, (one.happened.month - 1) // 3)
        for one in found
        if one.kind == "exchange-visit"
    )
    assert set(quarters.values()) == {1}
    assert all(one.makes_up is None for one in found)


def test_who_never_keeps_does_nothing(monkeypatch) -> None:
    assert all_of(monkeypatch, NEVER) == []


def test_what_is_late_makes_up_for_the_period_before_within_its_grace(monkeypatch) -> None:
    monkeypatch.setattr(room, "LATE", dict.fromkeys(Sort, 1.0))
    found = all_of(monkeypatch, ALWAYS)
    for one in found:
        assert one.makes_up is not None
        assert timedelta(2) < one.happened - one.makes_up <= timedelta(20)
    assert {(one.makes_up + timedelta(1)).month for one in found if one.makes_up} == {1, 4, 7, 10}


def test_some_of_it_is_done_some_late_and_some_not_at_all(made) -> None:
    done = Counter((one.kind, one.makes_up is not None) for one in entries(made))
    assert done["exchange-visit", True] > 5
    assert done["purchase", True] > 0
    visits = done["exchange-visit", True] + done["exchange-visit", False]
    quarters = 8 * 11  # up to the third of 2026, all of them over
    assert 0.8 * quarters < visits < 0.97 * quarters


def test_by_the_third_year_it_has_slackened_enough_for_another_class_of_the_map(made) -> None:
    """高州 keeps nine tenths; the exchanges of 2026's three quarters that are over, fewer."""
    of = [one.makes_up or one.happened for one in entries(made) if one.kind == "exchange-visit"]
    done = len([day for day in of if date(2026, 1, 1) <= day < date(2026, 10, 1)])
    assert 0.7 <= done / (8 * 3) < 0.85


def test_it_happens_on_working_days_and_is_typed_by_the_unit_that_did_it(made) -> None:
    for step, entry in zip(made, entries(made), strict=True):
        (doer,) = entry.doers
        assert step.typist == f"person:{doer.who.removeprefix('org:')}-clerk"
        assert is_workday(entry.happened)
        assert entry.happened <= step.at.date() <= entry.happened + timedelta(45)


def test_a_later_day_only_adds(made) -> None:
    earlier = [step for step in exchanges(SEED, date(2025, 6, 1)) if step.at.year < 2025]
    assert earlier == [step for step in made if step.at.year < 2025]


def test_no_two_steps_of_the_book_share_an_id() -> None:
    """A unit that is paired with two towns is paired twice."""
    ids = [getattr(step.deed, "id", None) or step.deed.entry.id for step in town(SEED, BOOK, END)]
    assert len(ids) == len(set(ids)) > 100
