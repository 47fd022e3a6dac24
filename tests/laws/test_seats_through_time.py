"""A team's seats: on every day at most one lead unit, and nobody in two roles at once."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.through_time import DAYS
from tests.laws.through_time import FEW
from tests.laws.through_time import MANY
from tests.laws.through_time import undone
from tests.records.cast import Cast
from tongxing.actions.errors import Refused
from tongxing.actions.team_membership import seat_unit
from tongxing.actions.team_membership import unseat_unit
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamUnit

UNITS = ("swb", "zx", "lyj")
STEPS = st.lists(
    st.tuples(st.sampled_from(("lead", "member", "out")), st.sampled_from(UNITS), DAYS),
    min_size=1,
    max_size=8,
)
Step = tuple[str, str, date]


def seats() -> list[TeamUnit]:
    held = TeamUnit.objects.filter(team__key="genzi").select_related("organization")
    return list(held.order_by("since", "pk"))


def told() -> list[tuple[str, str, date, date | None]]:
    return [(one.organization.key, one.role, one.since, one.until) for one in seats()]


def on(day: date) -> list[tuple[str, str]]:
    """(unit, role) of everybody who sends the team on a day."""
    return [
        (unit, role)
        for unit, role, since, until in told()
        if since <= day and (until is None or day < until)
    ]


def stepped(crew: Cast, step: Step) -> None:
    """Take it; what is refused leaves no trace, what already holds changes nothing."""
    role, unit, day = step
    given_ = {"acting": crew.scope("office"), "at": crew.at, "team": "genzi", "organization": unit}
    before, audits = told(), AuditRow.objects.count()
    running = [one for one in before if one[3] is None and one[0] == unit]
    try:
        if role == "out":
            unseat_unit(**given_, until=day)
        else:
            seat_unit(**given_, role=role, since=day)
    except Refused:
        assert (told(), AuditRow.objects.count()) == (before, audits)
        return
    if any(one[1] == role for one in running):
        assert (told(), AuditRow.objects.count()) == (before, audits)
        return
    assert AuditRow.objects.count() == audits + 1
    assert [now for now in on(day) if now[0] == unit] == ([] if role == "out" else [(unit, role)])


def in_order(crew: Cast, steps: list[Step]) -> None:
    with undone():
        for step in steps:
            stepped(crew, step)
        team = Team.objects.get(key="genzi")
        for one, other in combinations(seats(), 2):
            together = (one.until is None or other.since < one.until) and (
                other.until is None or one.since < other.until
            )
            if together:
                assert one.organization_id != other.organization_id
                assert {one.role, other.role} != {TeamUnit.Role.LEAD.value}
        for seat in seats():
            assert seat.since >= team.since
            assert seat.until is None or seat.since < seat.until


@given(steps=STEPS)
@FEW
def test_one_lead_and_one_role_each(crew: Cast, steps: list[Step]) -> None:
    in_order(crew, steps)


@pytest.mark.full
@given(steps=STEPS)
@MANY
def test_one_lead_and_one_role_each_at_length(crew: Cast, steps: list[Step]) -> None:
    in_order(crew, steps)


@given(steps=STEPS)
@FEW
def test_days_before_a_change_keep_their_seats(crew: Cast, steps: list[Step]) -> None:
    """Whoever comes or goes from a day on, nothing changes on the day before."""
    with undone():
        for step in steps:
            eve = step[2] - timedelta(days=1)
            before = on(eve)
            stepped(crew, step)
            assert on(eve) == before
