"""Sums of one measure: ≈ stays, no data is not zero, unlike figures are never added."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace

from tongxing.rules.quantities.errors import MeasuresDiffer
from tongxing.rules.quantities.errors import UnitsDiffer
from tongxing.rules.quantities.measuring import title_of_measure
from tongxing.rules.quantities.printing import say
from tongxing.rules.quantities.quantity import Quantity
from tongxing.rules.quantities.quantity import unit_of


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of `count` figures; with none `value` is None, which is not zero.

    `measure` is one of `measures(type)` or "" for a field that has none.
    """

    type: str
    unit: str
    measure: str = ""
    value: int | None = None  # scaled as in Quantity
    approx: bool = False
    count: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", unit_of(self.type, self.unit))

    def plus(self, *quantities: Quantity) -> Total:
        """With more figures of this measure; UnitsDiffer for another type or unit."""
        total = self
        for one in quantities:
            _same_unit(self.type, self.unit, one.type, one.unit)
            total = replace(
                total,
                value=(total.value or 0) + one.value,
                approx=total.approx or one.approx != "",
                count=total.count + 1,
            )
        return total

    def __add__(self, other: Total) -> Total:
        """Two parts of one whole; MeasuresDiffer, UnitsDiffer for parts of two."""
        if self.measure != other.measure:
            raise MeasuresDiffer(title_of_measure(self.measure), title_of_measure(other.measure))
        _same_unit(self.type, self.unit, other.type, other.unit)
        values = [one.value for one in (self, other) if one.value is not None]
        return replace(
            self,
            value=sum(values) if values else None,
            approx=self.approx or other.approx,
            count=self.count + other.count,
        )

    def say(self) -> str:
        """`≈320万元`, `320万元`, or 无数据."""
        if self.value is None:
            return "无数据"
        printed = say(Quantity(self.value, self.type, self.unit))
        return f"≈{printed}" if self.approx else printed


def _same_unit(type_: str, unit: str, other_type: str, other_unit: str) -> None:
    if (type_, unit) != (other_type, other_unit):
        raise UnitsDiffer(unit or type_, other_unit or other_type)
