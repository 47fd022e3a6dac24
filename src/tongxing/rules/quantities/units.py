"""Units people write for counts, numbers and areas, and which of them mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

# Another spelling → the unit kept. Nothing here converts: 人 and 人次 stay two units.
SPELLINGS: Mapping[str, str] = {
    "名": "人",
    "位": "人",
    "个人": "人",
    "口人": "人",
    "号人": "人",
    "人家": "户",
    "户人家": "户",
    "日": "天",
    "钟头": "小时",
    "个钟头": "小时",
    "个小时": "小时",
    "趟": "次",
    "回": "次",
    "棵": "株",
    "棵树": "株",
    "株树": "株",
    "棵树苗": "株",
    "株树苗": "株",
    "个点": "处",
    "个点位": "处",
    "个村": "村",
    "个组": "组",
    "亩地": "亩",
    "平": "平方米",
    "平方": "平方米",
    "平米": "平方米",
    "㎡": "平方米",
    "m²": "平方米",
    "平方千米": "平方公里",
    "km²": "平方公里",
    "千克": "公斤",
    "千米": "公里",
    "%": "%",
}
UNITS: tuple[str, ...] = (
    *("人次", "人", "户", "场次", "场", "次", "期", "处", "天", "小时", "课时", "株", "件", "个"),
    *("项", "条", "份", "张", "篇", "家", "头", "只", "羽", "村", "组", "支", "批", "辆", "台"),
    *("套", "盏", "间", "座", "吨", "公斤", "斤", "公里", "米", "分", "%"),
)
# 个 is said of these as well: 30多个 problems are 30多件.
GENERAL = "个"
ALSO_GENERAL = frozenset({"件", "项", "条", "处"})
# In square metres: 1 公顷 = 15 亩 exactly.
AREAS: Mapping[str, Fraction] = {
    "亩": Fraction(2000, 3),
    "平方米": Fraction(1),
    "公顷": Fraction(10_000),
    "平方公里": Fraction(1_000_000),
}
MONEY: Mapping[str, int] = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def spelling(unit: str) -> str:
    """The unit a spelling stands for; itself when it has no other."""
    return SPELLINGS.get(unit, unit)


def accepted(type_: str, unit: str) -> Mapping[str, str]:
    """Every spelling a field of this type and unit takes → the unit it stands for.

    Without a unit of its own a field takes any known one; an area takes every area unit.
    """
    wanted = {unit} if unit else set(UNITS)
    if type_ == "area":
        wanted = {*AREAS, unit} - {""}
    also = {word: kept for word, kept in SPELLINGS.items() if kept in wanted}
    if unit in ALSO_GENERAL:
        also[GENERAL] = unit
    return also | {one: one for one in wanted}


def known(word: str) -> bool:
    """Whether a word is a unit at all, of whatever type."""
    return spelling(word) in {*UNITS, *AREAS, *MONEY}
