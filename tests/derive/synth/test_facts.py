"""What judging depends on beside the records: every version of it, from the seq it was known."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from tests.derive.synth.test_book import book
from tests.derive.synth.told import builder_of
from tests.derive.synth.told import table_of
from tests.rules.standing.reference import judge_slowly
from tests.rules.standing.test_against_reference import cells_of
from tests.rules.standing.test_against_reference import plain
from tongxing.derive.editions import fields_needed
from tongxing.derive.editions import plans_of
from tongxing.derive.facts import PairingFact
from tongxing.derive.synth.book import made
from tongxing.derive.synth.shares import Asked
from tongxing.rules.standing import judge

WORK = ("labour-day", "project-lead", "livelihood-item", "courtyard", "visit-reception")


def test_pairings_ascend_by_place_key_and_version() -> None:
    told = [(one.place, one.key, one.born) for one in book().facts.pairings]
    assert told == sorted(told)


def test_a_pairing_that_ended_was_open_until_the_end_was_written_down() -> None:
    facts = book().facts
    for one in facts.pairings:
        if one.until is None:
            continue
        (before,) = [old for old in facts.pairings if old.key == one.key and old is not one]
        assert (before.died, before.until) == (one.born, None)
        assert [x.until for x in facts.at(one.born - 1).pairings if x.key == one.key] == [None]
        assert [x.until for x in facts.at(one.born).pairings if x.key == one.key] == [one.until]


def test_before_its_first_record_a_book_knows_nothing() -> None:
    known = book().facts.at(0)
    assert (known.pairings, known.waivers, known.editions) == ((), (), ())
    assert len(book().facts.at(1).editions) == 1


def test_a_waiver_is_of_a_pairing_there_is_or_of_a_town() -> None:
    one = book()
    keys = {fact.key for fact in one.facts.pairings}
    for waiver in one.facts.waivers:
        assert bool(waiver.pairing) != bool(waiver.place)
        assert not waiver.pairing or waiver.pairing in keys
        assert not waiver.place or waiver.place.endswith("000")
        assert waiver.until is not None
        assert waiver.since < waiver.until


def test_the_edition_in_force_is_the_text_that_is_told() -> None:
    (edition,) = book().facts.editions
    assert hashlib.sha256(edition.text.encode()).hexdigest() == edition.sha256
    assert (edition.since, edition.until) == (date(2025, 1, 1), date(2026, 1, 1))


def test_whatever_is_done_is_done_by_a_unit_paired_there_on_that_day() -> None:
    one = book()
    running: dict[str, list[PairingFact]] = {}
    for fact in one.facts.at(len(one.deed)).pairings:
        running.setdefault(fact.place, []).append(fact)
    wanted = one.deeds.of_kinds(WORK)
    for row in range(0, len(one.deed), 23):
        deed = int(one.deed[row])
        if not wanted[deed]:
            continue
        day = date.fromordinal(int(one.happened[row]))
        there = running[str(one.deeds.place[deed])]
        doers = set(one.deeds.doers_of(deed))
        assert any(doers & set(fact.actors) and fact.runs(day) for fact in there)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_as_known_earlier_the_kernel_says_what_the_law_says(share: float) -> None:
    one = made(Asked(5, seed=21, place="440981", rhythm="general"), "440981", 5)
    upto, day = int(len(one.deed) * share), date(2025, 10, 15)
    plans = plans_of(one.facts.at(upto).editions)
    slow = judge_slowly(builder_of(one, upto), plans, day, 31)
    fast = judge(table_of(one, fields_needed(plans), upto), plans, as_of=day, ahead_days=31)
    assert plain(fast) == {key: cells_of(cells) for key, cells in slow.items()}
