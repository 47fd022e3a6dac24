"""One field of a kind between what people type, what is stored, and what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import say

LONGEST = 200


class ValueProblem(ValueError):  # noqa: N818 - not a fault of the program but of the form
    """What was typed cannot be stored; the text says why and how to mend it."""


def quantity_of(field: KindField, raw: str) -> Quantity:
    """The amount `raw` says; raises ValueProblem with the reader's own advice."""
    try:
        return parse(raw, type=field.type, unit=field.unit)
    except QuantityError as problem:
        raise ValueProblem(str(problem)) from None


def stored(field: KindField, raw: str) -> Any:
    """What a record keeps of `raw` (not empty); raises ValueProblem."""
    if field.type in QUANTITY_TYPES:
        return _stored_quantity(quantity_of(field, raw), raw)
    if field.type == "choice" and raw not in field.choices:
        raise ValueProblem(f"请从选项中选择：{'、'.join(field.choices.values())}")
    if field.type == "date":
        return day_of(raw).isoformat()
    if len(raw) > LONGEST:
        raise ValueProblem(f"请控制在{LONGEST}字以内，详细情况写在“说明”里")
    return raw


def _stored_quantity(quantity: Quantity, raw: str) -> dict[str, Any]:
    kept: dict[str, Any] = {"v": quantity.value}
    if quantity.approx:
        kept["approx"] = quantity.approx
    if raw != say(quantity):
        kept["text"] = raw
    return kept


def day_of(raw: str) -> date:
    """A day as a date field sends it; raises ValueProblem."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueProblem("日期不对，请写成 2026-03-05 的样子") from None


def as_quantity(field: KindField, value: Mapping[str, Any]) -> Quantity:
    """A stored amount as a quantity again."""
    return Quantity(value["v"], field.type, field.unit, value.get("approx", ""))


def typed(field: KindField, value: Any) -> str:
    """What to put back into the form for a stored value."""
    if field.type in QUANTITY_TYPES:
        return str(value.get("text") or say(as_quantity(field, value)))
    return str(value)


def printed(field: KindField, value: Any, names: Mapping[str, str]) -> str:
    """A stored value as an official would write it; `names` resolves places and parties."""
    if field.type in QUANTITY_TYPES:
        return say(as_quantity(field, value))
    if field.type == "choice":
        return field.choices.get(value, str(value))
    if field.type == "date":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return names.get(value, str(value))


def as_written(field: KindField, value: Any) -> str:
    """The writer's own words for an amount where they differ from how it is printed."""
    return str(value.get("text", "")) if field.type in QUANTITY_TYPES else ""
