"""Adds up the parts of a numeral from left to right, and refuses what could mean two things."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tongxing.rules.quantities.errors import QuantityError
from tongxing.rules.quantities.marks import INFIXES

TEN, WAN, YI = 10, 10_000, 100_000_000
NO_SCALE = 10**30  # larger than any scale: nothing has been counted in this section yet
SAY_IN_DIGITS = "请改用阿拉伯数字写全，例如12500"


@dataclass(frozen=True, slots=True)
class Figure:
    """A run of digits; `digits` is how many (0 when it has decimals): 1万5000 is not 1万5."""

    value: Fraction
    digits: int


class Reckoner:
    """Feed it tokens in order, then `finish`. Every error names the place in `text`."""

    def __init__(self, text: str, *, bare: bool = False) -> None:
        self.text = text
        self._bare = bare  # 近百人 is said without a figure before 百
        self.mark = ""
        self.seen_big = False
        self._yi = Fraction(0)  # what 亿 has closed
        self._wan = Fraction(0)  # what 万 has closed since
        self._section = Fraction(0)  # what 千 百 十 have closed since
        self._pending: Figure | None = None
        self._pending_at = 0
        self._gap = False  # the pending figure stands after 零
        self._bare_at: int | None = None  # where an opening 百 千 万 亿 stands without a figure
        self._small = NO_SCALE  # the last scale of this section: the next must be smaller
        self._last = 1  # the last scale of all: 两万三 is 3 × a tenth of it
        self._previous = ""  # "", figure, zero, scale or mark
        self._yi_closed = self._wan_closed = False

    def figure(self, at: int, figure: Figure) -> None:
        if self._pending is not None:
            raise self._error(at, "数字连写，看不出是多少", "概数请写成“约35户”，区间请只写一个数")
        if self._previous == "mark":
            raise self._error(at, f"“{self.text[at - 1]}”后面又有数字", SAY_IN_DIGITS)
        self._pending, self._pending_at = figure, at
        self._gap = self._previous == "zero"
        self._previous = "figure"

    def zero(self, at: int) -> None:
        if self._previous == "":
            self.figure(at, Figure(Fraction(0), 1))
        elif self._previous == "scale":
            self._previous = "zero"
        else:
            raise self._error(at, "“零”的位置不对", SAY_IN_DIGITS)

    def half(self, at: int) -> None:
        """半 opens a numeral (半亩); after a unit it is the tail's."""
        if self._previous:
            raise self._error(at, "“半”的位置不对", SAY_IN_DIGITS)
        self.figure(at, Figure(Fraction(1, 2), 0))

    def set_mark(self, at: int, word: str) -> None:
        if word == "几" and self._previous != "scale":
            raise self._error(at, "“几”没有说出是多少", "请写一个约数，例如“约30户”")
        if self._previous not in {"figure", "scale"}:
            raise self._error(at, f"“{word}”前面缺少数字", "请写成“70多万”这样的形式")
        if word == "把" and self._bare_at is None:
            raise self._error(at, "“把”的位置不对", "请写成“百把人”“万把块”这样的形式")
        if self.mark:
            raise self._error(at, "一个数用了两个约数词", "请只留一个")
        self.mark, self._bare_at = INFIXES[word], None
        self._previous = "mark"

    def small(self, at: int, scale: int) -> None:
        """十, 百 or 千."""
        closed = self._coefficient(at, scale) * scale
        if scale >= self._small or closed >= self._small:
            raise self._error(at, "十、百、千的先后不对", SAY_IN_DIGITS)
        self._section += closed
        self._small = self._last = scale
        self._previous = "scale"

    def _coefficient(self, at: int, scale: int) -> Fraction:
        """What stands before 十 百 千; a numeral may open with them, and 一百十五 is said."""
        pending, self._pending = self._pending, None
        if pending is not None:
            return pending.value
        if self._previous == "":
            self._bare_at = None if scale == TEN else at
            return Fraction(1)
        if scale == TEN and self._previous in {"scale", "zero"}:
            return Fraction(1)
        raise self._error(at, f"“{self.text[at]}”前面缺少数字", SAY_IN_DIGITS)

    def big(self, at: int, scale: int) -> None:
        """万 or 亿: closes what came before it."""
        part = self._part(at, scale)
        if scale == WAN:
            if self._wan_closed or (self._yi_closed and part >= WAN):
                raise self._error(at, "万、亿的先后不对", SAY_IN_DIGITS)
            self._wan, self._wan_closed = part * WAN, True
        else:
            if self._yi_closed or (self._wan_closed and part >= WAN):
                raise self._error(at, "万、亿的先后不对", SAY_IN_DIGITS)
            self._yi, self._yi_closed = (self._wan + part) * YI, True
            self._wan, self._wan_closed = Fraction(0), False
        self._section, self._small, self._last = Fraction(0), NO_SCALE, scale
        self._previous, self.seen_big = "scale", True

    def _part(self, at: int, scale: int) -> Fraction:
        """The number before 万 or 亿."""
        pending, self._pending = self._pending, None
        if pending is not None:
            return self._section + self._tail(pending, self._small, last=False)
        if self._section and self._previous != "zero":
            self._bare_at = None  # 百万
            return self._section
        if self._previous == "":
            self._bare_at = at  # 万余亩
            return Fraction(1)
        if scale == YI and self._wan_closed:
            return Fraction(0)  # 3万亿
        raise self._error(at, f"“{self.text[at]}”前面缺少数字", SAY_IN_DIGITS)

    def _tail(self, figure: Figure, scale: int, *, last: bool) -> Fraction:
        """The worth of a figure after `scale` and with none of its own.

        At its face after no scale, after 零, as decimals, or when it fills the places
        (1万5000); a single last digit counts in the next lower place: 1千5 is 1,500.
        Anything else could mean two things and is refused.
        """
        plain = scale in {1, NO_SCALE} or figure.value < 1 or (scale == TEN and not figure.digits)
        filled = bool(figure.digits) and TEN**figure.digits == scale
        if plain or filled or (self._gap and figure.value < scale):
            return figure.value
        if last and figure.digits == 1 and not self._gap:
            return figure.value * scale / TEN
        raise self._error(self._pending_at, "这个数字可以有两种读法", SAY_IN_DIGITS)

    def finish(self, end: int) -> Fraction:
        """The whole number; `end` is where the numeral ended."""
        if self._previous == "zero":
            raise self._error(end - 1, "“零”后面缺少数字", SAY_IN_DIGITS)
        if self._bare_at is not None and not self._bare:
            word = self.text[self._bare_at]
            raise self._error(self._bare_at, f"“{word}”前面缺少数字", f"请写成“1{word}”等")
        tail = Fraction(0)
        if self._pending is not None:
            tail = self._tail(self._pending, self._last, last=True)
        return self._yi + self._wan + self._section + tail

    def _error(self, at: int, what: str, remedy: str) -> QuantityError:
        return QuantityError(self.text, at, what, remedy)
