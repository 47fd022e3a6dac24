"""What people write, and what it is read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.quantities.figures import fields
from tests.rules.quantities.figures import texts_like_figures
from tongxing.rules.quantities import LARGEST
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import TypeUnknown
from tongxing.rules.quantities import parse

YUAN = 100  # 分


def money(text: str) -> Quantity:
    return parse(text, type="money")


def count(text: str, unit: str = "人次") -> Quantity:
    return parse(text, type="count", unit=unit)


def refused(text: str, type_: str, unit: str) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        parse(text, type=type_, unit=unit)
    return caught.value


@pytest.mark.parametrize(
    ("text", "yuan", "mark"),
    [
        ("70多万元", 700_000, "多"),
        ("近30万", 300_000, "近"),
        ("近30万元", 300_000, "近"),
        ("1.2亿", 120_000_000, ""),
        ("140余万元", 1_400_000, "余"),
        ("2,000余万元", 20_000_000, "余"),
        ("1000余万", 10_000_000, "余"),
        ("1500万", 15_000_000, ""),
        ("三千多块钱", 3_000, "多"),
        ("两万三", 23_000, ""),
        ("5000元", 5_000, ""),
        ("70 多 万 元", 700_000, "多"),
        ("　７０多万元　", 700_000, "多"),
        ("约70万元", 700_000, "约"),
        ("大约70万元", 700_000, "约"),
        ("70万元左右", 700_000, "左右"),
        ("70万元上下", 700_000, "上下"),
        ("5万元以上", 50_000, "以上"),
        ("至少5万元", 50_000, "以上"),
        ("超过5万元", 50_000, "超"),
        ("逾5万元", 50_000, "超"),
        ("不足5万元", 50_000, "不足"),
        ("不到5万块", 50_000, "不足"),
        ("不超过5万元", 50_000, "以内"),
        ("5万元以下", 50_000, "以内"),
        ("约70多万元左右", 700_000, "多"),  # 约 and 左右 add nothing to 多
        ("约70万元左右", 700_000, "约"),
        ("超70余万元", 700_000, "超"),
        ("70多万余", 700_000, "多"),
        ("七十来万", 700_000, "约"),
        ("十几万元", 100_000, "多"),
        ("百余元", 100, "余"),
        ("万余元", 10_000, "余"),
        ("0元", 0, ""),
        ("零", 0, ""),
        ("一共三千五百多块。", 3_500, "多"),  # as dictated, with its full stop
        ("差不多两万块钱", 20_000, "约"),
        ("三千块不到", 3_000, "不足"),
        ("五百块出头", 500, "多"),
        ("五百元有余", 500, "余"),
        ("万把块钱", 10_000, "约"),
        ("近百元", 100, "近"),
        ("超百万元", 1_000_000, "超"),
        ("过亿元", 100_000_000, "超"),
        ("上万元", 10_000, "以上"),
        ("上千万", 10_000_000, "以上"),
        ("3w", 30_000, ""),
        ("总共有1.5w元", 15_000, ""),
    ],
)
def test_money_as_people_write_it(text, yuan, mark):
    assert money(text) == Quantity(yuan * YUAN, "money", "元", mark)


@pytest.mark.parametrize(
    ("text", "value", "unit", "mark"),
    [
        ("562人次", 562, "人次", ""),
        ("562", 562, "人次", ""),
        ("500余人次", 500, "人次", "余"),
        ("6000余", 6000, "人次", "余"),
        ("1.2万人次", 12_000, "人次", ""),
        ("三千多", 3000, "人次", "多"),
        ("二十五", 25, "户", ""),
        ("近1000株", 1000, "株", "近"),
        ("近1000棵", 1000, "株", "近"),
        ("１２３", 123, "户", ""),
        ("8名", 8, "人", ""),
        ("8位", 8, "人", ""),
        ("15日", 15, "天", ""),
        ("30多个", 30, "件", "多"),  # 个 is said of matters too
        ("30多件", 30, "件", "多"),
        ("5户多", 5, "户", "多"),
        ("1千5", 1500, "株", ""),
        ("三十来个人", 30, "人", "约"),
        ("二十口人", 20, "人", ""),
        ("十多号人", 10, "人", "多"),
        ("俩人", 2, "人", ""),
        ("上百人", 100, "人", "以上"),
        ("百把人", 100, "人", "约"),
        ("百来人", 100, "人", "约"),
        ("三十人出头", 30, "人", "多"),
        ("起码20户人家", 20, "户", "以上"),
        ("少说20户", 20, "户", "以上"),
        ("三趟", 3, "次", ""),
        ("五个点位", 5, "处", ""),
        ("一百多棵树苗，", 100, "株", "多"),
        ("仅3个小时", 3, "小时", ""),
        ("共50人往上", 50, "人", "以上"),
        ("5万人次", 5, "万人次", ""),  # the field itself counts in ten thousands
    ],
)
def test_counts_as_people_write_them(text, value, unit, mark):
    assert count(text, unit) == Quantity(value, "count", unit, mark)


def test_a_field_without_a_unit_keeps_the_one_written():
    assert count("30多户", "") == Quantity(30, "count", "户", "多")
    assert count("8名", "") == Quantity(8, "count", "人")
    assert count("8", "") == Quantity(8, "count", "")


@pytest.mark.parametrize(
    ("text", "ten_thousandths", "unit"),
    [("85%", 850_000, "%"), ("85", 850_000, "%"), ("85％", 850_000, "%"), ("-3.5%", -35_000, "%"),
     ("负三点五", -35_000, ""), ("约-3.5", -35_000, ""), ("−2", -20_000, ""),
     ("1200千瓦", 12_000_000, "千瓦"), ("3.1416", 31_416, ""), ("12千米", 120_000, "公里")],
)  # fmt: skip
def test_numbers_may_have_decimals_and_be_below_zero(text, ten_thousandths, unit):
    found = parse(text, type="number", unit=unit)
    assert (found.value, found.unit) == (ten_thousandths, unit)


def test_the_approximate_mark_is_kept_and_the_number_is_as_stated():
    assert count("不足１００户", "户") == Quantity(100, "count", "户", "不足")


@pytest.mark.parametrize("text", ["", " ", "　", "\t"])
def test_nothing_written_is_no_figure(text):
    error = refused(text, "count", "户")
    assert error.say() == "此处没有填写数字。没有就写0，不清楚就留空"


@pytest.mark.parametrize(
    ("text", "type_", "unit", "at", "said"),
    [
        ("5人", "count", "人次", 1, "单位“人”与这一栏不符。请按“人次”填写"),
        ("562人次", "count", "人", 3, "单位“人次”与这一栏不符。请按“人”填写"),
        ("562人次", "count", "次", 3, "单位“人次”与这一栏不符。请按“次”填写"),
        ("70万斤", "money", "", 3, "单位“斤”与这一栏不符。请按“元”填写"),
        ("30万元", "count", "户", 3, "单位“元”与这一栏不符。请按“户”填写"),
        ("30元", "number", "", 2, "单位“元”与这一栏不符。这一栏只填数，不带单位"),
        ("500公斤", "number", "吨", 3, "请按“吨”填写"),
        ("500美元", "money", "", 3, "看不懂“美元”"),
        ("3-5户", "count", "户", 1, "看不懂“-5户”。只写一个数和单位，例如“30户”“约30户”"),
        ("三四十户", "count", "户", 1, "数字连写"),
        ("几十户", "count", "户", 0, "“几”没有说出是多少"),
        ("多万元", "money", "", 0, "“多”前面缺少数字"),
        ("若干户", "count", "户", 0, "没有读到数字"),
        ("约", "count", "户", 1, "缺少数字"),
        ("户", "count", "户", 0, "缺少数字"),
        ("左右", "area", "", 0, "缺少数字"),
        ("万元", "money", "", 0, "“万”前面缺少数字"),
        ("共百元", "money", "", 1, "“百”前面缺少数字"),
        ("三万半", "money", "", 2, "“半”的位置不对"),
        ("两户半", "count", "户", 0, "小数位太多。请填整数"),
        ("共", "count", "户", 1, "缺少数字"),
        ("。", "count", "户", 0, "没有填写数字"),
        ("近30余万", "money", "", 1, "约数词互相矛盾。“近”与“余、多、超”等只留一个"),
        ("-5", "count", "户", 0, "是负数。请填正数"),
        ("负5元", "money", "", 0, "是负数"),
        ("--5", "number", "", 1, "负号后面不能再写“-”"),
        ("-约5", "number", "", 1, "请写成“约-3.5”"),
        ("1.5户", "count", "户", 0, "小数位太多。请填整数"),
        ("3.005元", "money", "", 0, "金额精确到分"),
        ("0.12345", "number", "", 0, "小数点后最多四位"),
        ("三千万亿亿", "money", "", 4, "“亿”前面缺少数字"),
        ("9999999999亿", "money", "", 0, "数字太大。请核对是否多写了“万”或“亿”"),
        ("30,00元", "money", "", 2, "看不懂"),
        ("3 000元", "money", "", 2, "数字连写"),
        ("¥30", "count", "户", 0, "没有读到数字"),
        ("1" * 61, "count", "户", 60, "内容太长"),
    ],
)  # fmt: skip
def test_what_is_refused_says_where_and_what_to_write(text, type_, unit, at, said):
    error = refused(text, type_, unit)
    assert (error.text, error.at) == (text, at)
    assert said in error.say()
    assert error.say().startswith(f"“{text}”第{at + 1}个字处")
    assert str(error) == error.say()
    assert error.remedy


def test_the_place_is_counted_in_what_was_typed():
    assert refused("　７０万斤", "money", "").at == 4


def test_the_largest_figure_a_column_can_hold():
    assert count(str(LARGEST), "户").value == LARGEST
    assert refused(str(LARGEST + 1), "count", "户").what == "数字太大"


def test_a_text_field_holds_no_figure():
    with pytest.raises(TypeUnknown, match="字段类型“text”不是数量"):
        parse("5", type="text")


@given(text=st.one_of(st.text(max_size=70), texts_like_figures), field=fields)
def test_any_text_is_a_figure_or_refused_in_chinese(text, field):
    type_, unit = field
    found = outcome(text, type_, unit)
    if isinstance(found, QuantityError):
        assert found.text == text
        assert 0 <= found.at <= len(text)
        assert found.what
        assert found.remedy
    else:
        assert abs(found.value) <= LARGEST
        assert type_ == "number" or found.value >= 0


def outcome(text: str, type_: str, unit: str) -> Quantity | QuantityError:
    """The figure or the refusal; any other exception is a fault."""
    try:
        return parse(text, type=type_, unit=unit)
    except QuantityError as error:
        return error
