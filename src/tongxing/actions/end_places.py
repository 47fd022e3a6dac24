"""End places on a day: merged into another, or abolished. What was recorded stays there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_places import basis_problems
from tongxing.actions.keep_places import latest
from tongxing.actions.keep_places import may_keep
from tongxing.actions.keep_places import still_there
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.registry import operations as registry
from tongxing.records.registry.models import Place
from tongxing.records.registry.queries import holding_below


@transaction.atomic
def merge_places(
    *, acting: Scope, at: datetime, codes: Sequence[str], into: str, on: date, basis: str
) -> list[Place]:
    """End places on a day; `into`, of the same level, is what became of them."""
    for code in (*codes, into):
        may_keep(acting, code)
    target = latest(into)
    rows = [latest(code) for code in dict.fromkeys(codes)]
    problems = basis_problems(basis.strip())
    if into in codes:
        problems.append(Problem("into", f"{target.name}不能并入自己", "请另选一处"))
    elif any(row.level != target.level for row in rows):
        problems.append(Problem("into", "并入前后不是同一层级", "村只能并入村，镇只能并入镇"))
    elif target.until is not None or target.since > on:
        problems.append(Problem("into", f"{target.name}当天不存在", "请核对日期，或另选一处"))
    if problems:
        raise Invalid(problems=problems)
    return _ended(acting, at, rows, on, basis.strip(), into)


@transaction.atomic
def abolish_place(*, acting: Scope, at: datetime, code: str, on: date, basis: str) -> Place:
    """End a place that nothing takes the place of."""
    may_keep(acting, code)
    row = latest(code)
    if problems := basis_problems(basis.strip()):
        raise Invalid(problems=problems)
    return _ended(acting, at, [row], on, basis.strip(), "")[0]


def _ended(
    acting: Scope, at: datetime, rows: Sequence[Place], on: date, basis: str, into: str
) -> list[Place]:
    for row in rows:
        still_there(row, on)
        _empty(row, on)
    detail = {"until": on.isoformat(), "basis": basis, **({"into": into} if into else {})}
    verb = "merge-place" if into else "abolish-place"
    for row in rows:
        subject = f"place:{row.code}"
        audit.note(at=at, who=acting.person, verb=verb, subject=subject, detail=detail)
        registry.change(row, until=on, successor=into, end_basis=basis)
    return list(rows)


def _empty(row: Place, on: date) -> None:
    """Raise `Unfitting` while something within the place goes on."""
    below = holding_below(row.code, on)
    if below:
        raise Unfitting(
            f"{row.name}内还有{below}个地方没有终止，请先为它们办理并入或撤销，再办理{row.name}"
        )
