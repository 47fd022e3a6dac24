"""Amounts as plans and cases write them: text for money, a number for the rest, never a guess."""

from __future__ import annotations

from decimal import Decimal

from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import SCALE
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse

AMOUNT_MAX = 10**18  # scaled; beyond this no plan means what it says


class AmountError(ValueError):
    """The value is no amount of this field; the text says why and what to write (Chinese)."""


def read_quantity(value: object, field: KindField) -> Quantity:
    """`value` as a figure of `field`, approximate marks kept; AmountError when it is none.

    Money must be text with its unit (`"5000元"`, `"近30万元"`): a bare 5000 could be 分 or 万.
    """
    if field.type not in QUANTITY_TYPES:
        raise AmountError(f"“{field.title}”不是数量，不能比大小、不能求和")
    if isinstance(value, str):
        return _read_text(value, field)
    if field.type == "money":
        raise AmountError("金额要写成带单位的文字，如“5000元”“1.5万元”")
    return Quantity(_scale(value, field.type), field.type, field.unit)


def read_amount(value: object, field: KindField) -> int:
    """`value` as the field's scaled integer; a threshold must be exact. AmountError otherwise."""
    found = read_quantity(value, field)
    if found.approx:
        raise AmountError("方案里的数要写准数，不写“约”“余”")
    return found.value


def _read_text(value: str, field: KindField) -> Quantity:
    try:
        found = parse(value, type=field.type, unit=field.unit)
    except QuantityError as wrong:
        raise AmountError(str(wrong)) from wrong
    if not 0 <= found.value <= AMOUNT_MAX:
        raise AmountError("数小于零或太大")
    if field.type == "money" and not value.rstrip("以上下左右").endswith("元"):
        raise AmountError("金额要写明“元”，如“5000元”“1.5万元”")
    return found


def _scale(value: object, sort: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise AmountError("要写一个数")
    grown = Decimal(value) * SCALE[sort]
    if grown != int(grown) or not 0 <= grown <= AMOUNT_MAX:
        raise AmountError("要写不小于零的数，计数写整数，其余至多四位小数")
    return int(grown)
