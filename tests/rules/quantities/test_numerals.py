"""Numerals: how they add up, and where two readings are possible and none is chosen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities.numerals import read_number


def read(text: str) -> Fraction:
    number = read_number(text, 0, len(text))
    assert number.stop == len(text)
    return number.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("零", 0),
        ("007", 7),
        ("562", 562),
        ("3,000.50", Fraction(6001, 2)),
        ("1,234,567", 1_234_567),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十五", 25),
        ("两百", 200),
        ("一百零五", 105),
        ("一百五", 150),  # as it is said
        ("一百五十", 150),
        ("一百十五", 115),
        ("一百一十五", 115),
        ("一千零十", 1010),
        ("一千零五十", 1050),
        ("一千〇五", 1005),
        ("三千五", 3500),
        ("1千5", 1500),
        ("1千500", 1500),
        ("两万三", 23_000),
        ("2万3千", 23_000),
        ("2万3千5", 23_500),
        ("1万5000", 15_000),  # the four digits fill the places
        ("1万零50", 10_050),
        ("二十五万", 250_000),
        ("一百零五万", 1_050_000),
        ("一千五百万", 15_000_000),
        ("1千500万", 15_000_000),
        ("百万", 1_000_000),
        ("千万", 10_000_000),
        ("十万", 100_000),
        ("1.2亿", 120_000_000),
        ("一点二亿", 120_000_000),
        ("1亿2000万", 120_000_000),
        ("一亿二", 120_000_000),
        ("3万亿", 3_000_000_000_000),
        ("3万5千亿", 3_500_000_000_000),
        ("一亿零五十万零三", 100_500_003),
        ("三点五", Fraction(7, 2)),
        ("零点零五", Fraction(1, 20)),
        ("十二点五", Fraction(25, 2)),
        ("一百二十点五", Fraction(241, 2)),
        ("一百点五", Fraction(201, 2)),
        ("叁仟伍佰", 3500),
        ("壹萬贰仟", 12_000),
        ("贰億", 200_000_000),
        ("1 万 5 千", 15_000),
        ("3w", 30_000),
        ("1.5W", 15_000),
        ("俩", 2),
        ("仨", 3),
        ("半", Fraction(1, 2)),
        ("半百", 50),
        ("半万", 5000),
    ],
)
def test_numerals(text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("1万50", 2, "两种读法"),
        ("1亿2000", 2, "两种读法"),
        ("一百五万", 2, "两种读法"),
        ("2万1.5", 2, "两种读法"),
        ("二百五点五", 2, "两种读法"),
        ("一千零5000", 3, "两种读法"),
        ("一二三", 1, "数字连写"),
        ("三四十", 1, "数字连写"),
        ("二〇二五", 1, "“零”的位置不对"),
        ("一百零", 2, "“零”后面缺少数字"),
        ("一千零零五", 3, "“零”的位置不对"),
        ("三十百", 2, "“百”前面缺少数字"),
        ("三十五百", 3, "十、百、千的先后不对"),
        ("3千50百", 4, "十、百、千的先后不对"),
        ("三百五百", 3, "十、百、千的先后不对"),
        ("一万万", 2, "“万”前面缺少数字"),
        ("一万二万", 3, "万、亿的先后不对"),
        ("一亿二亿", 3, "万、亿的先后不对"),
        ("1亿20000万", 7, "万、亿的先后不对"),
        ("1万20000亿", 7, "万、亿的先后不对"),
        ("一亿万", 2, "“万”前面缺少数字"),
        ("一百零万", 3, "“万”前面缺少数字"),
        ("百", 0, "“百”前面缺少数字"),
        ("百五", 0, "“百”前面缺少数字"),
        ("万", 0, "“万”前面缺少数字"),
        ("亿", 0, "“亿”前面缺少数字"),
        ("多万", 0, "“多”前面缺少数字"),
        ("3几万", 1, "“几”没有说出是多少"),
        ("一百几十", 3, "“十”前面缺少数字"),
        ("一千零多", 3, "“多”前面缺少数字"),
        ("三千多五", 3, "“多”后面又有数字"),
        ("七十多余", 3, "“余”前面缺少数字"),
        ("七十多万余", 4, "两个约数词"),
        ("三百半", 2, "“半”的位置不对"),
        ("三半", 1, "“半”的位置不对"),
        ("半半", 1, "“半”的位置不对"),
        ("半5", 1, "数字连写"),
        ("三百把", 2, "“把”的位置不对"),
        ("把", 0, "“把”前面缺少数字"),
        ("十把", 1, "“把”的位置不对"),
        ("户", 0, "没有读到数字"),
        ("", 0, "缺少数字"),
    ],
)
def test_what_could_mean_two_things_is_refused_at_its_place(text, at, what):
    with pytest.raises(QuantityError) as caught:
        read(text)
    assert what in caught.value.what
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("70多万", 700_000, "多"),
        ("70万多", 700_000, "多"),
        ("三千多", 3000, "多"),
        ("三千余万", 30_000_000, "余"),
        ("十几", 10, "多"),
        ("二十来", 20, "约"),
        ("百余", 100, "余"),
        ("万余", 10_000, "余"),
        ("百万余", 1_000_000, "余"),
        ("3万多亿", 3_000_000_000_000, "多"),
        ("5多", 5, "多"),
        ("70多千", 70_000, "多"),
        ("百把", 100, "约"),
        ("万把", 10_000, "约"),
    ],
)
def test_marks_inside_a_numeral(text, value, mark):
    number = read_number(text, 0, len(text))
    assert (number.value, number.mark) == (value, mark)


@pytest.mark.parametrize(
    ("text", "value"), [("百", 100), ("千", 1000), ("万", 10_000), ("百万", 10**6)]
)
def test_a_scale_may_stand_alone_where_the_words_before_allow_it(text, value):
    assert read_number(text, 0, len(text), bare=True).value == value


def test_reading_stops_at_what_is_no_numeral():
    assert read_number("70多万元", 0, 5).stop == 4
    assert read_number("人70户", 1, 4).value == 70


def test_only_wan_and_yi_say_that_a_figure_was_scaled():
    assert read_number("70万", 0, 3).scaled
    assert not read_number("7千", 0, 2).scaled


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """The reading every schoolbook gives; written here the slow way, from the right."""
    said, zero = "", False
    for words, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if not section:
            zero = bool(said)
            continue
        if said and (zero or section < 1000):
            said += "零"
        said += below_ten_thousand(section) + words
        zero = False
    return said or "零"


def below_ten_thousand(number: int) -> str:
    said, gap = "", False
    for word, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + word
        gap = not digit
    return said


@given(st.integers(0, 10**12 - 1))
def test_every_number_reads_back_from_its_schoolbook_chinese(number):
    assert read(in_chinese(number)) == number


@given(st.integers(0, 10**18), st.integers(0, 9999))
def test_every_number_reads_back_from_its_digits(whole, decimals):
    value = whole + Fraction(decimals, 10_000)
    assert read(f"{whole}.{decimals:04}") == value
    assert read(f"{whole:,}.{decimals:04}") == value


@given(st.integers(0, 10**6), st.sampled_from([("千", 10**3), ("万", 10**4), ("亿", 10**8)]))
def test_a_scale_multiplies_what_stands_before_it(number, scale):
    word, times = scale
    assert read(f"{number}{word}") == number * times
