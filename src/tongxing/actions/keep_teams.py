"""Register, correct and end resident teams, county work groups and commands."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_teams
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import differences
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import span_end
from tongxing.actions.party_fields import text_problems
from tongxing.actions.running import refuse_while_running
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.keys import key_of
from tongxing.records.registry.models import Team
from tongxing.records.registry.models import TeamMember
from tongxing.records.registry.models import TeamUnit
from tongxing.records.registry.personal import tidy
from tongxing.records.registry.queries import known_places

LONGEST_NAME, LONGEST_SHORT, MOST_PEOPLE = 80, 30, 500
DIGITS = {Team.Tier.CITY: 4, Team.Tier.COUNTY: 6, Team.Tier.TOWN: 9}
SENT_TO = {Team.Tier.CITY: "地级市", Team.Tier.COUNTY: "县", Team.Tier.TOWN: "镇（街道）"}
ABOVE = {Team.Tier.COUNTY: (Team.Tier.CITY,), Team.Tier.TOWN: (Team.Tier.COUNTY, Team.Tier.CITY)}


@dataclass(frozen=True, slots=True)
class TeamGiven:
    """A team as somebody filled it in; `parent` is a key, `size` stands until people do."""

    name: str
    tier: str
    place: str
    since: date
    short: str = ""
    parent: str = ""
    size: int = 0
    party_branch: str = ""
    branch_approved_by: str = ""
    branch_approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisteredTeam:
    """The entry, and whether it is new."""

    team: Team
    added: bool


@transaction.atomic
def register_team(*, acting: Scope, at: datetime, given: TeamGiven) -> RegisteredTeam:
    """The team's entry, added unless there; the same name at the same place is the same."""
    given = _cleaned(given)
    may_keep(acting, given.place)
    fields = _sound(given, at)
    if found := Team.objects.filter(name=given.name, place=given.place, until=None).first():
        return RegisteredTeam(found, added=False)
    stem = key_of(given.place, given.short or given.name, ())
    taken = Team.objects.filter(key__startswith=stem).values_list("key", flat=True)
    key = key_of(given.place, given.short or given.name, frozenset(taken))
    (added,) = add_teams(acting=acting, at=at, teams=[Team(key=key, **fields)])
    return RegisteredTeam(added, added=True)


@transaction.atomic
def correct_team(*, acting: Scope, at: datetime, key: str, given: TeamGiven) -> Team:
    """Bring the entry up to date; the audit keeps what stood there before."""
    row = running_team(acting, key)
    given = _cleaned(given)
    may_keep(acting, given.place)
    fields = _sound(given, at, of=row)
    changes = differences(row, fields)
    if not changes:
        raise Unfitting("内容没有改动")
    detail: dict[str, object] = dict(changes)
    _note(acting, at, "correct", row, detail)
    return registry.change(row, **{name: fields[name] for name in changes})


@transaction.atomic
def end_team(*, acting: Scope, at: datetime, key: str, until: date, reason: str) -> Team:
    """Let a team hold until (not including) a day, its units and people with it.

    Raises `Unfitting`, naming them, while pairings, grants or teams below it still run.
    """
    row = running_team(acting, key)
    reason = reason_given(reason, "撤回、结束的原因")
    if problems := list(text_problems({"reason": (reason, len(reason))})):
        raise Invalid(problems=problems)
    span_end(row.since, until, at)
    if below := row.children.filter(until=None).order_by("key").first():
        raise Unfitting(f"下面还有{below}等队伍，请先把它们改到别的上级或结束")
    refuse_while_running([f"team:{key}"], until)
    inside: list[TeamUnit | TeamMember] = [
        *row.units.filter(until=None),
        *row.members.filter(until=None),
    ]
    if any(one.since >= until for one in inside):
        raise Unfitting("有成员单位或队员在这一天之后才加入，请先更正")
    detail = {"until": until.isoformat(), "reason": reason}
    _note(acting, at, "end", row, detail)
    registry.end([row, *inside], until)
    return row


def _note(acting: Scope, at: datetime, verb: str, row: Team, detail: Mapping[str, object]) -> None:
    audit.note(
        at=at, who=acting.person, verb=verb, subject=f"team:{row.key}", detail=detail,
        place=row.place,
    )  # fmt: skip


def running_team(acting: Scope, key: str) -> Team:
    """The entry, which the scope must manage and nobody have ended."""
    rows = Team.objects.select_for_update(of=("self",)).select_related("parent")
    row = rows.filter(key=key).first()
    if row is None:
        raise NotFound("名录中没有这支队伍")
    may_keep(acting, row.place)
    if row.until is not None:
        raise Unfitting("这支队伍已经结束，不能再改")
    return row


def _cleaned(given: TeamGiven) -> TeamGiven:
    return replace(
        given,
        name=tidy(given.name),
        short=tidy(given.short),
        party_branch=tidy(given.party_branch),
        branch_approved_by=tidy(given.branch_approved_by),
    )


def _sound(given: TeamGiven, at: datetime, of: Team | None = None) -> dict[str, Any]:
    """The fields of a row; raises `Invalid` with every problem at its field."""
    parent = Team.objects.filter(key=given.parent, until=None).first() if given.parent else None
    problems = [
        *_text_problems(given),
        *_place_problems(given),
        *_branch_problems(given, at),
        *_parent_problems(given, parent, of),
        *day_problems("since", given.since, at),
    ]
    if problems:
        raise Invalid(problems=problems)
    plain = (
        "name", "short", "tier", "place", "since", "size",
        "party_branch", "branch_approved_by", "branch_approved_on",
    )  # fmt: skip
    return {**{name: getattr(given, name) for name in plain}, "parent": parent}


def _text_problems(given: TeamGiven) -> Iterator[Problem]:
    texts = {
        "name": (given.name, LONGEST_NAME),
        "short": (given.short, LONGEST_SHORT),
        "party_branch": (given.party_branch, LONGEST_NAME),
        "branch_approved_by": (given.branch_approved_by, LONGEST_NAME),
    }
    yield from text_problems(texts, "name")
    if not 0 <= given.size <= MOST_PEOPLE:
        yield Problem("size", f"人数应在0到{MOST_PEOPLE}之间", "请核对")


def _place_problems(given: TeamGiven) -> Iterator[Problem]:
    if given.tier not in Team.Tier.values:
        yield Problem("tier", "没有选择队伍层级", "请选择")
        return
    tier = Team.Tier(given.tier)
    if given.place not in known_places((given.place,)):
        yield Problem("place", "没有选择派驻地，或名录中没有这个地方", "请从地名中选择")
    elif len(prefix_of(given.place)) != DIGITS[tier]:
        told = f"{tier.label}派驻到{SENT_TO[tier]}，所选地方不是{SENT_TO[tier]}"
        yield Problem("place", told, "请重新选择")


def _branch_problems(given: TeamGiven, at: datetime) -> Iterator[Problem]:
    if given.party_branch and not given.branch_approved_by:
        told = "临时党支部须经批准成立，没有写明批准单位"
        yield Problem("branch_approved_by", told, "请填写批准的党委")
    if given.party_branch and given.branch_approved_on is None:
        yield Problem("branch_approved_on", "没有写明批准日期", "请填写")
    if not given.party_branch and (given.branch_approved_by or given.branch_approved_on):
        yield Problem("party_branch", "写了批准情况，没有写临时党支部名称", "请填写")
    if given.branch_approved_on is not None:
        yield from day_problems("branch_approved_on", given.branch_approved_on, at)


def _parent_problems(given: TeamGiven, parent: Team | None, of: Team | None) -> Iterator[Problem]:
    if not given.parent:
        return
    if parent is None or (of is not None and parent.pk == of.pk):
        yield Problem("parent", "没有这个上一级队伍，或已经结束", "请重新选择")
    elif parent.tier not in ABOVE.get(Team.Tier(given.tier), ()):
        yield Problem("parent", f"{parent}不能作为它的上一级", "镇归县工作组或指挥部，县归指挥部")
    elif not given.place.startswith(prefix_of(parent.place)):
        yield Problem("parent", f"{parent}不在这一片", "请选择所在县的工作组或所在市的指挥部")
