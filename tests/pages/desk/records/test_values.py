"""Values between storage, print and form."""

from __future__ import annotations

from typing import Any

import pytest

from tongxing.pages.desk.records.values import as_written
from tongxing.pages.desk.records.values import printed
from tongxing.pages.desk.records.values import read_back
from tongxing.pages.desk.records.values import typed
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import parse

PEOPLE = KindField("people", "参加人次", "count", unit="人次")
AMOUNT = KindField("amount", "购买金额", "money", unit="元")
FARMLAND = KindField("farmland", "耕地", "area", unit="亩")
MODE = KindField("mode", "方式", "choice", choices={"canteen": "食堂采购"})
START = KindField("start", "开工日期", "date")
SITE = KindField("site", "地点", "place")
GOODS = KindField("goods", "品名", "text")
NAMES = {"440981104209": "柏桥村"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (PEOPLE, {"v": 26}, "26人次"),
        (PEOPLE, {"v": 500, "approx": "余", "text": "五百余人次"}, "500余人次"),
        (AMOUNT, {"v": 70_000_000, "approx": "多"}, "70多万元"),
        (FARMLAND, {"v": 143_000_000}, "14300亩"),
        (MODE, "canteen", "食堂采购"),
        (MODE, "gone", "gone"),
        (START, "2025-03-05", "2025年3月5日"),
        (SITE, "440981104209", "柏桥村"),
        (SITE, "440981104999", "440981104999"),
        (GOODS, "荔枝", "荔枝"),
    ],
)
def test_values_are_printed_as_an_official_would(field, value, said) -> None:
    assert printed(field, value, NAMES) == said


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (PEOPLE, {"v": 30, "approx": "多", "text": "三十多人次"}, "三十多人次"),
        (PEOPLE, {"v": 30, "approx": "多", "text": "30多人次"}, ""),
        (PEOPLE, {"v": 30}, ""),
        (GOODS, "荔枝", ""),
    ],
)
def test_the_writers_words_are_shown_only_where_they_differ(field, value, words) -> None:
    assert as_written(field, value) == words


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (PEOPLE, {"v": 26}, "26"),
        (PEOPLE, {"v": 30, "approx": "多", "text": "三十多人次"}, "三十多人次"),
        (AMOUNT, {"v": 30_000_00}, "3万"),
        (FARMLAND, {"v": 143_000_000}, "14300"),
        (MODE, "canteen", "canteen"),
        (START, "2025-03-05", "2025-03-05"),
    ],
)
def test_the_form_holds_what_can_be_sent_again(field, value, text) -> None:
    assert typed(field, value).removesuffix("元") == text


@pytest.mark.parametrize("field", [PEOPLE, AMOUNT, FARMLAND])
@pytest.mark.parametrize("raw", ["26", "近30", "500余", "1.2万", "70多万"])
def test_what_stands_in_the_form_means_what_is_stored(field, raw) -> None:
    once = parse(raw, type=field.type, unit=field.unit)
    value: dict[str, Any] = {"v": once.value, "approx": once.approx}

    assert parse(typed(field, value), type=field.type, unit=field.unit) == once


def test_an_amount_is_read_back_or_the_reason_is_given() -> None:
    assert read_back(AMOUNT, "近3万") == (True, "读作 近3万元")
    readable, said = read_back(AMOUNT, "不少")
    assert not readable
    assert said.endswith("。")
