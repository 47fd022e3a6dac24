"""Numerals as people write them: 1.2亿, 三千多, 二十五, 1千5, 两万三, 3,000.50, 壹佰, 3w.

`read_number` cuts the text into tokens and adds them up from left to right. It knows no
unit: it stops at the first character that is no numeral and says where that was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tongxing.rules.quantities.errors import QuantityError
from tongxing.rules.quantities.marks import INFIXES
from tongxing.rules.quantities.reckoner import Figure
from tongxing.rules.quantities.reckoner import Reckoner

DIGITS: Mapping[str, int] = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
    "俩": 2,
    "仨": 3,
}
SCALES: Mapping[str, int] = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10_000,
    "萬": 10_000,
    "w": 10_000,
    "W": 10_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
BIG = 10_000
ZEROS = "零〇"
HALF = "半"
HAN = "".join(DIGITS)
ARABIC = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])|[0-9]+(?:\.[0-9]+)?")
HAN_DECIMAL = re.compile(f"[{HAN}]?点[{HAN}]+")


@dataclass(frozen=True, slots=True)
class Number:
    """What was read: the number, its mark, whether 万 or 亿 was written, where it stopped."""

    value: Fraction
    mark: str
    scaled: bool
    stop: int


def read_number(text: str, begin: int, end: int, *, bare: bool = False) -> Number:
    """Read a numeral from `text[begin:end]`; QuantityError when it makes no sense.

    `bare` lets it open with 百 千 万 亿 and no figure before, as in 近百人.
    """
    reckoner = Reckoner(text, bare=bare)
    stop = begin
    for at, stop_after, token in _tokens(text, begin, end):
        _take(reckoner, at, token)
        stop = stop_after
    if stop == begin:
        what = f"没有读到数字（“{text[begin:end]}”）" if begin < end else "缺少数字"
        raise QuantityError(text, begin, what, "请写一个数，例如70万、562、三千")
    return Number(reckoner.finish(stop), reckoner.mark, reckoner.seen_big, stop)


def _take(reckoner: Reckoner, at: int, token: Figure | str) -> None:
    if isinstance(token, Figure):
        reckoner.figure(at, token)
    elif token in ZEROS:
        reckoner.zero(at)
    elif token == HALF:
        reckoner.half(at)
    elif token in INFIXES:
        reckoner.set_mark(at, token)
    elif SCALES[token] < BIG:
        reckoner.small(at, SCALES[token])
    else:
        reckoner.big(at, SCALES[token])


def _tokens(text: str, begin: int, end: int) -> Iterator[tuple[int, int, Figure | str]]:
    """Each token with where it begins and ends; stops at what is no numeral."""
    at = begin
    while at < end:
        found = _token(text, at, end)
        if found is None:
            return
        after, token = found
        yield at, after, token
        at = after
        while at < end and text[at] == " ":
            at += 1


def _token(text: str, at: int, end: int) -> tuple[int, Figure | str] | None:
    if found := ARABIC.match(text, at, end):
        digits = found[0].replace(",", "")
        whole = len(digits) if "." not in digits else 0
        return found.end(), Figure(Fraction(digits), whole)
    if found := HAN_DECIMAL.match(text, at, end):
        before, _, after = found[0].partition("点")
        decimals = "".join(str(DIGITS[one]) for one in after)
        return found.end(), Figure(Fraction(f"{DIGITS[before or '零']}.{decimals}"), 0)
    one = text[at]
    if one in DIGITS and one not in ZEROS:
        return at + 1, Figure(Fraction(DIGITS[one]), 1)
    if one in ZEROS or one in SCALES or one in INFIXES or one == HALF:
        return at + 1, one
    return None
