"""A figure as people report it: a scaled integer, its unit, and how exact it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongxing.rules.quantities.errors import TypeUnknown

# One unit in scaled integers: money in 分; areas and numbers in ten-thousandths.
SCALE: Mapping[str, int] = {"count": 1, "money": 100, "area": 10_000, "number": 10_000}
LARGEST = 2**63 - 1  # what a column and an array can hold


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` is scaled by SCALE[type]; `approx` is one of `marks.MARKS`, "" when exact.

    Money always has the unit 元, whatever it was written in and whatever the field says.
    """

    value: int
    type: str
    unit: str
    approx: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", unit_of(self.type, self.unit))


def unit_of(type_: str, unit: str) -> str:
    """The unit a figure is kept in."""
    return "元" if type_ == "money" else unit


def scale_of(type_: str) -> int:
    """The scaled integer of one unit; TypeUnknown for anything but a quantity's type."""
    if type_ not in SCALE:
        raise TypeUnknown(type_)
    return SCALE[type_]
