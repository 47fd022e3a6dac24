"""Amounts in plans and cases: text for money, plain numbers for the rest, nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tongxing.rules.plan import AmountError
from tongxing.rules.plan import FieldTest
from tongxing.rules.plan import KindField
from tongxing.rules.plan import Need
from tongxing.rules.plan import Where
from tongxing.rules.plan import read_amount
from tongxing.rules.plan import read_quantity
from tongxing.rules.plan import say_where

MONEY = KindField("amount", "金额", "money")
PEOPLE = KindField("people", "人次", "count", unit="人次")
LAND = KindField("land", "面积", "area", unit="亩")
WORDS = KindField("topic", "议题", "text")


@pytest.mark.parametrize(
    ("written", "field", "scaled"),
    [
        ("5000元", MONEY, 500_000),
        ("1.5万元", MONEY, 1_500_000),
        (30, PEOPLE, 30),
        ("562人次", PEOPLE, 562),
        (Decimal("2.5"), LAND, 25_000),
    ],
)
def test_amounts_are_scaled(written, field, scaled):
    assert read_amount(written, field) == scaled


@pytest.mark.parametrize(
    ("written", "field", "words"),
    [
        (5000, MONEY, "带单位"),
        ("5000", MONEY, "写明“元”"),
        ("近30万元", MONEY, "准数"),
        ("钱", MONEY, "钱"),
        ("200000000亿元", MONEY, "太大"),
        (True, PEOPLE, "要写一个数"),
        ([], PEOPLE, "要写一个数"),
        (Decimal("1.5"), PEOPLE, "整数"),
        (-1, PEOPLE, "不小于零"),
        ("议题", WORDS, "不是数量"),
    ],
)
def test_what_is_no_amount(written, field, words):
    with pytest.raises(AmountError, match=words):
        read_amount(written, field)


def test_a_record_may_be_approximate():
    found = read_quantity("近30万元", MONEY)
    assert (found.value, found.approx) == (30_000_000, "近")


def test_a_need_is_its_times_or_its_sum():
    assert Need(times=2).amount == 2
    assert Need(sum="purchase.amount", at_least=500).amount == 500


def test_a_condition_on_a_kind_nobody_knows_is_still_said():
    assert say_where(Where(fields=(FieldTest("mode", ("canteen",)),)), None) == "按mode"
