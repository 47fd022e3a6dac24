"""Add one place that the shipped set does not have, below one that is there."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.keep_places import basis_problems
from tongxing.actions.keep_places import may_keep
from tongxing.actions.keep_places import name_problems
from tongxing.actions.keep_registry import add_places
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import is_code
from tongxing.records.registry.codes import level_of
from tongxing.records.registry.codes import steps_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.places import history
from tongxing.records.registry.queries import known_places


def add_place(
    *, acting: Scope, at: datetime, code: str, name: str, since: date, basis: str
) -> Place:
    """A place from a day on; its level follows from its code, what it lies in must be there."""
    may_keep(acting, code)
    code, name, basis = code.strip(), name.strip(), basis.strip()
    problems = [*_code_problems(code, since), *name_problems(name), *basis_problems(basis)]
    if problems:
        raise Invalid(problems=problems)
    place = Place(code=code, name=name, level=level_of(code), since=since, basis=basis)
    return add_places(acting=acting, at=at, places=[place])[0]


def _code_problems(code: str, since: date) -> list[Problem]:
    if not is_code(code):
        remedy = "村写到末三位，镇末三位写000，如 440981104209"
        return [Problem("code", f"“{code[:20]}”不是12位区划代码", remedy)]
    if rows := history(code):
        what = f"代码{code}已经是{rows[-1].name}"
        return [Problem("code", what, "改名请用“更名”；代码写错的请核对")]
    above = steps_of(code)[:-1]
    if not above or not known_places(above[-1:], since):
        return [Problem("code", "代码所在的上级地方不在名录中", "请先登记上级，或核对代码前几位")]
    return []
