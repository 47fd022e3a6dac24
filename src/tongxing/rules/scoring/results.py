"""What scoring answers: numbers in hundredths of a point, each with its lines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One line of how a number came about.

    `points` in hundredths, None where the line carries no points. `source` is the key to
    drill down by: "duty:ID", "indicator:ID", "entered:ID", "kind:ID", or "".
    """

    text: str
    points: int | None = None
    source: str = ""
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item: `points` is None while there is nothing to judge it by."""

    of: str
    points: int | None
    out_of: int  # 0 for bonus and deduction, and while `points` is None
    approx: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Result:
    """One subject's score: `points` out of `out_of` so far, in hundredths.

    `band` is "" until every item is judged, except where a veto already decides it. `rank`
    is given only where the plan shows ranks, and only for a complete score.
    """

    subject: str
    points: int
    out_of: int
    complete: bool
    approx: bool
    items: tuple[ItemResult, ...]
    band: str
    band_lines: tuple[Line, ...]
    rank: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The whole tree: the items in the plan's order, then how the band was reached."""
        return (*(item.line for item in self.items), *self.band_lines)


def hundredths(value: Fraction) -> int:
    """Rounded to a whole hundredth, halves away from zero, as offices round (四舍五入)."""
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def points_text(points: int) -> str:
    """`1250` → "12.5分"; a negative amount keeps its sign: "-2分"."""
    whole, part = divmod(abs(points), 100)
    tail = f".{part:02d}".rstrip("0") if part else ""
    sign = "-" if points < 0 else ""
    return f"{sign}{whole}{tail}分"
