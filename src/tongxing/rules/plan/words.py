"""Parts of a plan as a clerk would say them: cadences, conditions, amounts, points."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Unit
from tongxing.rules.periods import say_day
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import Where
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import say

Kinds = Mapping[str, Kind]

UNIT_WORDS: Mapping[Unit, tuple[str, str]] = {  # every one, every several
    "week": ("每周", "周"),
    "ten-days": ("每旬", "旬"),
    "month": ("每月", "个月"),
    "quarter": ("每季度", "个季度"),
    "half-year": ("每半年", "个半年"),
    "year": ("每年", "年"),
    "once": ("一次性", ""),
}
WEEKDAY_WORDS = "一二三四五六日"
TARGET_WORDS: Mapping[str, str] = {"village": "村", "town": "镇", "county": "县", "household": "户"}
ACTOR_WORDS: Mapping[str, tuple[str, str]] = {  # what, counted by which word
    "organization": ("单位", "个"),
    "team": ("工作队", "支"),
    "person": ("个人", "名"),
}
ROLE_WORDS: Mapping[str, str] = {
    "leader": "组长",
    "lead": "牵头单位",
    "unit-member": "单位党员",
    "village-member": "村党员",
}
ATTRIBUTE_WORDS: Mapping[str, str] = {
    "grade": "户类",
    "monitored": "监测户",
    "general": "一般户",
}
RANKING_WORDS: Mapping[str, str] = {"none": "不公开", "bands": "公开等次", "ranks": "公开名次"}


class Titled(Protocol):
    """Any part of a plan that has a title."""

    @property
    def title(self) -> str: ...


def titled(parts: Mapping[str, Titled], name: str) -> str:
    """The title of a part; its id too where two parts share a title, alone where there is none."""
    if name not in parts:
        return name
    title = parts[name].title
    shared = sum(part.title == title for part in parts.values()) > 1
    return f"{title}（{name}）" if shared or not title else title


def say_actor(sort: str, number: int) -> str:
    """`1个单位`, `1名村党员`; a role outside the vocabulary is said as the plan writes it."""
    what, by = ACTOR_WORDS.get(sort) or (ROLE_WORDS.get(sort, f"“{sort}”"), "名")
    return f"{number}{by}{what}"


def say_attribute(name: str, values: Iterable[str]) -> str:
    """`户类为监测户`; words outside the vocabulary as the plan writes them."""
    return f"{attribute_word(name)}为{'、'.join(map(attribute_word, values))}"


def attribute_word(text: str) -> str:
    """An attribute's name or value; "" says that none holds any more."""
    return ATTRIBUTE_WORDS.get(text, text) or "不再属于任何一类"


def say_points(hundredths: int) -> str:
    """Hundredths as points: 650 is 6.5, 6000 is 60."""
    text = f"{Decimal(hundredths) / 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_amount(amount: int, of: str, kinds: Kinds) -> str:
    """A scaled amount of the field `kind.field`, in that field's unit."""
    kind, _, name = of.partition(".")
    field = kinds[kind].fields[name]
    return _say_value(amount, field)


def _say_value(amount: int, field: KindField) -> str:
    return say(Quantity(amount, field.type, "元" if field.type == "money" else field.unit))


def say_cadence(rhythm: Rhythm, need: Need, kinds: Kinds) -> str:
    """`每季度不少于2次，第1个月10日前，期满后5日内可补`."""
    parts = [_every(rhythm) + _need(need, kinds)]
    if rhythm.by:
        parts.append(_by(rhythm.by))
    if rhythm.only_months:
        parts.append("限" + "、".join(str(month) for month in sorted(rhythm.only_months)) + "月")
    if rhythm.grace_days:
        parts.append(f"期满后{rhythm.grace_days}日内可补")
    if rhythm.grace_workdays:
        parts.append(f"期满后{rhythm.grace_workdays}个工作日内可补")
    return "，".join(parts)


def _every(rhythm: Rhythm) -> str:
    if rhythm.on is not None:
        return f"{say_day(rhythm.on)}前"
    one, several = UNIT_WORDS[rhythm.unit]
    return one if rhythm.multiple == 1 else f"每{rhythm.multiple}{several}"


def _need(need: Need, kinds: Kinds) -> str:
    if not need.sum:
        return f"不少于{need.times}次"
    kind, _, name = need.sum.partition(".")
    return f"{kinds[kind].fields[name].title}不少于{say_amount(need.at_least, need.sum, kinds)}"


def _by(by: By) -> str:
    if by.weekday is not None:
        return f"周{WEEKDAY_WORDS[by.weekday]}前"
    return f"第{by.month}个月{by.day}日前" if by.month is not None else f"{by.day}日前"


def say_where(where: Where, kind: Kind | None) -> str:
    """The conditions in words, empty when there are none; `kind` names the fields."""
    parts = []
    if where.by_role:
        parts.append(f"由{ROLE_WORDS.get(where.by_role, where.by_role)}")
    if where.place_within:
        parts.append(f"在区划代码{where.place_within}范围内")
    parts += [_test(test, kind) for test in where.fields]
    return "，".join(parts)


def _test(test: FieldTest, kind: Kind | None) -> str:
    field = kind.fields.get(test.field) if kind else None
    if field is None:
        return f"按{test.field}"
    low = f"不少于{_say_value(test.min, field)}" if test.min is not None else ""
    high = f"不超过{_say_value(test.max, field)}" if test.max is not None else ""
    values = "或".join(_value(value, field) for value in test.values)
    return f"{field.title}{values and '为' + values}{low}{high}"


def _value(value: str | int, field: KindField) -> str:
    if isinstance(value, int):
        return _say_value(value, field)
    return f"“{field.choices.get(value, value)}”"
