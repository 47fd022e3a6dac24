"""No part of a plan changes without the redline saying so, each in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.rules.plan.texts import gaozhou
from tongxing.rules.periods import By
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan import Edition
from tongxing.rules.plan import FieldTest
from tongxing.rules.plan import Need
from tongxing.rules.plan import Step
from tongxing.rules.plan import Where
from tongxing.rules.plan import redline
from tongxing.rules.plan.model import ActorNeed
from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Ranking
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.plan.model import Veto

MONTHLY = Rhythm(unit="month", grace_days=5)
# Each field of each part: another value, and the sentence that tells of it.
HEAD: dict[str, tuple[Any, str]] = {
    "title": ("结对帮扶", "方案：名称由“市直单位党组织与重点村党组织结对共建”改为“结对帮扶”"),
    "authority": ("新办法", "方案：依据文件由“结对共建工作方案、“五个一”系列活动通知”改为“新办法”"),
    "owner": ("县委办", "方案：责任单位由“高州市直属机关工作委员会”改为“县委办”"),
    "purpose": ("帮扶", "方案：目的由“以结对共建助力典型村培育，防止结而不建”改为“帮扶”"),
    "basis": ("", "方案：取消政策依据，原为：高州市“百千万工程”部署，2024年7月18日调整挂钩分工的通知"),
    "place": ("4409", "方案：适用地区由“440981”改为“4409”"),
    "effective": (
        Span(date(2024, 9, 1)),
        "方案：有效期由“2024年9月1日起至2028年1月1日（不含当日）”改为“2024年9月1日起至长期（不含当日）”",
    ),
    "lock_days": (30, "方案：锁定期由“45天”改为“30天”"),
}  # fmt: skip
PAIRING = {
    "title": ("结对", "结对种类“结对”：名称由“结对共建”改为“结对”"),
    "actors": ((ActorNeed("team"),), "结对种类“结对共建”：帮扶方由"),
    "target": ("town", "结对种类“结对共建”：对象由“村”改为“镇”"),
    "targets_min": (0, "结对种类“结对共建”：每对对象数由“1”改为“0至1”"),
    "targets_max": (3, "结对种类“结对共建”：每对对象数由“1”改为“1至3”"),
    "per_target": ((2, 4), "结对种类“结对共建”：每个对象的帮扶方数由“不少于2”改为“2至4”"),
    "per_actor": ((1, 1), "结对种类“结对共建”：每个帮扶方的对象数由“不限”改为“1”"),
}
LABOUR = "任务“组织一次集中劳动”（“五个一”第1项）："
DUTY = {
    "title": ("劳动日", "任务“劳动日”（“五个一”第1项）：名称由“组织一次集中劳动”改为“劳动日”"),
    "of": ("gaozhou-hook:hook", f"{LABOUR}结对种类由“结对共建”改为““市直单位挂钩联系村”的挂钩联系”"),
    "counts": (("labour-day", "planting"), f"{LABOUR}计入由“集中劳动”改为“集中劳动、"),
    "rhythm": (Rhythm(unit="month", grace_days=9), f"{LABOUR}要求由"),
    "need": (Need(times=2), f"{LABOUR}要求由"),
    "clause": ("", "任务“组织一次集中劳动”：取消出处，原为：“五个一”第1项"),
    "where": (Where(by_role="leader"), f"{LABOUR}增加条件：由组长"),
    "not_also": (("courtyard",), f"{LABOUR}增加不与之重复计算：新建一户美丽庭院"),
    "attributes": ({"level": ("model",)}, f"{LABOUR}增加适用对象：level为model"),
    "partial": ("half", f"{LABOUR}不足一期由“不要求”改为“满半期即要求”"),
}  # fmt: skip
INDICATOR = {
    "title": ("采购额", "指标“采购额”：名称由“消费帮扶金额”改为“采购额”"),
    "form": ("latest", "指标“消费帮扶金额”：算法由"),
    "of": ("donation.given", "指标“消费帮扶金额”：算法由"),
    "where": (Where(by_role="leader"), "指标“消费帮扶金额”：增加条件：由组长"),
}
SCORE = {
    "max": (12_000, "考核：计分由“满分100分”改为“满分120分”"),
    "items": ((), "考核：取消“任务完成”，原为：60分"),
    "veto": ((), "考核：取消一票否决，原为：严重问题即列“较差”"),
    "late_counts_as": (80, "考核：补做按几成计由“0.5”改为“0.8”"),
    "bands": ((Band("合格", 6000), Band("不合格", 0)), "考核：等次由“好90分起、较好80分起、"),
    "quota": (Quota("好", 1500), "考核：限额由““好”不超过20%，舍去零头”改为““好”不超过15%，舍去零头”"),
    "ranking": (Ranking("bands", "考评办法"), "考核：增加公开的依据：考评办法"),
}  # fmt: skip
ITEM = {
    "of": ("appraisal", "考核：取消“任务完成”，原为：60分"),
    "points": (5000, "考核：“任务完成”由“60分”改为“50分”"),
    "weights": ({"visitors": 200}, "考核：“任务完成”由“60分”改为“60分，接待群众来访权重2”"),
    "floor": (0, "考核：“任务完成”由“60分”改为“60分，最低0分”"),
}
STEP = {
    "title": ("谈话", "提醒约谈“谈话”：名称由“约谈”改为“谈话”"),
    "missed_in_row": (
        4,
        "提醒约谈“约谈”：条件由“连续3期未完成，且已走过“提醒””改为“连续4期未完成",
    ),
    "after": ("", "提醒约谈“约谈”：条件由“连续3期未完成，且已走过“提醒””改为“连续3期未完成”"),
    "issued_by": ("system", "提醒约谈“约谈”：由谁发出由“人核实后发出”改为“系统（只给结对双方看）”"),
    "cure_days": (0, "提醒约谈“约谈”：取消整改期，原为：30天"),
}
# Not told: what names the part, follows from the rest, or is only an estimate.
SILENT = {
    Edition: {"plan", "edition", "sha256", "minutes", *("pairings", "duties", "indicators"), "score", "ladder"},
    PairingKind: {"id"},
    Duty: {"id"},
    Indicator: {"id", "parts"},
    Score: {"every"},
    ScoreItem: {"sort", *("full_at", "steps", "each", "cap", "counts")},  # of other sorts of items
    Step: {"step"},
}  # fmt: skip


def edition(part: type, changes: dict[str, Any]) -> Edition:
    """Gaozhou's plan with one part of it changed."""
    plan = gaozhou()
    assert plan.score is not None
    if part is Edition:
        return replace(plan, **changes)
    if part in GROUPS:
        group, name = GROUPS[part]
        parts = getattr(plan, group)
        return replace(plan, **{group: {**parts, name: replace(parts[name], **changes)}})
    if part is Score:
        return replace(plan, score=replace(plan.score, **changes))
    if part is ScoreItem:
        first, *rest = plan.score.items
        items = (replace(first, **changes), *rest)
        return replace(plan, score=replace(plan.score, items=items))
    remind, talk = plan.ladder
    return replace(plan, ladder=(remind, replace(talk, **changes)))


GROUPS = {
    PairingKind: ("pairings", "unit-village"),
    Duty: ("duties", "labour-day"),
    Indicator: ("indicators", "bought"),
}
TABLES: dict[type, dict[str, tuple[Any, str]]] = {
    Edition: HEAD,
    PairingKind: PAIRING,
    Duty: DUTY,
    Indicator: INDICATOR,
    Score: SCORE,
    ScoreItem: ITEM,
    Step: STEP,
}
ROWS = [(part, name, *row) for part, table in TABLES.items() for name, row in table.items()]


@pytest.mark.parametrize("part", TABLES, ids=lambda part: part.__name__)
def test_every_field_is_told_or_known_to_be_silent(part: type) -> None:
    """A field added to the language must be placed here, or this fails."""
    names = {one.name for one in fields(part)}
    assert names == set(TABLES[part]) | SILENT[part]
    assert not set(TABLES[part]) & SILENT[part]


@pytest.mark.parametrize(
    ("part", "name", "value", "sentence"),
    [pytest.param(*row, id=f"{row[0].__name__}.{row[1]}") for row in ROWS],
)
def test_a_change_is_told(part: type, name: str, value: Any, sentence: str) -> None:
    said = redline(gaozhou(), edition(part, {name: value}))
    assert any(one.startswith(sentence) for one in said), said


@pytest.mark.parametrize(
    ("part", "name", "value"), [pytest.param(*r[:3], id=f"{r[0].__name__}.{r[1]}") for r in ROWS]
)
def test_a_change_taken_back_is_told_too(part: type, name: str, value: Any) -> None:
    there = redline(gaozhou(), edition(part, {name: value}))
    back = redline(edition(part, {name: value}), gaozhou())
    assert len(there) == len(back)
    assert there != back


def without(group: str, name: str) -> Edition:
    plan = gaozhou()
    kept = {key: one for key, one in getattr(plan, group).items() if key != name}
    return replace(plan, **{group: kept})


@pytest.mark.parametrize(
    ("group", "name", "dropped"),
    [
        ("pairings", "household-bundle", "删去结对种类“1+1+N 包户”"),
        ("duties", "project", "删去任务“领办一个利民项目”（“五个一”第2项）"),
        ("indicators", "trained", "删去指标“培训人次”"),
    ],
)
def test_a_part_dropped_and_added(group: str, name: str, dropped: str) -> None:
    assert redline(gaozhou(), without(group, name)) == (dropped,)
    (added,) = redline(without(group, name), gaozhou())
    assert added.startswith(dropped.replace("删去", "新增", 1) + "：")


def test_a_rung_dropped_and_added() -> None:
    plan = gaozhou()
    short = replace(plan, ladder=plan.ladder[:1])
    assert redline(plan, short) == ("删去提醒约谈“约谈”",)
    (added,) = redline(short, plan)
    assert added == (
        "新增提醒约谈“约谈”：条件：连续3期未完成，且已走过“提醒”；由谁发出：人核实后发出；整改期：30天"
    )


CADENCES: list[tuple[Rhythm, str]] = [
    (Rhythm(unit="week"), "每周不少于1次"),
    (Rhythm(unit="week", by=By(weekday=4)), "每周不少于1次，周五前"),
    (Rhythm(unit="quarter"), "每季度不少于1次"),
    (Rhythm(unit="half-year"), "每半年不少于1次"),
    (Rhythm(unit="year"), "每年不少于1次"),
    (Rhythm(unit="month", multiple=2), "每2个月不少于1次"),
    (Rhythm(unit="month", grace_workdays=2), "每月不少于1次，期满后2个工作日内可补"),
]


@pytest.mark.parametrize(("rhythm", "words"), CADENCES, ids=[words for _, words in CADENCES])
def test_a_rhythm_is_told_in_words(rhythm: Rhythm, words: str) -> None:
    (said,) = redline(gaozhou(), edition(Duty, {"rhythm": rhythm}))
    assert said.endswith(f"改为“{words}”")


WHERES: list[tuple[Where, str]] = [
    (Where(by_role="leader"), "由组长"),
    (Where(place_within="440981104000"), "在区划代码440981104000范围内"),
    (Where(fields=(FieldTest("people", min=10),)), "参加人次不少于10人次"),
    (Where(fields=(FieldTest("people", max=99),)), "参加人次不超过99人次"),
]


@pytest.mark.parametrize(("where", "words"), WHERES, ids=[words for _, words in WHERES])
def test_a_condition_is_told_in_words(where: Where, words: str) -> None:
    assert redline(gaozhou(), edition(Duty, {"where": where})) == (f"{LABOUR}增加条件：{words}",)


def test_several_changes_stand_in_the_order_of_the_plan() -> None:
    many: Callable[..., Edition] = lambda **changes: replace(gaozhou(), **changes)  # noqa: E731
    new = many(lock_days=30, ladder=(), indicators={}, pairings={}, duties={}, score=None)
    order = ["方案", "结对种类", "任务", "指标", "考核", "提醒约谈"]
    said = [one.removeprefix("删去") for one in redline(gaozhou(), new)]
    told = [next(n for n, word in enumerate(order) if one.startswith(word)) for one in said]
    assert told == sorted(told)
    assert set(told) == set(range(len(order)))


def test_a_veto_by_two_kinds_names_both() -> None:
    veto = (Veto(("serious-finding", "finding"), "较差"),)
    (said,) = redline(gaozhou(), edition(Score, {"veto": veto}))
    assert said.endswith("改为“严重问题、督导问题即列“较差””")
