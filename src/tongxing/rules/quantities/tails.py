"""What stands after the number: a unit and its conversion, or 元, 角 and 分."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tongxing.rules.quantities.errors import QuantityError
from tongxing.rules.quantities.numerals import DIGITS
from tongxing.rules.quantities.numerals import HALF
from tongxing.rules.quantities.numerals import HAN
from tongxing.rules.quantities.units import AREAS
from tongxing.rules.quantities.units import MONEY
from tongxing.rules.quantities.units import accepted

ONE = f"[0-9{HAN}]"
YUAN = re.compile("[元块圆]")
# After 元: 5角, 5角2分, 零2分, and the spoken 三块五, 三块半.
AFTER_YUAN = re.compile(
    rf"(?:(?P<jiao>{ONE})(?:[角毛]|$)|(?P<half>半))?(?:零?(?P<fen>{ONE})分)?[钱整正]?"
)
NO_YUAN = re.compile(rf"(?:(?P<jiao>{ONE})[角毛])?(?:零?(?P<fen>{ONE})分)?钱?")
MU = "亩"
FEN = re.compile(rf"(?P<fen>{ONE})分地?$")  # ten of them are a 亩


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the number ends; it counts `factor` times, `plus` more, in `unit`.

    `number` is False when there is no number before the tail (5角). `bare` says that no unit
    was written: money then takes the field's own, unless 万 or 亿 was written.
    """

    end: int
    unit: str
    factor: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    number: bool = True
    bare: bool = False


def money_tail(text: str, begin: int, end: int, unit: str) -> Tail:
    """The tail of a sum of money in `text[begin:end]`; the factor is in 元."""
    if unit and unit not in MONEY:
        remedy = "请联系方案管理人员，改为元、万元或亿元"
        raise QuantityError(text, begin, f"字段的单位“{unit}”不是金额单位", remedy)
    places = [found.start() for found in YUAN.finditer(text, begin, end)]
    if not places:
        small = NO_YUAN.fullmatch(text, begin, end)
        if small and begin < end and small[0] != "钱":
            return Tail(begin, "元", plus=_small(small), number=False)
        return Tail(end, "元", factor=Fraction(MONEY[unit or "元"]), bare=True)
    small = AFTER_YUAN.fullmatch(text[places[-1] + 1 : end].strip())
    if small is None:
        remedy = "元以下只写几角几分，例如3元5角、3.50元"
        raise QuantityError(text, places[-1] + 1, f"看不懂“{text[places[-1] + 1 : end]}”", remedy)
    half = Fraction(1, 2) if small["half"] else 0
    return Tail(places[-1], "元", plus=_small(small) + half)


def _small(found: re.Match[str]) -> Fraction:
    jiao, fen = (_digit(found[part]) for part in ("jiao", "fen"))
    return Fraction(jiao, 10) + Fraction(fen, 100)


def _digit(one: str | None) -> int:
    if one is None:
        return 0
    return DIGITS[one] if one in DIGITS else int(one)


def unit_tail(text: str, begin: int, end: int, type_: str, unit: str) -> Tail:
    """The tail of a count, a number or an area; an area's factor converts to the field's unit."""
    spellings = accepted(type_, unit)
    stop, written, more = _unit(text, begin, end, spellings)
    if not written and not more:
        if type_ == "area" and not unit:
            raise QuantityError(text, end - 1, "缺少面积单位", "请写明亩、平方米、公顷或平方公里")
        return Tail(end, unit, bare=True)
    meant = spellings[written or MU]
    wanted = unit or meant
    factor = Fraction(1)
    if meant != wanted:
        if wanted not in AREAS:
            what = f"“{written or MU}”不能折算成“{wanted}”"
            raise QuantityError(text, stop - len(written), what, f"请按{wanted}填写")
        factor = AREAS[meant] / AREAS[wanted]
    return Tail(stop - len(written), wanted, factor, more * factor, number=stop > begin)


def _unit(
    text: str, begin: int, end: int, spellings: Mapping[str, str]
) -> tuple[int, str, Fraction]:
    """Where the unit ends, how it is written, and what follows it: 两亩半, 两亩三分, 三分地."""
    if text.endswith(HALF, begin, end) and (written := _longest(text[begin : end - 1], spellings)):
        return end - 1, written, Fraction(1, 2)
    if MU in spellings and (found := FEN.search(text, begin, end)):
        written = _longest(text[begin : found.start()], spellings)
        if found.start() == begin or spellings.get(written) == MU:
            return found.start(), written, Fraction(_digit(found["fen"]), 10)
    return end, _longest(text[begin:end], spellings), Fraction(0)


def _longest(body: str, spellings: Mapping[str, str]) -> str:
    return max((one for one in spellings if body.endswith(one)), key=len, default="")
