"""Correct a person's entry, move somebody to another post, end a term of office."""

from __future__ import annotations

from collections.abc import Mapping
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
from tongxing.actions.register_person import LONGEST_POST
from tongxing.actions.register_person import PersonGiven
from tongxing.actions.register_person import cleaned
from tongxing.actions.register_person import person_problems
from tongxing.actions.register_person import serving_at
from tongxing.actions.running import refuse_while_running
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.models import FormerPost
from tongxing.records.registry.models import Person
from tongxing.records.registry.people import belonging_of
from tongxing.records.registry.personal import tidy
from tongxing.rules.periods import say_day


@transaction.atomic
def correct_person(*, acting: Scope, at: datetime, key: str, given: PersonGiven) -> Person:
    """Mend what was entered wrongly; the organization is changed by `move_person` only.

    The audit says which fields, and never a phone number.
    """
    row = running_person(acting, key)
    given = cleaned(given)
    if problems := list(person_problems(given, at)):
        raise Invalid(problems=problems)
    if given.since != row.since and row.former_posts.exists():
        raise Unfitting("已有职务变动记录，起日不能再改")
    plain = {"name": given.name, "post": given.post, "since": given.since}
    detail: dict[str, object] = {**differences(row, plain)}
    fields = {name: getattr(given, name) for name in detail}
    if given.phone != row.phone:
        detail["phone"] = "changed"
        fields["phone"] = given.phone
    if not fields:
        raise Unfitting("内容没有改动")
    _note(acting, at, row, "correct", detail)
    return registry.change(row, **fields)


@transaction.atomic
def move_person(
    *, acting: Scope, at: datetime, key: str, organization: str, post: str, since: date
) -> Person:
    """Let somebody serve elsewhere or as something else from a day on; the old post is kept."""
    row = running_person(acting, key)
    home = serving_at(acting, organization)
    post = tidy(post)
    problems = [
        *text_problems({"post": (post, LONGEST_POST)}, "post"),
        *day_problems("since", since, at),
    ]
    begun = post_since(row)
    if not problems and since <= begun:
        told = f"变动日期须晚于现职务的起日（{say_day(begun)}）"
        problems.append(Problem("since", told, "职务登记错了的，请用“更正”"))
    if problems:
        raise Invalid(problems=problems)
    if (home.pk, post) == (row.organization_id, row.post):
        raise Unfitting("单位和职务都没有变化")
    former = FormerPost(
        person=row, organization=row.organization, post=row.post, since=begun, until=since
    )
    changes = differences(row, {"organization": home, "post": post})
    _note(acting, at, row, "move", {**changes, "since": since.isoformat()})
    registry.add(FormerPost, [former])
    return registry.change(row, organization=home, post=post)


@transaction.atomic
def end_person(*, acting: Scope, at: datetime, key: str, until: date, reason: str) -> Person:
    """End a term of office; raises `Unfitting`, naming them, while grants or pairings run."""
    row = running_person(acting, key)
    reason = reason_given(reason, "离任的原因")
    if problems := list(text_problems({"reason": (reason, len(reason))})):
        raise Invalid(problems=problems)
    span_end(post_since(row), until, at)
    refuse_while_running([f"person:{key}"], until)
    _note(acting, at, row, "end", {"until": until.isoformat(), "reason": reason})
    registry.end([row], until)
    return row


def running_person(acting: Scope, key: str) -> Person:
    """The entry, which the scope must manage and nobody have ended."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("organization")
    found = rows.filter(key=key).first()
    if found is None:
        raise NotFound("名录中没有这个人")
    may_keep(acting, *belonging_of(found).places)
    if found.until is not None:
        raise Unfitting("此人已登记离任，不能再改")
    return found


def post_since(row: Person) -> date:
    """The first day of the present post."""
    last = row.former_posts.order_by("-until").first()
    return last.until if last and last.until else row.since


def _note(
    acting: Scope, at: datetime, row: Person, verb: str, detail: Mapping[str, object]
) -> None:
    audit.note(
        at=at, who=acting.person, verb=verb, subject=f"person:{row.key}", detail=detail,
        place=row.organization.kept_at if row.organization else "",
    )  # fmt: skip
