"""What follows the number: units of money and area, and what converts exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import say


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("￥3,000.50", 300_050),
        ("¥3000.5元", 300_050),
        ("人民币叁仟元整", 300_000),
        ("人民币 3000 元", 300_000),
        ("3000元正", 300_000),
        ("3000圆", 300_000),
        ("30块", 3_000),
        ("30块钱", 3_000),
        ("三块五", 350),
        ("三块半", 350),
        ("半块钱", 50),
        ("3元5角", 350),
        ("3元5角2分", 352),
        ("3元零2分", 302),
        ("3块5毛", 350),
        ("3块5毛钱", 350),
        ("三万元五角", 3_000_050),
        ("5角", 50),
        ("五毛钱", 50),
        ("5角2分", 52),
        ("2分", 2),
        ("0.01元", 1),
        ("0.5万", 500_000),
    ],
)
def test_money_down_to_the_fen(text, fen):
    assert parse(text, type="money") == Quantity(fen, "money", "元")


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("70", "万元", 700_000),  # a bare number counts in the field's unit
        ("1.5", "亿元", 150_000_000),
        ("70", "元", 70),
        ("70万", "万元", 700_000),  # 万 was written: it is not counted twice
        ("70元", "万元", 70),
        ("70万元", "亿元", 700_000),
        ("近70", "万元", 700_000),
    ],
)
def test_a_bare_number_counts_in_the_fields_own_unit(text, unit, yuan):
    found = parse(text, type="money", unit=unit)
    assert (found.value, found.unit) == (yuan * 100, "元")


@pytest.mark.parametrize(
    ("text", "unit", "at", "said"),
    [
        ("3元5斤", "", 2, "看不懂“5斤”。元以下只写几角几分"),
        ("3元55", "", 2, "看不懂“55”"),
        ("元", "", 0, "缺少数字"),
        ("钱", "", 0, "没有读到数字"),
        ("3.5元5角", "", 0, "小数后面又有零头"),
        ("70", "美元", 0, "字段的单位“美元”不是金额单位"),
    ],
)
def test_money_that_cannot_be_read(text, unit, at, said):
    with pytest.raises(QuantityError) as caught:
        parse(text, type="money", unit=unit)
    assert caught.value.at == at
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "unit", "ten_thousandths"),
    [
        ("14300亩", "亩", 143_000_000),
        ("14300", "亩", 143_000_000),
        ("1.43万亩", "亩", 143_000_000),
        ("26.2平方公里", "平方公里", 262_000),
        ("3公顷", "亩", 450_000),  # 45 亩
        ("1平方公里", "亩", 15_000_000),  # 1,500 亩
        ("500平方米", "亩", 7_500),  # 0.75 亩
        ("500㎡", "亩", 7_500),
        ("200平米", "平方米", 2_000_000),
        ("15亩", "公顷", 10_000),
        ("2620公顷", "平方公里", 262_000),
        ("2.5 km²", "公顷", 2_500_000),
        ("半亩", "亩", 5_000),
        ("两亩半", "亩", 25_000),
        ("30亩地", "亩", 300_000),
        ("两亩三分地", "亩", 23_000),
        ("2亩3分", "亩", 23_000),
        ("三分地", "亩", 3_000),
        ("三分", "平方米", 2_000_000),
        ("120平", "平方米", 1_200_000),
        ("120平方", "平方米", 1_200_000),
        ("一公顷半", "亩", 225_000),
    ],
)
def test_areas_convert_where_it_is_exact(text, unit, ten_thousandths):
    assert parse(text, type="area", unit=unit) == Quantity(ten_thousandths, "area", unit)


def test_half_of_a_unit_is_said_before_or_after_it():
    for text in ("半吨", "0.5吨"):
        assert parse(text, type="number", unit="吨").value == 5_000
    assert parse("一吨半", type="number", unit="吨").value == 15_000
    assert parse("半", type="number", unit="吨").value == 5_000


def test_an_area_without_a_unit_of_its_own_keeps_the_one_written():
    assert parse("16000余亩", type="area") == Quantity(160_000_000, "area", "亩", "余")


@pytest.mark.parametrize(
    ("text", "unit", "at", "said"),
    [
        ("100亩", "公顷", 0, "折算成公顷除不尽（约6.6667公顷）。请直接按公顷填写"),
        ("约100亩", "平方公里", 1, "约0.0667平方公里"),
        ("100", "", 2, "缺少面积单位。请写明亩、平方米、公顷或平方公里"),
        ("100亩", "丈", 3, "“亩”不能折算成“丈”。请按丈填写"),
        ("0.00001亩", "亩", 0, "小数点后最多四位"),
        ("5户", "亩", 1, "单位“户”与这一栏不符"),
        ("亩半", "亩", 0, "缺少数字"),
        ("2.5亩3分", "亩", 0, "小数后面又有零头"),
        ("3公顷2分", "亩", 1, "看不懂"),
        ("三分地", "丈", 0, "“亩”不能折算成“丈”"),
        ("半", "", 0, "缺少面积单位"),
    ],
)
def test_areas_that_do_not_fit_are_refused(text, unit, at, said):
    with pytest.raises(QuantityError) as caught:
        parse(text, type="area", unit=unit)
    assert caught.value.at == at
    assert said in str(caught.value)


@given(st.integers(0, 10**9))
def test_hectares_and_mu_go_there_and_back(hectares):
    in_mu = parse(f"{hectares}公顷", type="area", unit="亩")
    assert in_mu.value == hectares * 15 * 10_000
    assert parse(say(in_mu), type="area", unit="公顷").value == hectares * 10_000


@given(st.integers(0, 10**12), st.integers(0, 9), st.integers(0, 9))
def test_yuan_jiao_and_fen_add_up(yuan, jiao, fen):
    found = parse(f"{yuan}元{jiao}角{fen}分", type="money")
    assert found.value == yuan * 100 + jiao * 10 + fen
