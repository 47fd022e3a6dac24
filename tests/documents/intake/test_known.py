"""What names are looked up in: the county's own places, units under all names, people, households."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.keep_registry import add_organizations
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.known import known_in
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Organization
from tongxing.records.registry.operations import add

ON = date(2025, 3, 12)


@pytest.fixture
def known(crew: Cast) -> Known:
    far = [
        Organization(key=key, name=name, sort="unit", home=home, since=c.LONG_AGO)
        for key, name, home in (
            ("lj", "廉江市妇联会", c.NEIGHBOUR),
            ("fs", "佛山市禅城区工作组", "440604000000"),
            ("mm", "茂名市直机关工委", "440900000000"),
        )
    ]
    add_organizations(acting=everything(), at=crew.at, organizations=far)
    lyj = Organization.objects.get(key="lyj")
    former = FormerName(organization=lyj, name="高州县林业科", since=c.LONG_AGO, until=c.BEGIN)
    add(FormerName, [former])
    return known_in(c.BOOK, "高州市", ON, ["org:fs", c.SWB])


def test_a_unit_is_found_under_its_full_short_and_former_names(known: Known) -> None:
    names = ("高州市林业局", "市林业局", "高州县林业科", "林业局")
    assert {known.organizations.find(name).id for name in names} == {c.LYJ}


@pytest.mark.parametrize(
    ("name", "id_"),
    [("茂名市直机关工委", "org:mm"), ("佛山市禅城区工作组", "org:fs"), ("廉江市妇联会", "")],
)
def test_units_of_the_county_above_it_and_those_that_help_here(
    known: Known, name: str, id_: str
) -> None:
    assert known.organizations.find(name).id == id_


def test_only_the_countys_own_places(known: Known) -> None:
    assert (known.find_towns("根子"), known.find_towns("廉江市")) == ([c.GENZI], [])
    assert known.find_villages("柏桥村", c.GENZI) == [c.BAIQIAO]
    assert known.find_villages("柏桥村", c.CAOJIANG) == []
    assert known.find_villages("高州市根子镇柏桥") == [c.BAIQIAO]
    assert known.find_villages(c.BAIQIAO) == [c.BAIQIAO]
    assert known.near_villages("柏乔", c.GENZI) == ["根子镇柏桥村"]
    assert (known.path(c.BAIQIAO), known.path(c.GENZI)) == ("根子镇柏桥村", "根子镇")


def test_people_teams_and_households(known: Known) -> None:
    assert known.people.find("市政协联络员").id == "person:zx"
    assert known.teams.find("根子工作队").id == c.TEAM
    assert known.households[c.BAIQIAO]["1"] == "bq-001"


def test_few_questions(known: Known, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        fresh = known_in(c.BOOK, "高州市", ON)
        for register in (fresh.organizations, fresh.teams, fresh.people):
            assert register.find("无").near is not None
        assert fresh.households
