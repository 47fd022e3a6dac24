"""Make accounts, give and end grants."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.audit import operations as audit
from tongxing.records.registry.models import Person

SHORTEST_PASSWORD = 8


@transaction.atomic
def create_account(
    *, acting: Scope, at: datetime, username: str, password: str, person: str
) -> Account:
    """An account for "person:KEY"; it may do nothing until a role is granted."""
    if not acting.may_anywhere("manage"):
        raise NotAllowed("只有县专班可以开设账号")
    found = Person.objects.filter(key=person.removeprefix("person:")).first()
    if found is None:
        raise NotFound("名录中没有这个人，请先登记")
    if problems := _weak(username, password):
        raise Invalid(problems=problems)
    if Account.objects.filter(username=username).exists():
        raise Unfitting(f"账号“{username}”已被使用，请换一个")
    audit.note(at=at, who=acting.person, verb="create-account", subject=f"account:{username}")
    return accounts.create_account(username, password, found)


def _weak(username: str, password: str) -> list[Problem]:
    problems = []
    if not username.isprintable() or not 2 <= len(username) <= 40:  # noqa: PLR2004  the column
        problems.append(Problem("username", "账号应为2到40个字符", "请重新填写"))
    sorts = sum(
        any(test(c) for c in password)
        for test in (str.isdigit, str.isalpha, lambda c: not c.isalnum())
    )
    if len(password) < SHORTEST_PASSWORD or sorts < 2:  # noqa: PLR2004
        problems.append(
            Problem(
                "password",
                "密码过于简单",
                f"至少{SHORTEST_PASSWORD}位，并含字母、数字、符号中的两种",
            )
        )
    return problems


@transaction.atomic
def grant_role(
    *,
    acting: Scope,
    at: datetime,
    account: str,
    role: str,
    since: date,
    place: str = "",
    party: str = "",
) -> Grant:
    """Give a role within one place, or for one organization or team."""
    if bool(place) == bool(party) or role not in Role.values:
        raise Unfitting("授权须写明角色，并在一个地方、一个单位或队伍中取其一")
    if (role in (Role.UNIT, Role.TEAM)) != bool(party):
        raise Unfitting("单位和队伍的授权写明单位或队伍，其他角色的授权写明地方")
    if place and not acting.may("manage", place=place, parties=()):
        raise NotAllowed("只能在本县范围内授权")
    if party and not acting.may_anywhere("manage"):
        raise NotAllowed("只有县专班可以授权")
    found = Account.objects.filter(username=account).first()
    if found is None:
        raise NotFound(f"没有账号“{account[:40]}”")
    detail = {"role": role, "place": place, "party": party, "since": since.isoformat()}
    audit.note(at=at, who=acting.person, verb="grant", subject=f"account:{account}", detail=detail)
    return accounts.grant(found, role, place=place, party=party, since=since)


@transaction.atomic
def end_grant(*, acting: Scope, at: datetime, grant: int, until: date) -> None:
    """Let a grant end before a day."""
    row = Grant.objects.select_related("account").filter(pk=grant).first()
    if row is None:
        raise NotFound("没有这项授权")
    managed = acting.may("manage", place=row.place, parties=()) if row.place else True
    if not managed or not acting.may_anywhere("manage"):
        raise NotAllowed("只有该县的县专班可以收回授权")
    if until <= row.since:
        raise Unfitting("止日须晚于起日")
    detail = {"grant": grant, "until": until.isoformat()}
    audit.note(
        at=at, who=acting.person, verb="end-grant",
        subject=f"account:{row.account.username}", detail=detail,
    )  # fmt: skip
    accounts.end_grant(row, until)
