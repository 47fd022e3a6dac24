"""Reads a figure as people write it: 70多万元, 近30万, 562人次, 16000余亩, 三千多块钱."""

from __future__ import annotations

from fractions import Fraction

from tongxing.rules.quantities.errors import QuantityError
from tongxing.rules.quantities.marks import IDLE
from tongxing.rules.quantities.marks import PREFIXES
from tongxing.rules.quantities.marks import SUFFIXES
from tongxing.rules.quantities.marks import one_mark
from tongxing.rules.quantities.numerals import Number
from tongxing.rules.quantities.numerals import read_number
from tongxing.rules.quantities.printing import decimals
from tongxing.rules.quantities.quantity import LARGEST
from tongxing.rules.quantities.quantity import Quantity
from tongxing.rules.quantities.quantity import scale_of
from tongxing.rules.quantities.tails import Tail
from tongxing.rules.quantities.tails import money_tail
from tongxing.rules.quantities.tails import unit_tail
from tongxing.rules.quantities.units import known

LENGTH_MOST = 60
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# One character for one character, so that a place here is the place in what was typed.
SAME = str.maketrans(
    {"￥": "¥", "−": "-", "–": "-", "圆": "元", "：": ":"} | dict.fromkeys("　\xa0\t\r\n", " ")
)
BLANK = " 。、,;.!?"  # dictation closes every sentence with a full stop
PREFIX_WORDS = sorted((*PREFIXES, *IDLE), key=len, reverse=True)
MONEY_SIGNS = ("人民币", "¥")
MINUS = ("负", "-")
FINEST = {
    "count": "请填整数",
    "money": "金额精确到分，小数点后最多两位",
    "area": "小数点后最多四位",
    "number": "小数点后最多四位",
}


def parse(text: str, *, type: str, unit: str = "") -> Quantity:  # noqa: A002 -- a kind's key
    """The figure a text states, in a field of this type and unit.

    An approximate figure counts at its stated number and keeps its mark: 70多万元 is
    700,000 元, 多. Areas convert where that is exact. QuantityError for everything else;
    TypeUnknown when `type` is no quantity's.
    """
    scale_of(type)
    try:
        return _read(text.translate(FULL_WIDTH).translate(SAME), type, unit)
    except QuantityError as error:
        raise QuantityError(text, error.at, error.what, error.remedy) from None


def _read(text: str, type_: str, unit: str) -> Quantity:
    if len(text) > LENGTH_MOST:
        raise QuantityError(text, LENGTH_MOST, "起内容太长", "这里只填一个数，说明请写在正文里")
    begin, end = _trimmed(text, 0, len(text))
    if begin == end:
        raise QuantityError(text, 0, "没有填写数字", "没有就写0，不清楚就留空")
    begin, before, negative = _prefix(text, begin, end, type_)
    number_end, after = _suffix(text, begin, end)
    if begin == number_end:
        raise QuantityError(text, begin, "缺少数字", "请写一个数，例如70万、562、三千")
    tail = (
        money_tail(text, begin, number_end, unit)
        if type_ == "money"
        else unit_tail(text, begin, number_end, type_, unit)
    )
    number = _number(text, begin, end, tail, bare=bool(before))
    mark = one_mark([word for word in (*before, number.mark, *after) if word])
    if mark is None:
        raise QuantityError(text, begin, "约数词互相矛盾", "“近”与“余、多、超”等只留一个")
    value = _value(number, tail)
    if negative and type_ != "number":
        raise QuantityError(text, begin - 1, "是负数", "请填正数；原来填多了，请更正原记录")
    scaled = _scaled(text, begin, -value if negative else value, type_, tail)
    return Quantity(scaled, type_, tail.unit, mark)


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin] == " ":
        begin += 1
    while begin < end and text[end - 1] in BLANK:
        end -= 1
    return begin, end


def _prefix(text: str, begin: int, end: int, type_: str) -> tuple[int, list[str], bool]:
    """Past 约, ¥, a minus and the like: where the number begins, the marks, whether negative."""
    words = (*PREFIX_WORDS, *(MONEY_SIGNS if type_ == "money" else ()), *MINUS)
    marks: list[str] = []
    negative = False
    while word := next((one for one in words if text.startswith(one, begin, end)), ""):
        if negative:
            raise QuantityError(
                text, begin, f"负号后面不能再写“{word}”", "请写成“约-3.5”这样的形式"
            )
        negative = word in MINUS
        marks += [PREFIXES[word]] if word in PREFIXES else []
        begin, _ = _trimmed(text, begin + len(word), end)
    return begin, marks, negative


def _suffix(text: str, begin: int, end: int) -> tuple[int, list[str]]:
    """Before 左右, 以上 and the like: where number and unit end, and the marks."""
    marks: list[str] = []
    while word := next((one for one in SUFFIXES if text.endswith(one, begin, end)), ""):
        marks.insert(0, SUFFIXES[word])
        _, end = _trimmed(text, begin, end - len(word))
    return end, marks


def _number(text: str, begin: int, end: int, tail: Tail, *, bare: bool) -> Number:
    """The number before the tail; nothing may stand between them."""
    if not tail.number:
        return Number(Fraction(0), "", scaled=False, stop=begin)
    number = read_number(text, begin, tail.end, bare=bare)
    _, number_end = _trimmed(text, begin, tail.end)
    if number.stop == number_end and tail.plus and number.value.denominator != 1:
        raise QuantityError(text, begin, "小数后面又有零头", "只用一种写法，例如3.50元、3元5角")
    if number.stop == number_end:
        return number
    rest = text[number.stop : end].strip()
    if known(rest):
        remedy = f"请按“{tail.unit}”填写" if tail.unit else "这一栏只填数，不带单位"
        raise QuantityError(text, number.stop, f"单位“{rest}”与这一栏不符", remedy)
    remedy = f"只写一个数和单位，例如“30{tail.unit}”“约30{tail.unit}”"
    raise QuantityError(text, number.stop, f"看不懂“{rest}”", remedy)


def _value(number: Number, tail: Tail) -> Fraction:
    """In 元 for money, in the field's unit for the rest."""
    in_full = tail.bare and number.scaled and tail.unit == "元"  # 70万 is 元 in any field
    return number.value * (1 if in_full else tail.factor) + tail.plus


def _scaled(text: str, at: int, value: Fraction, type_: str, tail: Tail) -> int:
    scaled = value * scale_of(type_)
    if scaled.denominator != 1:
        if tail.factor != 1 and type_ == "area":
            what = f"折算成{tail.unit}除不尽（约{decimals(round(value, 4))}{tail.unit}）"
            raise QuantityError(text, at, what, f"请直接按{tail.unit}填写")
        raise QuantityError(text, at, "小数位太多", FINEST[type_])
    if abs(scaled) > LARGEST:
        raise QuantityError(text, at, "数字太大", "请核对是否多写了“万”或“亿”")
    return int(scaled)
