"""What a form offers at a place, and who is ticked at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.end_places import merge_places
from tongxing.derive.facts import PairingFact
from tongxing.pages.desk.records.choices import at_place
from tongxing.pages.desk.records.choices import doer_choices
from tongxing.pages.desk.records.choices import own_places
from tongxing.pages.desk.records.choices import place_choices
from tongxing.pages.desk.records.choices import subjects_at
from tongxing.pages.desk.records.choices import usual_doers
from tongxing.pages.desk.records.choices import writable
from tongxing.records.accounts.access import everything

DAY = date(2025, 3, 12)


def pairing(*actors: str, place: str, **changes: object) -> PairingFact:
    fact = PairingFact(
        key=f"{actors[0]}@{place}",
        born=1,
        died=None,
        kind=c.KIND,
        place=place,
        since=c.BEGIN,
        until=None,
        parties=tuple((actor, "") for actor in actors),
        subjects=(),
    )
    return replace(fact, **changes)


SWB = pairing(c.SWB, place=c.BAIQIAO)
ZX = pairing(c.ZX, place=c.BAIQIAO)
LYJ = pairing(c.LYJ, place=c.HETONG)
TEAM = pairing(c.TEAM, place=c.GENZI)
ENDED = pairing(c.FL, place=c.BAIQIAO, until=date(2025, 1, 1))
ALL = (SWB, ZX, LYJ, TEAM, ENDED)


def test_one_writes_for_ones_own_running_pairings(crew: Cast) -> None:
    assert writable(crew.scope("swb"), ALL, DAY) == (SWB,)
    assert writable(crew.scope("office"), ALL, DAY) == (SWB, ZX, LYJ, TEAM)
    assert writable(crew.scope("village"), ALL, DAY) == (SWB, ZX)
    assert writable(crew.scope("supervisor"), ALL, DAY) == ()


def test_checks_are_written_about_any_running_pairing_by_assessors_only(crew: Cast) -> None:
    running = (SWB, ZX, LYJ, TEAM)
    for name in ("supervisor", "office"):
        assert writable(crew.scope(name), ALL, DAY, assesses=True) == running
    for name in ("swb", "village", "team", "auditor"):
        assert writable(crew.scope(name), ALL, DAY, assesses=True) == ()


def test_a_town_s_pairing_reaches_its_villages() -> None:
    assert at_place(ALL, c.BAIQIAO, DAY) == (SWB, ZX, TEAM)
    assert at_place(ALL, c.BAIQIAO, date(2024, 12, 31)) == (SWB, ZX, TEAM, ENDED)
    assert at_place(ALL, c.GENZI, DAY) == (TEAM,)


def test_places_stand_under_their_town(crew: Cast) -> None:
    towns = place_choices((SWB, LYJ), DAY)

    said = {town.name: [place.name for place in town.places] for town in towns}
    assert said == {"根子镇": ["柏桥村"], "曹江镇": ["荷垌村"]}


def test_a_team_may_choose_its_town_and_every_village_of_it(crew: Cast) -> None:
    (town,) = place_choices((TEAM,), DAY)

    assert [place.name for place in town.places] == ["根子镇", "柏桥村", "元坝村"]


def test_a_place_already_named_stays_among_the_choices(crew: Cast) -> None:
    towns = place_choices((SWB,), DAY, also=c.HETONG)

    assert [place.code for town in towns for place in town.places] == [c.BAIQIAO, c.HETONG]


def test_towns_ask_no_more_than_two_questions(crew: Cast, django_assert_num_queries) -> None:
    second = pairing(c.TEAM, place=c.CAOJIANG)

    with django_assert_num_queries(2):
        place_choices((TEAM, second), DAY)


def test_paired_units_come_first_then_those_a_record_names(crew: Cast) -> None:
    offered = doer_choices(crew.scope("office"), ALL, c.BAIQIAO, DAY, (c.FL,))

    assert [one.party for one in offered] == [c.SWB, c.ZX, c.TEAM, c.FL]
    assert [one.name for one in offered][:2] == ["市委办", "市政协"]


def test_only_ones_own_unit_can_be_acted_for_in_person(crew: Cast) -> None:
    offered = doer_choices(crew.scope("swb"), ALL, c.BAIQIAO, DAY)

    own = next(one for one in offered if one.mine)
    assert own.party == c.SWB
    assert [person.value for person in own.people] == [f"person:swb@{c.SWB}"]
    assert not [one for one in offered if one.people and not one.mine]


def test_those_who_acted_stay_offered_on_a_correction(crew: Cast) -> None:
    named = (c.SWB, f"person:swb@{c.SWB}")

    offered = doer_choices(crew.scope("office"), ALL, c.BAIQIAO, DAY, named)

    (person,) = next(one for one in offered if one.party == c.SWB).people
    assert person.name == "市委办联络员"


def test_ones_own_unit_is_ticked_or_the_only_one_there_is(crew: Cast) -> None:
    assert usual_doers(crew.scope("swb"), ALL, c.BAIQIAO, DAY) == {c.SWB}
    assert usual_doers(crew.scope("office"), ALL, c.HETONG, DAY) == {c.LYJ}
    assert usual_doers(crew.scope("office"), ALL, c.BAIQIAO, DAY) == frozenset()
    assert usual_doers(crew.scope("office"), ALL, "", DAY) == frozenset()


def test_a_bundle_brings_its_households_and_its_own_member(crew: Cast) -> None:
    bundle = pairing("person:swb", place=c.BAIQIAO, subjects=(c.HOUSEHOLD,))

    assert subjects_at(crew.scope("office"), (bundle, ZX), c.BAIQIAO, DAY) == (c.HOUSEHOLD,)
    assert subjects_at(crew.scope("lyj"), (bundle, ZX), c.BAIQIAO, DAY) == ()
    assert usual_doers(crew.scope("swb"), (bundle, ZX), c.BAIQIAO, DAY) == {"person:swb"}


def names(towns) -> list[str]:
    return [place.name for town in towns for place in town.places]


def test_a_village_may_choose_itself_paired_or_not(crew: Cast) -> None:
    within = own_places(crew.scope("village"), c.BOOK, paired=False)

    assert within == {c.BAIQIAO}
    assert names(place_choices((), DAY, within=within)) == ["柏桥村"]


def test_an_office_without_pairings_chooses_among_all_its_villages(crew: Cast) -> None:
    within = own_places(crew.scope("office"), c.BOOK, paired=False)

    assert names(place_choices((), DAY, within=within)) == ["柏桥村", "元坝村", "荷垌村"]


def test_with_pairings_a_county_s_villages_do_not_bury_them(crew: Cast) -> None:
    assert own_places(crew.scope("office"), c.BOOK, paired=True) == frozenset()


def test_without_pairings_a_supervisor_chooses_where_to_check(crew: Cast) -> None:
    scope = crew.scope("supervisor")

    assert own_places(scope, c.BOOK, paired=False) == frozenset()
    assert own_places(scope, c.BOOK, paired=False, assesses=True) == {c.BOOK}


def test_a_unit_or_another_county_brings_no_place_of_its_own(crew: Cast) -> None:
    assert own_places(crew.scope("swb"), c.BOOK, paired=False) == frozenset()
    assert own_places(crew.scope("office"), "440982", paired=False) == frozenset()


def test_a_village_that_was_merged_is_offered_on_days_before_only(crew: Cast) -> None:
    day = date(2025, 3, 1)
    merge_places(
        acting=everything(), at=crew.at, codes=[c.BAIQIAO], into=c.YUANBA, on=day, basis="批复"
    )

    def offered(on: date, also: str = "") -> set[str]:
        towns = place_choices([SWB], on, also=also, within=["440981104"])
        return {one.code for town in towns for one in town.places}

    assert {c.BAIQIAO, c.YUANBA} <= offered(date(2025, 2, 28))
    assert c.BAIQIAO not in offered(DAY)
    assert c.YUANBA in offered(DAY)
    assert c.BAIQIAO in offered(DAY, also=c.BAIQIAO), "a record corrected keeps its place"
    assert "柏桥村" in names(place_choices((), DAY, also=c.BAIQIAO)), "under its last name"
