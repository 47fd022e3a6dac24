"""The demo in the database: the figures of the papers come out of the ledger."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import transaction

from tongxing.derive.boards import place_board
from tongxing.derive.regions.nation import nation_board
from tongxing.derive.standings import standing_of
from tongxing.pages.desk.regions.drawing import GRADES
from tongxing.pages.desk.regions.drawing import province_grade
from tongxing.project.demo.load import load
from tongxing.project.demo.load import made
from tongxing.project.demo.towns import BOOKS
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import scope_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.verify import verify
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Team
from tongxing.records.registry.personal import phone_fault
from tongxing.rules.periods import Span
from tongxing.rules.standing import indicate
from tongxing.rules.standing.tables import State

pytestmark = pytest.mark.django_db  # else no test database is made for this file alone
SEED = 440981
UNTIL = date(2025, 1, 1)
ALWAYS = Span(date(2020, 1, 1))
WAN = 1_000_000  # 分


def figures(book, *, plan):
    """{indicator: (value, approx)} of a whole book."""
    judged = standing_of(book, as_of=UNTIL)
    (edition,) = (one.editions[-1] for one in judged.plans if one.id == plan)
    found = indicate(
        judged.standing.book,
        tuple(edition.indicators.values()),
        group=6,
        effective=judged.standing.effective,
        span=ALWAYS,
    )
    return {
        name: (int(one.value[0]), bool(one.approx[0]))
        for name, one in found.items()
        if len(one.key)
    }


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The small demo, loaded once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(made(SEED, UNTIL, small=True))
        yield
        transaction.set_rollback(True)


def test_taibao_adds_up_to_what_the_paper_says(loaded):
    """S15: 140余万 given, 2,000余万 bought, 30多 problems, 562 人次, 6,000余, 500余人次, 1,500万."""
    found = figures("441825", plan="taibao-circle")
    assert found["given"] == (140 * WAN, True)
    assert found["bought"] == (2000 * WAN, True)
    assert found["solved"] == (30, True)
    assert found["key-people"] == (562, False)
    assert found["benefited"] == (6000, True)
    assert found["employed"] == (500, True)
    assert found["planned"] == (1500 * WAN, False)


def test_54_units_are_in_the_circle(loaded):
    pairings = standing_of("441825", as_of=UNTIL).facts.pairings
    assert len([one for one in pairings if one.kind == "taibao-circle:ally-town"]) == 54


def test_four_green_channels_are_recorded(loaded):
    bodies = Record.objects.filter(book="441825", kind="purchase", body__text__contains="channel")
    assert bodies.count() == 4


def test_wangcungang_is_described_as_surveyed(loaded):
    """S2: 14,300 亩 of farmland, exact."""
    assert figures("440883", plan="wangcungang-team")["farmland"] == (14_300 * 10_000, False)


def test_the_three_tiers_stand_in_the_registry(loaded):
    """S1: 24 teams, 4 groups, 1 command; 5 units send the team of 王村港镇."""
    assert {tier: Team.objects.filter(tier=tier).count() for tier in ("town", "county", "city")} == {
        "town": 24, "county": 4, "city": 1,
    }  # fmt: skip
    team = Team.objects.get(key="wangcungang")
    assert team.units.count() == 5
    assert team.parent.parent.key == "guangzhan"


def test_daze_spent_what_its_villages_report(loaded):
    """70多万 + 120多万 + 15万 + 52万, and 15 villages with their reviews."""
    assert figures("440705", plan="daze-review")["spent"] == (257 * WAN, True)
    reviews = standing_of("440705", as_of=UNTIL).standing.duty("daze-review", "review")
    assert int((reviews.state == State.KEPT).sum()) == 15


def test_small_books_and_gaozhou_verify(loaded):
    for book in (*BOOKS, "440981"):
        assert verify(book).sound


def test_most_of_what_is_owed_is_kept(loaded):
    visits = standing_of("440981", as_of=date(2024, 12, 20)).standing.duty(
        "gaozhou-pairing", "visitors"
    )
    done = int(np.isin(visits.state, (State.KEPT, State.LATE)).sum())
    missed = int((visits.state == State.MISSED).sum())
    assert 0.85 < done / (done + missed) <= 1


def test_records_bear_their_own_moments_and_typists(loaded):
    assert Record.objects.filter(recorded__year__lt=2023, book="440981").count() == 0
    assert Record.objects.filter(recorded_by="person:gaozhou-forestry-clerk").exists()
    last = Record.objects.filter(book="440981").latest("seq")
    assert last.recorded.date() < UNTIL
    assert AuditRow.objects.filter(at=last.recorded, who=last.recorded_by).exists()


def test_the_cast_may_do_what_its_grants_say(loaded):
    office = scope_of(Account.objects.get(username="gaozhou-office"), UNTIL)
    assert office.may("return", place="440981124201", parties=())
    forestry = scope_of(Account.objects.get(username="forestry"), UNTIL)
    assert forestry.units == {"org:gaozhou-forestry"}
    assert not forestry.may("return", place="440981124201", parties=())


def test_the_liaison_of_two_provinces_sees_both_in_figures(loaded):
    """The nation's page of the demo: two provinces, each in a class of the map."""
    board = nation_board(liaison(), book="440981", as_of=date(2024, 12, 20))
    assert [(one.code, one.told) for one in board.provinces] == [("44", 4), ("45", 1)]
    assert [one.tally.owed > 20 for one in board.provinces] == [True, True]
    assert {province_grade(one) for one in board.provinces} <= set(GRADES)
    assert board.provinces[1].tally.missed > 0 < board.provinces[1].tally.late


def test_the_liaison_s_county_has_all_its_towns_paired_twice(loaded):
    board = place_board(liaison(), place="451027000000", as_of=date(2024, 12, 20))
    assert [one.pairings for one in board.parts] == [2] * 8


def liaison():
    return scope_of(Account.objects.get(username="east-west"), UNTIL)


def test_people_in_the_registry_are_offices(loaded):
    posts = ("组长", "联络员", "书记", "党员", "经办人", "成员", "审计员", "管理员", "队长", "队员")
    for name in Person.objects.values_list("name", flat=True):
        assert name.rstrip("0123456789").endswith(posts)


def test_phones_are_of_nobody_and_say_that_they_are_made_up(loaded):
    """154 is given to no operator: a number that is shown whole rings nowhere."""
    people = Person.objects.exclude(phone="")
    assert people.count() > 200
    assert all(one.phone.startswith("154") and one.illustrative for one in people)
    assert not any(phone_fault(one.phone) for one in people)


def test_a_unit_of_a_distant_city_is_kept_by_the_county_it_helps(loaded):
    assert Organization.objects.get(key="guangzhou-cppcc").kept_at == "440883000000"
    assert Organization.objects.get(key="gaozhou-forestry").keeper == ""
