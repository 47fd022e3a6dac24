"""The fields figures are typed into, and strategies for what is typed."""

from __future__ import annotations

from hypothesis import strategies as st

from tongxing.rules.quantities import LARGEST
from tongxing.rules.quantities import MARKS
from tongxing.rules.quantities import Quantity

FIELDS = [
    ("count", ""),
    ("count", "人次"),
    ("count", "户"),
    ("count", "件"),
    ("count", "万人次"),
    ("money", ""),
    ("money", "万元"),
    ("money", "亿元"),
    ("area", ""),
    ("area", "亩"),
    ("area", "公顷"),
    ("area", "平方公里"),
    ("number", ""),
    ("number", "%"),
    ("number", "千瓦"),
]
fields = st.sampled_from(FIELDS)

WORDS = [
    *"0123456789",
    *"一二两三五九零〇十百千万亿",
    *"多余几来近约超负-.,点 ¥￥元块角分整",
    *["不足", "左右", "上下", "以上", "以内", "不超过", "人民币"],
    *["人次", "户", "件", "个", "亩", "公顷", "平方米", "平方公里", "%", "千瓦"],
    *"１２３，．　％x",
]
texts_like_figures = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
numbers_with_marks = st.tuples(
    st.sampled_from(["", "约", "近", "超过", "不到", "将近"]),
    st.sampled_from(["7", "30", "1.2", "２６", "3,500", "三", "两", "二十五", "十", "一百零五"]),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["", "千", "万", "千万", "亿"]),
    st.sampled_from(["", "元", "块钱", "人次", "户", "亩", "公顷", "%"]),
    st.sampled_from(["", "左右", "以上", "以内"]),
).map("".join)


@st.composite
def quantities(draw) -> Quantity:
    """A figure any field could hold."""
    type_, unit = draw(fields.filter(lambda field: field != ("area", "")))
    # Both everyday figures and the very large; round ones most, as people report them.
    value = draw(st.integers(0, 9999)) * 10 ** draw(st.integers(0, 14))
    value = draw(st.sampled_from([value, draw(st.integers(0, LARGEST))]))
    if type_ == "number":
        value *= draw(st.sampled_from([1, -1]))
    return Quantity(value, type_, unit, draw(st.sampled_from(["", *MARKS])))
