"""Register many household numbers of a village at once, and end some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import shown
from tongxing.actions.keep_registry import add_households
from tongxing.actions.party_fields import day_problems
from tongxing.actions.party_fields import may_keep
from tongxing.actions.party_fields import span_end
from tongxing.actions.party_fields import text_problems
from tongxing.actions.running import refuse_while_running
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import Household
from tongxing.records.registry.personal import label_fault
from tongxing.records.registry.queries import known_places

MOST_AT_ONCE = 500
VILLAGE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class RegisteredHouseholds:
    """Which numbers are new, and which were there already."""

    added: tuple[Household, ...]
    known: tuple[str, ...]


@transaction.atomic
def register_households(
    *, acting: Scope, at: datetime, place: str, labels: Sequence[str], since: date
) -> RegisteredHouseholds:
    """Add the numbers a village does not have yet; the others stay as they are.

    Raises `Invalid` naming every label that could be a name or personal data, and adds none.
    """
    may_keep(acting, place)
    labels = tuple(dict.fromkeys(labels))
    problems = [*_place_problems(place), *_label_problems(labels)]
    problems += day_problems("since", since, at)
    if problems:
        raise Invalid(problems=problems)
    there = dict(Household.objects.filter(place=place).values_list("label", "until"))
    if gone := [label for label in labels if there.get(label)]:
        told = f"编号{gone[0]}以前用过并已停用，请换一个编号"
        raise Invalid(problems=[Problem("labels", told, "一个编号始终指同一户")])
    rows = [
        Household(key=f"{place}-{label}", place=place, label=label, since=since)
        for label in labels
        if label not in there
    ]
    added = add_households(acting=acting, at=at, households=rows) if rows else []
    return RegisteredHouseholds(tuple(added), tuple(one for one in labels if one in there))


@transaction.atomic
def end_households(
    *, acting: Scope, at: datetime, place: str, keys: Sequence[str], until: date, reason: str
) -> list[Household]:
    """Let households of a village be followed until (not including) a day.

    Raises `Unfitting`, naming them, while bundles still hold one of them.
    """
    may_keep(acting, place)
    rows = list(Household.objects.filter(key__in=keys, place=place, until=None).order_by("label"))
    if not rows or len(rows) != len(set(keys)):
        raise NotFound("没有选择农户，或所选编号中有已停用的")
    reason = reason_given(reason, "停用的原因")
    if problems := list(text_problems({"reason": (reason, len(reason))})):
        raise Invalid(problems=problems)
    for row in rows:
        span_end(row.since, until, at)
    subjects = [f"household:{row.key}" for row in rows]
    refuse_while_running(subjects, until)
    detail = {"until": until.isoformat(), "reason": reason}
    audit.note_many(
        at=at, who=acting.person, verb="end", subjects=subjects, detail=detail, place=place
    )
    registry.end(rows, until)
    return rows


def _place_problems(place: str) -> list[Problem]:
    village = len(prefix_of(place)) == VILLAGE_DIGITS
    if village and place in known_places((place,)):
        return []
    return [Problem("place", "农户按村编号，没有选择村", "请从地名中选择村")]


def _label_problems(labels: Sequence[str]) -> list[Problem]:
    if not labels:
        return [Problem("labels", "没有填写编号", "一行一个，或写成“001至050”")]
    if len(labels) > MOST_AT_ONCE:
        told = f"一次最多登记{MOST_AT_ONCE}个编号，现有{len(labels)}个"
        return [Problem("labels", told, "请分几次登记")]
    return [
        Problem("labels", f"“{shown(label)}”：{wrong}", "")
        for label in labels
        if (wrong := label_fault(label))
    ]
