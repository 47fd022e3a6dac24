"""What the generator makes: the same each time, plausible moments, texts that agree."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo.gaozhou import gaozhou
from tongxing.project.demo.load import made
from tongxing.project.demo.sources import demo_places
from tongxing.project.demo.sources import pairs
from tongxing.project.demo.steps import Accept
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import End
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import Return
from tongxing.project.demo.steps import Settle
from tongxing.project.demo.steps import Waive
from tongxing.project.demo.steps import Withdraw
from tongxing.project.demo.towns import BOOKS
from tongxing.project.demo.towns import town
from tongxing.rules.periods import is_workday


def test_same_seed_and_end_give_the_same_steps_and_ids():
    until = date(2025, 1, 1)
    assert gaozhou(7, until, small=True) == gaozhou(7, until, small=True)
    assert gaozhou(7, until, small=True) != gaozhou(8, until, small=True)


def test_a_later_end_only_adds_steps():
    early = gaozhou(SEED, date(2025, 2, 1), small=True)
    late = gaozhou(SEED, date(2025, 6, 1), small=True)
    assert late[: len(early)] == early
    assert len(late) > len(early)


def test_there_is_a_county_and_two_years_of_records(entries):
    assert 20_000 < len(entries) < 28_500


def test_nothing_is_typed_before_it_happened_and_moments_never_go_back(county):
    assert all(a.at <= b.at for a, b in pairwise(county))
    for step in county:
        if isinstance(step.deed, Append | Correct):
            assert step.deed.entry.happened <= step.at.date() < END


def test_people_type_on_working_days_and_not_at_night(county):
    for step in county:
        assert is_workday(step.at.date())
        assert 8 <= step.at.hour < 22


def test_ids_are_unique_and_shaped_as_uuid7(county):
    ids = [getattr(step.deed, "entry", step.deed).id for step in county]
    assert len(ids) == len(set(ids))
    assert all(one.version == 7 for one in ids)


def test_every_record_names_a_place_that_exists(entries):
    codes = {place.code for place in demo_places()}
    assert {entry.place for entry in entries} <= codes


def test_head_counts_in_text_and_values_agree(entries):
    for entry in entries:
        people = entry.values.get("people")
        if entry.kind == "visit-reception":
            assert f"{people['v']}人次" in entry.text
        assert "{" not in entry.text


def test_many_labour_days_are_joint_and_stand_once(entries):
    days = [entry for entry in entries if entry.kind == "labour-day"]
    joint = [entry for entry in days if len(entry.doers) > 1]
    assert len(joint) > len(days) / 3


def test_leaders_act_for_their_unit(entries):
    led = [doer for entry in entries for doer in entry.doers if doer.role == "leader"]
    assert led
    assert all(doer.who.startswith("person:") and doer.of.startswith("org:") for doer in led)


def test_texts_vary(entries):
    texts = Counter(entry.text for entry in entries if entry.kind == "visit-reception")
    assert len(texts) > sum(texts.values()) * 0.6


def test_litchi_is_bought_in_summer(entries):
    months = {
        entry.happened.month
        for entry in entries
        if entry.kind == "purchase" and entry.values["goods"] == "桂味荔枝"
    }
    assert months == {6, 7}


def test_the_round_before_july_ends_on_the_day_the_new_one_begins(county):
    ended = {step.deed.until for step in county if isinstance(step.deed, End)}
    opened = {
        step.deed.since
        for step in county
        if isinstance(step.deed, Open) and step.deed.kind == "gaozhou-pairing:unit-village"
    }
    assert ended == opened == {date(2024, 7, 18)}


def test_things_go_wrong_and_are_put_right(county):
    deeds = Counter(type(step.deed) for step in county)
    assert deeds[Correct] > 50
    assert deeds[Return] > 5
    assert deeds[Withdraw] > 3
    assert deeds[Settle] >= 1
    assert deeds[Accept] >= 1


def test_a_conflict_is_left_unsettled(county):
    corrected = Counter(step.deed.of for step in county if isinstance(step.deed, Correct))
    settled = {of for step in county if isinstance(step.deed, Settle) for of in step.deed.of}
    rivals = [old for old, number in corrected.items() if number > 1]
    open_ones = [
        old
        for old in rivals
        if not any(
            step.deed.entry.id in settled
            for step in county
            if isinstance(step.deed, Correct) and step.deed.of == old
        )
    ]
    assert open_ones


def test_waivers_have_reason_basis_approver_and_an_end(county):
    waivers = [step.deed for step in county if isinstance(step.deed, Waive)]
    assert any("塌方" in one.reason for one in waivers)
    for one in waivers:
        assert one.basis
        assert one.approver
        assert one.since < one.until


@pytest.mark.parametrize("book", BOOKS)
def test_small_books_ascend(book):
    steps = town(SEED, book, END)
    assert all(a.at <= b.at for a, b in pairwise(steps))


def test_small_keeps_six_villages():
    demo = made(SEED, date(2025, 1, 1), small=True)
    opened = {
        step.deed.place
        for _, steps in demo.books
        for step in steps
        if isinstance(step.deed, Open) and step.deed.kind == "gaozhou-pairing:unit-village"
    }
    assert len(opened) == 6


def test_every_pairing_of_the_earlier_round_is_opened_and_ended(county):
    opened = [
        step.deed
        for step in county
        if isinstance(step.deed, Open) and step.deed.kind == "gaozhou-hook:hook"
    ]
    ended = {step.deed.of for step in county if isinstance(step.deed, End)}
    assert len(opened) == len(pairs(2023))
    assert {one.id for one in opened} == ended
