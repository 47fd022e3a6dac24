"""One field of a kind between what is stored, what is printed, and what stands in a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongxing.rules.periods import say_day
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import say


def quantity_of(field: KindField, value: Mapping[str, Any]) -> Quantity:
    """A stored amount as a quantity again."""
    return Quantity(value["v"], field.type, field.unit, value.get("approx", ""))


def typed(field: KindField, value: Any) -> str:
    """What to put back into the form for a stored value: the writer's words, else the figure.

    The label names the unit already, so the figure stands without it; amounts keep their 元.
    """
    if field.type in QUANTITY_TYPES:
        written = say(quantity_of(field, value))
        return str(value.get("text") or written.removesuffix(field.unit))
    return str(value)


def printed(field: KindField, value: Any, names: Mapping[str, str]) -> str:
    """A stored value as an official would write it; `names` resolves places and parties."""
    if field.type in QUANTITY_TYPES:
        return say(quantity_of(field, value))
    if field.type == "choice":
        return field.choices.get(value, str(value))
    if field.type == "date":
        return say_day(date.fromisoformat(value))
    return names.get(value, str(value))


def as_written(field: KindField, value: Any) -> str:
    """The writer's own words for an amount, where they are not what is printed."""
    if field.type not in QUANTITY_TYPES:
        return ""
    written = str(value.get("text", ""))
    return "" if written == say(quantity_of(field, value)) else written


def read_back(field: KindField, raw: str) -> tuple[bool, str]:
    """Whether an amount can be read, and what it is read as, or why it cannot be."""
    try:
        return True, f"读作 {say(parse(raw, type=field.type, unit=field.unit))}"
    except QuantityError as problem:
        return False, f"{problem.say().removesuffix('。')}。"
