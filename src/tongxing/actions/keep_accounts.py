"""Open accounts, give and end grants."""

from __future__ import annotations

import re
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import shown
from tongxing.actions.known import local_day
from tongxing.actions.register_person import naming_problems
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import ADMINISTRATORS
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import apart
from tongxing.records.accounts.access import giving
from tongxing.records.accounts.keeping import homes_of_person
from tongxing.records.accounts.keeping import names_near
from tongxing.records.accounts.keeping import place_of_party
from tongxing.records.accounts.keeping import roles_beside
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.accounts.passwords import faults
from tongxing.records.accounts.passwords import one_time_password
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Person
from tongxing.records.registry.people import belonging_of
from tongxing.records.registry.personal import tidy
from tongxing.records.registry.queries import known_places
from tongxing.rules.periods import say_day

USERNAME = re.compile(r"[\w.@-]{2,40}")


class Opened(NamedTuple):
    """An account and its password, which is kept nowhere and can be told only now."""

    account: Account
    password: str


@transaction.atomic
def create_account(
    *,
    acting: Scope,
    at: datetime,
    username: str,
    person: str,
    home: str = "",
    password: str = "",
) -> Opened:
    """An account for "person:KEY"; it may do nothing until a role is granted.

    `home` is the place whose administrators keep it: without one, where the person's unit is
    kept, or where who acts may open accounts. Without a password the system draws one for the
    first sign-in.
    """
    key = person.removeprefix("person:")
    found = Person.objects.filter(key=key).first() if "\0" not in key else None
    if found is None:
        raise NotFound("名录中没有这个人，请先登记")
    home = home or (found.organization.kept_at if found.organization else "") or _own(acting)
    if not acting.may("open-accounts", place=home, parties=()):
        raise NotAllowed("只能在本人管理的范围内开设账号")
    _refuse_others(acting, found)
    if problems := _unfit(username, password, found, home, local_day(at)):
        raise Invalid(problems=problems)
    if Account.objects.filter(username=username).exists():
        raise Unfitting(f"账号“{username}”已被使用，请换一个")
    audit.note(
        at=at, who=acting.person, verb="create-account", subject=f"account:{username}",
        detail={"person": f"person:{found.key}", "home": home}, place=home,
    )  # fmt: skip
    chosen = password or one_time_password()
    made = accounts.create_account(username, chosen, found, home=home, at=at, once=not password)
    return Opened(made, chosen)


def _refuse_others(acting: Scope, person: Person) -> None:
    """Refuse somebody other places keep: their account would act in that person's name there."""
    places = belonging_of(person).places or homes_of_person(person)
    if places and not any(acting.may("open-accounts", place=p, parties=()) for p in places):
        raise NotAllowed("此人由别的地方登记，账号请由该地开设")


def _own(acting: Scope) -> str:
    """Where who acts may open accounts; of several places one must be named."""
    places = [prefix for prefix in acting.where("open-accounts") if prefix]
    if len(places) > 1:
        said = Problem("home", "还没有选择由哪里管理这个账号", "请选择其中一处")
        raise Invalid(problems=[said])
    return full(places[0]) if places else ""


def _unfit(username: str, password: str, person: Person, home: str, on: date) -> list[Problem]:
    problems = []
    if not USERNAME.fullmatch(username):
        said = "账号应为2到40个汉字、字母、数字或“.”“-”“_”"
        problems.append(Problem("username", said, "请重新填写"))
    if password and (wrong := faults(password, names=names_near(username, person, home, on))):
        problems.append(Problem("password", "；".join(wrong), "请换一个密码"))
    return problems


@transaction.atomic
def register_and_create(
    *, acting: Scope, at: datetime, username: str, name: str, post: str, home: str = ""
) -> Opened:
    """An account for somebody who stands in no unit's list: registered by office in one step."""
    name, post = tidy(name), tidy(post)
    if problems := list(naming_problems(name, post, "name")):
        raise Invalid(problems=problems)
    home = home or _own(acting)
    if not acting.may("open-accounts", place=home, parties=()):
        raise NotAllowed("只能在本人管理的范围内开设账号")
    person = Person(key=f"account-{uuid4().hex[:16]}", name=name, post=post, since=local_day(at))
    registry.add(Person, [person])
    subject = f"person:{person.key}"
    audit.note(at=at, who=acting.person, verb="add", subject=subject, place=home)
    return create_account(acting=acting, at=at, username=username, person=subject, home=home)


@transaction.atomic
def grant_role(  # noqa: PLR0913  what a grant is made of, by keyword
    *,
    acting: Scope,
    at: datetime,
    account: str,
    role: str,
    since: date,
    place: str = "",
    party: str = "",
    until: date | None = None,
) -> Grant:
    """Give a role within one place, or for one organization or team; the same twice is one."""
    if bool(place) == bool(party) or role not in Role.values:
        raise Unfitting("授权须写明角色，并在一个地方、一个单位或队伍中取其一")
    if (role in (Role.UNIT, Role.TEAM)) != bool(party):
        raise Unfitting("单位和队伍的授权写明单位或队伍，其他角色的授权写明地方")
    if until is not None and until <= since:
        raise Unfitting("止日须晚于起日")
    _may_give(acting, role, place or place_of_party(party))
    found = _to_change(acting, account)
    if found.party == acting.person:
        raise NotAllowed("不能给自己授权，请由另一位管理员办理")
    if party and not party.startswith("org:" if role == Role.UNIT else "team:"):
        raise Unfitting("结对单位的授权写明单位，工作队的授权写明队伍")
    # Administrators come first, before any place of the installation is loaded.
    if place and role not in ADMINISTRATORS and not known_places([place]):
        raise Unfitting(f"没有代码为“{shown(place)}”的地方，请从地名中选择")
    same = found.grants.filter(role=role, place=place, party=party, since=since, until=until)
    if (before := same.first()) is not None:  # the form was sent twice
        return before
    _refuse_clash(found, role, since, until)
    detail = {
        "role": role, "place": place, "party": party, "since": since.isoformat(),
        "until": until.isoformat() if until else "",
    }  # fmt: skip
    audit.note(
        at=at, who=acting.person, verb="grant", subject=f"account:{account}", detail=detail,
        place=found.home,
    )  # fmt: skip
    if role in ADMINISTRATORS | {Role.OFFICE}:  # with it a second factor may be due: sign in anew
        accounts.end_sessions(found)
    return accounts.grant(found, role, place=place, party=party, since=since, until=until)


def _may_give(acting: Scope, role: str, place: str) -> None:
    if not any(acting.may(verb, place=place, parties=()) for verb in giving(role)):
        who = "该地的县专班或安全管理员" if "grant-local" in giving(role) else "该地的安全管理员"
        raise NotAllowed(f"“{Role(role).label}”的授权只能由{who}办理")


def _to_change(acting: Scope, username: str) -> Account:
    """The account whose grants change, held until they have: two at once cannot clash unseen."""
    found = Account.objects.filter(username=username).first()
    if found is None or not acting.may("see-accounts", place=found.home, parties=()):
        raise NotFound(f"没有账号“{shown(username)}”")
    list(
        Account.objects.select_for_update(of=("self",))
        .filter(person=found.person_id)
        .order_by("pk")
    )
    return found


def _refuse_clash(account: Account, role: str, since: date, until: date | None) -> None:
    for held, own in roles_beside(account, since, until):
        if apart(role, held, one_account=own):
            whose = "这个账号" if own else "这个人的另一个账号"
            rule = (
                "系统、安全、审计三种管理员和县专班须由不同的人担任"
                if {role, held} <= ADMINISTRATORS | {"office"}
                else "管理员账号不兼任其他岗位"
            )
            raise Unfitting(f"{whose}在同一时间已是“{Role(held).label}”，{rule}")


@transaction.atomic
def end_grant(*, acting: Scope, at: datetime, grant: int, until: date) -> None:
    """Let a grant end before a day: before its first, it holds on none."""
    row = Grant.objects.select_related("account__person").filter(pk=grant).first()
    if row is None:
        raise NotFound("没有这项授权")
    _may_give(acting, row.role, row.place or place_of_party(row.party))
    if row.account.party == acting.person:
        raise NotAllowed("不能收回自己的授权，请由另一位管理员办理")
    if until < row.since:
        raise Unfitting("止日不能早于起日")
    if row.until is not None and until > row.until:
        last = say_day(row.until - timedelta(days=1))
        raise Unfitting(f"这项授权到{last}为止，不能延长，请另行授权")
    if until == row.until:
        return  # it ends that day already
    detail = {"grant": grant, "until": until.isoformat()}
    audit.note(
        at=at, who=acting.person, verb="end-grant",
        subject=f"account:{row.account.username}", detail=detail, place=row.account.home,
    )  # fmt: skip
    accounts.end_grant(row, until)
