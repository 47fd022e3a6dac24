"""Figures as an official prints them."""

from __future__ import annotations

import pytest

from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import say

YUAN = 100
WAN = 10_000


@pytest.mark.parametrize(
    ("yuan", "mark", "printed"),
    [
        (0, "", "0元"),
        (5_000, "", "5000元"),
        (9_999, "", "9999元"),
        (10_000, "", "1万元"),
        (14_300, "", "1.43万元"),
        (12_345, "", "12345元"),  # three decimals of 万 would be no easier to read
        (700_000, "多", "70多万元"),
        (750_000, "多", "75万多元"),
        (300_000, "近", "近30万元"),
        (1_400_000, "余", "140余万元"),
        (20_000_000, "余", "2000余万元"),
        (35_000_000, "", "3500万元"),
        (120_000_000, "", "1.2亿元"),
        (120_000_000, "多", "1.2亿多元"),
        (100_000_000, "余", "1亿余元"),
        (123_450_000, "", "12345万元"),
        (123_456_789, "", "123456789元"),
        (3_000, "多", "3000多元"),
        (3_000_000_000_000, "", "30000亿元"),
        (50_000, "以上", "5万元以上"),
        (50_000, "以内", "5万元以内"),
        (50_000, "左右", "5万元左右"),
        (50_000, "上下", "5万元上下"),
        (50_000, "约", "约5万元"),
        (50_000, "超", "超5万元"),
        (50_000, "不足", "不足5万元"),
    ],
)
def test_money(yuan, mark, printed):
    assert say(Quantity(yuan * YUAN, "money", "", mark)) == printed


@pytest.mark.parametrize(
    ("fen", "printed"), [(1, "0.01元"), (50, "0.50元"), (300_050, "3000.50元"), (-300_050, "-3000.50元")]
)  # fmt: skip
def test_fen_are_always_two_places(fen, printed):
    assert say(Quantity(fen, "money", "元")) == printed


@pytest.mark.parametrize(
    ("quantity", "printed"),
    [
        (Quantity(562, "count", "人次"), "562人次"),
        (Quantity(562, "count", "人次", "余"), "562余人次"),
        (Quantity(6_000, "count", "人次", "余"), "6000余人次"),
        (Quantity(30, "count", "件", "多"), "30多件"),
        (Quantity(5, "count", "户", "多"), "5户多"),
        (Quantity(99_999, "count", "人次"), "99999人次"),
        (Quantity(125_000, "count", "株"), "12.5万株"),
        (Quantity(125_000, "count", "株", "余"), "12.5万余株"),
        (Quantity(123_456, "count", "株"), "123456株"),
        (Quantity(250_000_000, "count", "株"), "2.5亿株"),
        (Quantity(500_000, "count", "万人次"), "500000万人次"),  # never 50万万
        (Quantity(7, "count", ""), "7"),
        (Quantity(14_300 * WAN, "area", "亩"), "14300亩"),
        (Quantity(16_000 * WAN, "area", "亩", "余"), "16000余亩"),
        (Quantity(262_000, "area", "平方公里"), "26.2平方公里"),
        (Quantity(262_000, "area", "平方公里", "多"), "26.2平方公里多"),
        (Quantity(850_000, "number", "%"), "85%"),
        (Quantity(31_416, "number", ""), "3.1416"),
        (Quantity(-35_000, "number", "%"), "-3.5%"),
        (Quantity(-2_000_000_000, "number", ""), "-20万"),
        (Quantity(1, "number", ""), "0.0001"),
        (Quantity(5_000_000_000, "number", "千瓦"), "500000千瓦"),
    ],
)
def test_counts_areas_and_numbers(quantity, printed):
    assert say(quantity) == printed
