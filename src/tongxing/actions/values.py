"""Checking what was typed into a kind's fields, and its one canonical form."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from tongxing.actions.errors import Problem
from tongxing.actions.errors import shown
from tongxing.actions.known import Known
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities.errors import QuantityError
from tongxing.rules.quantities.marks import MARKS
from tongxing.rules.quantities.quantity import Quantity
from tongxing.rules.quantities.reading import parse

LONGEST_FIELD = 500
LARGEST = 2**53 - 1  # what a page's script can still hold exactly


class _Wrong(Exception):  # noqa: N818  an answer, as `Refused` is
    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def checked_values(
    kind: Kind, values: Mapping[str, Any], known: Known
) -> tuple[dict[str, Any], list[Problem]]:
    """The canonical values and everything wrong with them, field by field."""
    clean: dict[str, Any] = {}
    problems = [
        Problem(
            f"values.{shown(name)}",
            f"“{kind.title}”没有字段“{shown(name)}”",
            f"可填：{_titles(kind)}",
        )
        for name in values
        if name not in kind.fields
    ]
    for name, field in kind.fields.items():
        raw = values.get(name)
        raw = raw.strip() if isinstance(raw, str) else raw
        if raw is None or raw == "":
            if not field.optional:
                problems.append(Problem(f"values.{name}", f"缺少“{field.title}”", "请填写"))
            continue
        try:
            clean[name] = _checked(field, raw, known)
        except _Wrong as wrong:
            what = f"“{field.title}”{wrong.what}"
            problems.append(Problem(f"values.{name}", what, wrong.remedy))
    return clean, problems


def _titles(kind: Kind) -> str:
    return "、".join(f"{f.title}（{f.id}）" for f in kind.fields.values()) or "无需填写字段"


def _checked(field: KindField, raw: Any, known: Known) -> Any:
    if field.type in QUANTITY_TYPES:
        return _quantity(field, raw)
    if not isinstance(raw, str):
        raise _Wrong("应为文字", "请重新填写")
    return CHECKS[field.type](field, raw, known)


def _quantity(field: KindField, raw: Any) -> dict[str, Any]:
    if isinstance(raw, Mapping):
        return _scaled(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and field.type == "count":
        return _scaled({"v": raw})
    if not isinstance(raw, str):
        raise _Wrong("应为数量", "请按书写习惯填写，如“70多万元”“562人次”")
    try:
        found = _read(raw, field.type, field.unit)
    except QuantityError as error:
        raise _Wrong(f"无法识别：{shown(error.what, 200)}", error.remedy) from None
    typed = {} if raw.isascii() and raw.isdigit() else {"text": raw}
    return _scaled({"v": found.value, "approx": found.approx, **typed})


@lru_cache(4096)  # most amounts are small numbers
def _read(raw: str, type_: str, unit: str) -> Quantity:
    return parse(raw, type=type_, unit=unit)


def _scaled(raw: Mapping[str, Any]) -> dict[str, Any]:
    value, approx, text = raw.get("v"), raw.get("approx", ""), raw.get("text", "")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise _Wrong("不是可以记录的数", "请填写零或正数，并核对单位")
    if approx not in ("", *MARKS) or not isinstance(text, str) or len(text) > LONGEST_FIELD:
        raise _Wrong("的约数写法不认识", f"可用：{'、'.join(MARKS)}")
    if set(raw) - {"v", "approx", "text"}:
        raise _Wrong("带有多余内容", "只填数量本身")
    return {
        "v": value,
        **({"approx": approx} if approx else {}),
        **({"text": text} if text else {}),
    }


def _text(_field: KindField, raw: str, _known: Known) -> str:
    if len(raw) > LONGEST_FIELD:
        raise _Wrong(f"过长（{len(raw)}字）", f"请缩短到{LONGEST_FIELD}字以内，详情写在说明里")
    return raw


def _choice(field: KindField, raw: str, _known: Known) -> str:
    if raw not in field.choices:
        allowed = "、".join(field.choices.values())
        raise _Wrong(f"不能填“{shown(raw)}”", f"请从中选择：{allowed}")
    return raw


def _date(_field: KindField, raw: str, _known: Known) -> str:
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        raise _Wrong(f"不是日期：“{shown(raw)}”", "请写成 2026-03-31 的样式") from None


def _place(_field: KindField, raw: str, known: Known) -> str:
    if raw not in known.places:
        raise _Wrong(f"没有代码为“{shown(raw)}”的地方", "请从地名中选择")
    return raw


def _party(_field: KindField, raw: str, known: Known) -> str:
    if raw not in known.parties:
        raise _Wrong(f"没有“{shown(raw)}”", "请从名录中选择，或先在管理中登记")
    return raw


CHECKS: Mapping[str, Callable[[KindField, str, Known], str]] = {
    "text": _text,
    "choice": _choice,
    "date": _date,
    "place": _place,
    "organization": _party,
    "person": _party,
}
