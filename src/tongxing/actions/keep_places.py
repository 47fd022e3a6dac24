"""What every change of one place asks first: may it be done, and to which row."""

from __future__ import annotations

from datetime import date

from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Place
from tongxing.rules.periods import say_day

LONGEST_NAME = 60
LONGEST_BASIS = 120


def may_keep(acting: Scope, code: str) -> None:
    """Raise `NotAllowed` unless the scope manages this place."""
    if not acting.may("manage", place=code, parties=()):
        raise NotAllowed("只有负责这个地方的县专班可以变更地名")


def latest(code: str) -> Place:
    """The last row of a place, held until the change is done; raises `NotFound`."""
    rows = list(Place.objects.select_for_update().filter(code=full(code)).order_by("since"))
    if not rows:
        raise NotFound(f"没有代码为“{code[:20]}”的地方")
    return rows[-1]


def still_there(row: Place, on: date) -> None:
    """Raise `Unfitting` unless this last row holds on a day and goes on."""
    if row.until is not None:
        raise Unfitting(f"{row.name}已于{say_day(row.until)}终止，不能再变更")
    if on <= row.since:
        raise Unfitting(f"{row.name}自{say_day(row.since)}起使用现名，变更日期须在这一天之后")


def name_problems(name: str) -> list[Problem]:
    if not name:
        return [Problem("name", "还没有填写名称", "请按批准文件写全名，如“根子镇”")]
    if len(name) > LONGEST_NAME:
        return [Problem("name", f"名称超过{LONGEST_NAME}个字", "请核对")]
    return []


def basis_problems(basis: str) -> list[Problem]:
    if not basis:
        return [Problem("basis", "还没有填写依据", "请写批准文件的名称或文号")]
    if len(basis) > LONGEST_BASIS:
        return [Problem("basis", f"依据超过{LONGEST_BASIS}个字", "只写文件名称或文号即可")]
    return []
