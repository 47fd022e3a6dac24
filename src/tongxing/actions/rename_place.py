"""Rename a place from a day: a further row with the same code, the old name stays."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.keep_places import basis_problems
from tongxing.actions.keep_places import latest
from tongxing.actions.keep_places import may_keep
from tongxing.actions.keep_places import name_problems
from tongxing.actions.keep_places import still_there
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.models import Place


@transaction.atomic
def rename_place(
    *, acting: Scope, at: datetime, code: str, name: str, since: date, basis: str
) -> Place:
    """The place bears `name` from `since` on; records and pages of days before keep the old."""
    may_keep(acting, code)
    row = latest(code)
    name, basis = name.strip(), basis.strip()
    problems = [*name_problems(name), *basis_problems(basis)]
    if name == row.name:
        problems.append(Problem("name", f"现在就叫“{name}”", "请写新的名称"))
    if problems:
        raise Invalid(problems=problems)
    still_there(row, since)
    audit.note(
        at=at,
        who=acting.person,
        verb="rename-place",
        subject=f"place:{code}",
        detail={"from": row.name, "to": name, "since": since.isoformat(), "basis": basis},
    )
    registry.end([row], since)
    new = Place(code=code, name=name, level=row.level, since=since, basis=basis)
    return registry.add(Place, [new])[0]
