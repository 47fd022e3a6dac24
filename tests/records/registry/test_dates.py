"""Places and units as they were called on a day: renamed, merged, new, never overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from django.db import transaction

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.errors import Invalid
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.queries import children
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import organizations_within
from tongxing.records.registry.queries import path_of
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import spans_of
from tongxing.records.registry.queries import unknown_subjects
from tongxing.records.registry.queries import villages_of

RENAMED = date(2025, 2, 1)


@pytest.fixture
def renamed(crew: Cast) -> Cast:
    """根子镇 became 根子街道 on 1 February 2025."""
    Place.objects.filter(code=c.GENZI).update(until=RENAMED)
    Place.objects.create(code=c.GENZI, name="根子街道", level="town", since=RENAMED)
    return crew


@pytest.mark.parametrize(
    ("on", "path"),
    [
        (date(2019, 12, 31), ""),
        (date(2020, 1, 1), "高州市根子镇柏桥村"),
        (date(2025, 1, 31), "高州市根子镇柏桥村"),
        (date(2025, 2, 1), "高州市根子街道柏桥村"),
    ],
)
def test_a_path_has_the_names_of_its_day(renamed: Cast, on: date, path: str) -> None:
    assert path_of(c.BAIQIAO, on) == path
    assert paths_of([c.BAIQIAO], on) == {c.BAIQIAO: path}


def test_a_renamed_town_is_one_place_for_records_of_any_day(renamed: Cast) -> None:
    assert spans_of([c.GENZI]) == {c.GENZI: ((c.LONG_AGO, RENAMED), (RENAMED, None))}
    for happened in (date(2025, 1, 31), RENAMED):
        draft = renamed.draft(id=new_id(renamed.at), place=c.GENZI, happened=happened)
        assert append_record(acting=renamed.scope("office"), at=renamed.at, draft=draft)
    assert [p.name for p in children(c.COUNTY, RENAMED)] == ["根子街道", "曹江镇"]


def test_between_two_spans_there_is_no_such_place(crew: Cast) -> None:
    Place.objects.filter(code=c.YUANBA).update(until=date(2025, 1, 1))
    Place.objects.create(code=c.YUANBA, name="元坝村", level="village", since=date(2025, 3, 1))
    office = crew.scope("office")
    gap = crew.draft(place=c.YUANBA, happened=date(2025, 2, 1))
    with pytest.raises(Invalid, match="尚未设立或已撤并"):
        append_record(acting=office, at=crew.at, draft=gap)
    assert append_record(
        acting=office, at=crew.at, draft=crew.draft(place=c.YUANBA, happened=date(2025, 3, 1))
    )
    assert known_places([c.YUANBA], date(2025, 2, 1)) == frozenset()
    assert known_places([c.YUANBA]) == {c.YUANBA}


def test_a_village_merged_away_is_listed_up_to_its_day(crew: Cast) -> None:
    Place.objects.filter(code=c.YUANBA).update(until=RENAMED)
    assert [v.name for v in villages_of(c.GENZI, date(2025, 1, 31))] == ["柏桥村", "元坝村"]
    assert [v.name for v in villages_of(c.GENZI, RENAMED)] == ["柏桥村"]


def test_one_code_has_one_name_from_a_day_on(crew: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(code=c.YUANBA, name="又名", level="village", since=c.LONG_AGO)


def test_units_of_a_day(crew: Cast) -> None:
    Organization.objects.filter(key="lyj").update(until=RENAMED)
    before = {o.short for o in organizations_within(c.COUNTY, date(2025, 1, 31))}
    after = {o.short for o in organizations_within(c.COUNTY, RENAMED)}
    assert before - after == {"市林业局"}


def test_a_team_has_one_lead_unit_at_a_time(crew: Cast) -> None:
    team, zx = Team.objects.get(key="genzi"), Organization.objects.get(key="zx")
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamUnit.objects.create(team=team, organization=zx, role="lead", since=RENAMED)
    TeamUnit.objects.filter(team=team, role="lead").update(until=RENAMED)
    TeamUnit.objects.create(team=team, organization=zx, role="lead", since=RENAMED)
    assert [str(unit) for unit in team.units.order_by("since")] == [
        "根子工作队·市委办", "根子工作队·市政协",
    ]  # fmt: skip


def test_who_and_what_is_a_stranger(crew: Cast) -> None:
    subjects = [c.HOUSEHOLD, "household:no", f"place:{c.YUANBA}", "place:440981999999", "project:x"]
    assert unknown_subjects(subjects) == {"household:no", "place:440981999999"}
    assert unknown_subjects([]) == frozenset()


def test_how_they_are_called_in_lists(crew: Cast) -> None:
    assert str(Place.objects.get(code=c.YUANBA)) == "元坝村（440981104210）"
    assert str(Organization.objects.get(key="zx")) == "市政协"
    assert str(Organization(name="高州市供销合作联社", short="")) == "高州市供销合作联社"
