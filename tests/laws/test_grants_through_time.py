"""Grants given and ended in any order: on every day an account may do what runs then, no more."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.through_time import DAYS
from tests.laws.through_time import FEW
from tests.laws.through_time import FIRST
from tests.laws.through_time import LAST
from tests.laws.through_time import MANY
from tests.laws.through_time import undone
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import create_account
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.records.accounts.access import LOCAL
from tongxing.records.accounts.access import VERBS
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.queries import scope_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.codes import prefix_of

ABROAD = "440881100000"  # a town of 廉江
OVER = LAST + timedelta(days=60)
# (role, place, party) a person of 市妇联 may come to hold
POSTS = (
    ("unit", "", c.FL),
    ("unit", "", c.ZX),
    ("team", "", c.TEAM),
    ("village", c.BAIQIAO, ""),
    ("village", c.HETONG, ""),
    ("supervisor", c.COUNTY, ""),
    ("office", c.GENZI, ""),
    ("village", ABROAD, ""),
    ("auditor", c.COUNTY, ""),
)
GIVERS = ("everything", "office", "security", "neighbour")
LENGTHS = st.none() | st.integers(-2, 90).map(lambda days: timedelta(days=days))
GIVE = st.tuples(st.just("give"), st.sampled_from(GIVERS), st.sampled_from(POSTS), DAYS, LENGTHS)
END = st.tuples(st.just("end"), st.sampled_from(GIVERS), st.integers(0, 9), DAYS)
BRIEF = st.lists(GIVE | GIVE | END, min_size=1, max_size=3)
STEPS = st.lists(GIVE | GIVE | END, min_size=1, max_size=10)
Post = tuple[str, str, str]
Step = tuple[Any, ...]  # ("give", who, post, day, length) or ("end", who, number, day)


@dataclass(frozen=True)
class Held:
    """One grant, told plainly."""

    pk: int
    post: Post
    since: date
    until: date | None

    def runs(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def account() -> Account:
    return Account.objects.get(username="fl-2")


def told() -> list[Held]:
    rows = Grant.objects.filter(account__username="fl-2").order_by("pk")
    return [Held(g.pk, (g.role, g.place, g.party), g.since, g.until) for g in rows]


def acting_as(crew: Cast, who: str) -> Scope:
    return everything() if who == "everything" else crew.scope(who)


def stepped(crew: Cast, step: Step, held: list[Held]) -> list[Held]:
    """Take it, in the registry and plainly; what is refused leaves no trace."""
    deed, who, what, day, *more = step
    acting, audits, revision = acting_as(crew, who), AuditRow.objects.count(), account().revision
    try:
        if deed == "give":
            (role, place, party), length = what, more[0]
            until = day + length if length is not None else None
            row = grant_role(
                acting=acting, at=crew.at, account="fl-2", role=role, place=place, party=party,
                since=day, until=until,
            )  # fmt: skip
            new = Held(row.pk, what, day, until)
            after = held if new in held else [*held, new]
        else:
            one = held[what % len(held)] if held else Held(0, POSTS[0], FIRST, None)
            end_grant(acting=acting, at=crew.at, grant=one.pk, until=day)
            assert one.until is None or day <= one.until, "an ended grant was lengthened"
            after = [replace(one, until=day) if kept is one else kept for kept in held]
    except Refused:
        assert (AuditRow.objects.count(), account().revision) == (audits, revision)
        assert told() == held
        return held
    more = int(after != held)  # the same given or ended twice is given or ended once
    assert (AuditRow.objects.count(), account().revision) == (audits + more, revision + more)
    return after


def days_to_ask(held: list[Held]) -> list[date]:
    """Each first and last day with its neighbours."""
    turns = {FIRST, LAST, OVER} | {h.since for h in held} | {h.until for h in held if h.until}
    return sorted(turns | {day - timedelta(days=1) for day in turns})


def as_said(held: list[Held], day: date) -> None:
    """The scope of a day is that of the running grants, worked out here from the table alone."""
    scope, running = scope_of(account(), day), [one.post for one in held if one.runs(day)]
    sighted = [post for post in running if post[0] not in {"system", "security"}]
    assert scope.roles == {role for role, _, _ in running}
    assert scope.places == {prefix_of(place) for _, place, _ in sighted if place}
    assert scope.parties - {scope.person} == {party for _, _, party in sighted if party}
    assert scope.units == {party for role, _, party in running if role in {"unit", "team"}}
    assert scope.verbs_in == {
        (verb, prefix_of(place)) for role, place, _ in running if place for verb in VERBS[role]
    }
    assert not scope.verbs_there
    if not running:
        assert not any(scope.may_anywhere(verb) for verbs in VERBS.values() for verb in verbs)


def in_order(crew: Cast, steps: list[Step]) -> list[Held]:
    held: list[Held] = []
    create_account(
        acting=everything(), at=crew.at, username="fl-2", person="person:fl", password=c.PASSWORD,
        home=c.COUNTY,
    )  # fmt: skip
    for step in steps:
        held = stepped(crew, step, held)
        assert told() == held
    for day in days_to_ask(held):
        as_said(held, day)
    return held


@given(steps=BRIEF)
@FEW
def test_on_every_day_exactly_what_runs(crew: Cast, steps: list[Step]) -> None:
    with undone():
        in_order(crew, steps)


@pytest.mark.full
@given(steps=STEPS)
@MANY
def test_on_every_day_exactly_what_runs_at_length(crew: Cast, steps: list[Step]) -> None:
    with undone():
        in_order(crew, steps)


@given(steps=BRIEF, end=DAYS, later=st.lists(DAYS, max_size=2))
@FEW
def test_what_is_over_never_comes_back(
    crew: Cast, steps: list[Step], end: date, later: list[date]
) -> None:
    """Whoever ends it again, and on which day ever: from the first end on it stays ended."""
    with undone():
        held = in_order(crew, steps)
        for one in held:
            held = stepped(crew, ("end", "everything", held.index(one), end), held)
        ended = {one.pk: one.until for one in held if one.until}
        for day in later:
            for number in range(len(held)):
                held = stepped(crew, ("end", "security", number, day), held)
        for one in told():
            assert one.pk not in ended or one.until <= ended[one.pk]
        if all(one.until for one in held):
            last = max((one.until for one in held if one.until), default=FIRST)
            assert scope_of(account(), last).roles == frozenset()


def reaches_beyond(crew: Cast, steps: list[Step], who: str, place: str) -> None:
    """Whatever one giver alone handed out, nobody got anything outside the giver's place."""
    with undone():
        held = in_order(crew, [(deed, who, *rest) for deed, _, *rest in steps])
        assert {one.post[0] for one in held} <= LOCAL
        for day in days_to_ask(held):
            scope = scope_of(account(), day)
            assert all(one.startswith(prefix_of(place)) for one in scope.places)
            assert all(prefix.startswith(prefix_of(place)) for _, prefix in scope.verbs_in)
            for verb in VERBS["office"] - {"correct", "withdraw", "reveal"}:
                assert not scope.may(verb, place=ABROAD, parties=[c.FL, c.TEAM, c.ZX])


@given(steps=BRIEF)
@FEW
def test_an_office_gives_nothing_beyond_its_place(crew: Cast, steps: list[Step]) -> None:
    reaches_beyond(crew, steps, "office", c.COUNTY)


@pytest.mark.full
@given(steps=STEPS)
@MANY
def test_an_office_gives_nothing_beyond_its_place_at_length(crew: Cast, steps: list[Step]) -> None:
    reaches_beyond(crew, steps, "office", c.COUNTY)


@given(steps=BRIEF)
@FEW
def test_the_office_next_door_gives_nothing_to_whom_it_does_not_keep(
    crew: Cast, steps: list[Step]
) -> None:
    with undone():
        assert in_order(crew, [(deed, "neighbour", *rest) for deed, _, *rest in steps]) == []
