"""Tempers and incidents: who keeps up, who stops, how mistakes are put right."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from datetime import date
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.project.demo.conftest import END
from tests.project.demo.conftest import SEED
from tongxing.project.demo.chance import Chance
from tongxing.project.demo.couples import couples
from tongxing.project.demo.days import moment
from tongxing.project.demo.days import months
from tongxing.project.demo.gaozhou import FROM
from tongxing.project.demo.incidents import LOCKED_AFTER
from tongxing.project.demo.incidents import OFFICE
from tongxing.project.demo.incidents import conflict
from tongxing.project.demo.incidents import corrected
from tongxing.project.demo.steps import Accept
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Return
from tongxing.project.demo.steps import Settle
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Withdraw
from tongxing.project.demo.steps import in_order
from tongxing.project.demo.tempers import STOPPING_FROM
from tongxing.project.demo.tempers import TURNING_FROM
from tongxing.project.demo.tempers import WINDOW_DAYS
from tongxing.project.demo.tempers import Sort
from tongxing.project.demo.tempers import temper_of

LAST = date(2026, 11, 1)


def of(county, deed: type[Any]) -> list[Step]:
    return [step for step in county if isinstance(step.deed, deed)]


@pytest.fixture(scope="module")
def written(county) -> dict[Any, Step]:
    """Every record by its id: the step that wrote it."""
    wrote = Append | Correct | Settle
    return {s.deed.entry.id: s for s in county if isinstance(s.deed, wrote)}


@pytest.fixture(scope="module")
def kept(made_up) -> dict[tuple[str, str], set[tuple[int, int]]]:
    """The months in which each pairing's unit held a labour day (or made up for one)."""
    found = defaultdict(set)
    for entry in made_up:
        day = entry.makes_up or entry.happened
        if entry.kind == "labour-day":
            for doer in entry.doers:
                found[entry.place, doer.who].add((day.year, day.month))
    return found


def share(kept, ones, first: date, last: date) -> float:
    """How many of the months from `first` to `last` these pairings kept."""
    asked = [(one.year, one.month) for one in months(first, last)]
    done = sum(month in kept[one.village.code, one.unit.party] for one in ones for month in asked)
    return done / (len(asked) * len(list(ones)))


@pytest.mark.parametrize(
    ("sort", "low", "high"), [(Sort.STEADY, 0.96, 0.99), (Sort.TARDY, 0.9, 0.96)]
)
def test_the_steady_and_the_tardy_keep_most(kept, sort, low, high):
    ones = [one for one in couples(SEED) if one.temper.sort is sort]
    assert low < share(kept, ones, FROM, LAST) < high


def test_before_their_turn_all_keep_up(kept):
    ones = [one for one in couples(SEED) if one.temper.turn]
    assert share(kept, ones, FROM, date(2025, 8, 1)) > 0.88


def test_the_fading_keep_little_more_than_half_after_their_turn(kept):
    ones = [one for one in couples(SEED) if one.temper.sort is Sort.FADING]
    after = TURNING_FROM + timedelta(days=WINDOW_DAYS)
    first = (after + timedelta(days=31)).replace(day=1)
    assert 0.45 < share(kept, ones, first, LAST) < 0.75


def test_who_has_stopped_holds_next_to_nothing(kept):
    ones = [one for one in couples(SEED) if one.temper.sort is Sort.STOPPED]
    assert share(kept, ones, date(2026, 9, 1), LAST) < 0.1


@pytest.mark.parametrize(
    ("sort", "first"), [(Sort.FADING, TURNING_FROM), (Sort.STOPPED, STOPPING_FROM)]
)
def test_turns_come_within_half_a_year(sort, first):
    turns = [one.temper.turn for one in couples(SEED) if one.temper.sort is sort]
    assert all(first <= turn < first + timedelta(days=WINDOW_DAYS) for turn in turns)


def test_the_steady_and_the_tardy_never_turn():
    for one in couples(SEED):
        if one.temper.sort in {Sort.STEADY, Sort.TARDY}:
            assert one.temper.turn is None
            assert one.temper.keep == one.temper.keep_after


def test_a_temper_belongs_to_the_seed_and_the_pairing():
    assert temper_of(1, "a", named=False) == temper_of(1, "a", named=False)
    drawn = {temper_of(1, str(n), named=False).sort for n in range(100)}
    assert drawn == set(Sort)


def test_the_steady_type_promptly_and_others_slowly(county, by_pair, told_ids):
    waits = defaultdict(list)
    for step in of(county, Append):
        entry = step.deed.entry
        couple = by_pair.get((entry.place, entry.doers[0].of or entry.doers[0].who))
        if couple and entry.happened >= FROM and entry.id not in told_ids:
            days = (step.at.date() - entry.happened).days
            waits[couple.temper.sort is Sort.STEADY].append(days)
    means = {steady: sum(days) / len(days) for steady, days in waits.items()}
    assert means[True] + 2 < means[False]


def test_what_is_mended_was_written_before(county, written):
    for step in county:
        deed = step.deed
        olds = deed.of if isinstance(deed, Settle) else (getattr(deed, "of", None),)
        if isinstance(deed, Correct | Settle | Withdraw | Return | Accept):
            assert all(written[old].at < step.at for old in olds)


def test_a_correction_changes_figures_and_words_only(county, written):
    for step in of(county, Correct):
        new, old = step.deed.entry, written[step.deed.of].deed.entry
        same = ("kind", "place", "doers", "happened", "makes_up", "about")
        assert all(getattr(new, name) == getattr(old, name) for name in same)
        assert new.text != old.text
        assert set(new.values) == set(old.values)


def test_a_correction_is_typed_by_the_same_hand_the_village_or_the_office(county, written):
    for step in of(county, Correct):
        old = written[step.deed.of]
        secretary = f"person:village-{old.deed.entry.place}-secretary"
        assert step.typist in {old.typist, secretary, OFFICE}


def test_returning_accepting_and_settling_are_the_office_s(county):
    for deed in (Return, Accept, Settle):
        assert {step.typist for step in of(county, deed)} == {OFFICE}


def test_most_of_what_is_returned_comes_back_mended(county):
    returned = {step.deed.of for step in of(county, Return)}
    mended = {step.deed.of for step in of(county, Correct)} & returned
    assert 0.4 < len(mended) / len(returned) < 1


def test_only_what_came_long_after_is_accepted(county, written):
    accepted = of(county, Accept)
    for step in accepted:
        old = written[step.deed.of]
        assert old.at.date() - old.deed.entry.happened > LOCKED_AFTER


def test_some_of_what_came_too_late_is_not_accepted(county, made_up):
    """So the office's page has something waiting."""
    accepted = {step.deed.of for step in of(county, Accept)}
    typed = {s.deed.entry.id: s.at.date() for s in of(county, Append)}
    late = [one.id for one in made_up if typed[one.id] - one.happened > LOCKED_AFTER]
    assert 0 < len(accepted & set(late)) < len(late)


def test_nothing_is_mended_and_withdrawn_at_once(county):
    gone = {step.deed.of for step in of(county, Withdraw)}
    assert gone.isdisjoint(step.deed.of for step in of(county, Correct))


def test_two_corrections_of_one_record_come_from_two_hands(county):
    by_record = defaultdict(list)
    for step in of(county, Correct):
        by_record[step.deed.of].append(step.typist)
    rivals = [hands for hands in by_record.values() if len(hands) > 1]
    assert rivals
    assert all(len(set(hands)) == len(hands) == 2 for hands in rivals)


def test_a_settlement_replaces_both_corrections(county, written):
    for step in of(county, Settle):
        one, two = (written[old].deed for old in step.deed.of)
        assert one.of == two.of


def entry(**changes: Any) -> Entry:
    given = {
        "id": None,
        "kind": "labour-day",
        "doers": (By("org:a"),),
        "place": "440981124201",
        "happened": date(2025, 3, 10),
        "text": "30人次参加劳动日，清理村口。",
        "values": {"people": {"v": 30}},
    }
    return Entry(**given | changes)


def test_a_corrected_head_count_is_corrected_in_the_text_too():
    at = moment(date(2025, 3, 20), 16)
    for n in range(20):
        new = corrected(1, Chance(n), at, entry(), "correct")
        assert f"{new.values['people']['v']}人次" in new.text
        assert new.values["people"]["v"] != 30


def test_a_rough_count_is_left_as_it_was_written():
    at = moment(date(2025, 3, 20), 16)
    rough = entry(values={"people": {"v": 30, "approx": "余", "text": "30余人次"}})
    assert corrected(1, Chance(1), at, rough, "correct").values == rough.values


@pytest.mark.parametrize(("settled", "deeds"), [(True, 3), (False, 2)])
def test_a_conflict_is_two_corrections_and_perhaps_a_settlement(settled, deeds):
    step = Step(moment(date(2025, 3, 12), 16), "person:a-clerk", Append(entry()))
    steps = list(conflict(1, Chance(1), step, entry(), settled=settled))
    assert len(steps) == deeds
    assert all(a.at <= b.at for a, b in pairwise(steps))
    assert len({one.typist for one in steps[:2]}) == 2


def test_a_village_s_own_record_conflicts_with_the_office():
    typist = "person:village-440981124201-secretary"
    step = Step(moment(date(2025, 3, 12), 16), typist, Append(entry()))
    assert {one.typist for one in conflict(1, Chance(1), step, entry(), settled=False)} == {
        typist,
        OFFICE,
    }


def test_steps_are_put_in_order_and_cut_by_day():
    late, early, same = (
        Step(moment(date(2025, 3, day), 16), who, Append(entry()))
        for day, who in ((12, "person:b"), (11, "person:c"), (12, "person:a"))
    )
    assert in_order([late, early, same], until=date(2025, 3, 13)) == (early, same, late)
    assert in_order([late, early, same], until=date(2025, 3, 12)) == (early,)


def test_incidents_are_few(county, made_up):
    deeds = Counter(type(step.deed).__name__ for step in county)
    mended = sum(deeds[name] for name in ("Correct", "Withdraw", "Return", "Settle"))
    assert 0.003 < mended / len(made_up) < 0.02
    assert max(step.at.date() for step in of(county, Correct)) < END
