"""Correct, rename and end an organization; its key stays, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import differences
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import span_end
from tongxing.actions.party_fields import text_problems
from tongxing.actions.register_organization import LONGEST_NAME
from tongxing.actions.register_organization import LONGEST_SHORT
from tongxing.actions.register_organization import OrganizationGiven
from tongxing.actions.register_organization import cleaned
from tongxing.actions.register_organization import organization_problems
from tongxing.actions.register_organization import same_organization
from tongxing.actions.running import refuse_while_running
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.models import FormerName
from tongxing.records.registry.models import Organization
from tongxing.records.registry.models import Person
from tongxing.records.registry.personal import tidy
from tongxing.rules.periods import say_day


@transaction.atomic
def correct_organization(
    *, acting: Scope, at: datetime, key: str, given: OrganizationGiven
) -> Organization:
    """Mend what was entered wrongly: no former name is kept, the audit says what stood there."""
    row = running_organization(acting, key)
    given = cleaned(given)
    may_keep(acting, given.keeper or given.home)
    if problems := list(organization_problems(given, at)):
        raise Invalid(problems=problems)
    if other := same_organization(given, but=key):
        raise Unfitting(f"名录中已有“{other.name}”，请核对是否重复登记")
    if given.since != row.since and row.former_names.exists():
        raise Unfitting("已有更名记录，起日不能再改")
    changes = differences(row, asdict(given))
    if not changes:
        raise Unfitting("内容没有改动")
    _note(acting, at, row, "correct", changes)
    return registry.change(row, **{name: getattr(given, name) for name in changes})


@transaction.atomic
def rename_organization(
    *, acting: Scope, at: datetime, key: str, name: str, short: str, since: date
) -> Organization:
    """Call it by another name from a day on; the former name is kept with its span."""
    row = running_organization(acting, key)
    name, short = tidy(name), tidy(short)
    texts = {"name": (name, LONGEST_NAME), "short": (short, LONGEST_SHORT)}
    problems = [*text_problems(texts, "name"), *day_problems("since", since, at)]
    begun = name_since(row)
    if not problems and since <= begun:
        told = f"更名日期须晚于现名称的起日（{say_day(begun)}）"
        problems.append(Problem("since", told, "名称登记错了的，请用“更正”"))
    if problems:
        raise Invalid(problems=problems)
    if (name, short) == (row.name, row.short):
        raise Unfitting("新名称与现名称相同，没有更名")
    former = FormerName(organization=row, name=row.name, short=row.short, since=begun, until=since)
    detail = {**differences(row, {"name": name, "short": short}), "since": since.isoformat()}
    _note(acting, at, row, "rename", detail)
    registry.add(FormerName, [former])
    return registry.change(row, name=name, short=short)


@transaction.atomic
def end_organization(
    *, acting: Scope, at: datetime, key: str, until: date, reason: str
) -> Organization:
    """Let it hold until (not including) a day, and with it its people's posts.

    Raises `Unfitting`, naming them, while pairings, grants or places in teams still run.
    """
    row = running_organization(acting, key)
    reason = reason_given(reason, "撤销、合并的原因")
    if problems := list(text_problems({"reason": (reason, len(reason))})):
        raise Invalid(problems=problems)
    span_end(name_since(row), until, at)
    people = list(Person.objects.filter(organization=row, until=None).order_by("pk"))
    if late := [one for one in people if one.since >= until]:
        raise Unfitting(f"{late[0].name}到任晚于这一天，请先更正其到任日期")
    ids = [f"person:{one.key}" for one in people]
    refuse_while_running([f"org:{key}", *ids], until)
    _note(acting, at, row, "end", {"until": until.isoformat(), "reason": reason})
    if people:
        detail = {"until": until.isoformat(), "with": f"org:{key}"}
        audit.note_many(
            at=at, who=acting.person, verb="end", subjects=ids, detail=detail, place=row.kept_at
        )
    registry.end([row, *people], until)
    return row


def running_organization(acting: Scope, key: str) -> Organization:
    """The entry, which the scope must manage and nobody have ended."""
    row = Organization.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound("名录中没有这个单位")
    may_keep(acting, row.kept_at)
    if row.until is not None:
        raise Unfitting("这个单位已经撤销或合并，不能再改")
    return row


def name_since(row: Organization) -> date:
    """The first day of the present name."""
    last = row.former_names.order_by("-until").first()
    return last.until if last and last.until else row.since


def _note(
    acting: Scope, at: datetime, row: Organization, verb: str, detail: Mapping[str, object]
) -> None:
    audit.note(
        at=at, who=acting.person, verb=verb, subject=f"org:{row.key}", detail=detail,
        place=row.kept_at,
    )  # fmt: skip
