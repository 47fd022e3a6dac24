"""Questions a plan answers: burden, overlap, redline, compliance, next due dates, schema."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from tests.rules.plan.test_refusals import PLAN_HEAD
from tests.rules.plan.texts import CASES
from tests.rules.plan.texts import KIND
from tests.rules.plan.texts import gaozhou
from tests.rules.plan.texts import sound
from tongxing.rules.periods import Span
from tongxing.rules.plan import EditionsOverlapError
from tongxing.rules.plan import as_plans
from tongxing.rules.plan import burden
from tongxing.rules.plan import check_editions
from tongxing.rules.plan import compliance
from tongxing.rules.plan import next_dues
from tongxing.rules.plan import overlaps
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import redline
from tongxing.rules.plan import schema
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan import shipped_plans

MONTHLY = 'cadence = { every = "month", times = 1 }'
EFFECTIVE = "effective = { from = 2024-01-01, until = 2026-01-01 }"


def span(text: str) -> tuple[str, str]:
    return (EFFECTIVE, f"effective = {{ {text} }}")


def monthly(text: str) -> tuple[str, str]:
    return (MONTHLY, f"cadence = {{ {text} }}")


def test_burden_is_fields_times_cadence_times_pairings():
    asked = burden(gaozhou(), {"gaozhou-pairing:unit-village": 108}, 54)
    by_duty = {one.duty: (one.periods, one.records, one.minutes) for one in asked.duties}
    assert by_duty["labour-day"] == (12, 12 * 108, 3)
    assert by_duty["visitors"] == (52, 52 * 108, 3)
    assert by_duty["project"] == (4, 4 * 108, 4)
    assert asked.records == (12 * 5 + 52 + 4) * 108
    assert asked.records_a_village == asked.records / 54
    assert asked.hours == sum(one.minutes_in_all for one in asked.duties) / 60
    assert asked.hours_a_village == asked.hours / 54


def test_burden_without_pairings_or_villages_is_no_zero():
    asked = burden(gaozhou(), {}, 0)
    assert asked.records == 0
    assert asked.records_a_village is None
    assert asked.hours_a_village is None


def test_burden_of_minutes_a_plan_names_itself():
    plan = sound(("lock_days = 45", "lock_days = 45\nminutes = { labour-day = 15 }"))
    assert burden(plan, {"small-plan:unit-village": 1}, 1).hours == 12 * 15 / 60


def test_a_task_done_once_is_one_record():
    plan = sound(monthly('every = "once", on = 2024-12-31, times = 2'))
    assert burden(plan, {"small-plan:unit-village": 3}, 3).records == 6


def test_overlap_names_what_is_already_asked():
    mine = sound(('of      = "unit-village"', 'of = "gaozhou-pairing:unit-village"'))
    found = overlaps(mine, [gaozhou(), mine])
    assert [(one.kind, one.other_duty, one.same_pairing) for one in found] == [
        ("labour-day", "labour-day", True)
    ]
    assert found[0].say(mine, gaozhou(), "集中劳动") == (
        "“集中劳动”要的集中劳动，“市直单位党组织与重点村党组织结对共建”的“组织一次集中劳动”已经在要；同一条记录两边都算，不必另填"
    )
    other = overlaps(sound(), [gaozhou()])[0]
    assert other.say(sound(), gaozhou(), "集中劳动").endswith("记一次，两边都看得到")


@pytest.mark.parametrize(
    "swap",
    [
        ('"440981"', '"440883"'),
        span("from = 2020-01-01, until = 2024-09-01"),
        span("from = 2028-01-01, until = 2029-01-01"),
    ],
)
def test_no_overlap_elsewhere_before_or_after(swap):
    assert overlaps(sound(swap), [gaozhou()]) == ()


def test_redline_of_the_same_edition_is_empty():
    assert redline(gaozhou(), gaozhou()) == ()


REDLINES = [
    (monthly('every = "2 weeks", times = 2, by = { weekday = "friday" }, grace_workdays = 3'), "任务“集中劳动”（第一条）：要求由“每月不少于1次”改为“每2周不少于2次，周五前，期满后3个工作日内可补”"),
    (monthly('every = "quarter", times = 1, by = { month = 1, day = 10 }, grace_days = 5'), "任务“集中劳动”（第一条）：要求由“每月不少于1次”改为“每季度不少于1次，第1个月10日前，期满后5日内可补”"),
    (monthly('every = "month", times = 1, by = { day = 28 }, only = { months = [6, 7] }'), "任务“集中劳动”（第一条）：要求由“每月不少于1次”改为“每月不少于1次，28日前，限6、7月”"),
    (monthly('every = "once", times = 1, on = 2024-12-31'), "任务“集中劳动”（第一条）：要求由“每月不少于1次”改为“2024年12月31日前不少于1次”"),
    (monthly('every = "month", sum = "labour-day.people", at_least = 30'), "任务“集中劳动”（第一条）：要求由“每月不少于1次”改为“每月参加人次不少于30人次”"),
    (('"第一条"', '"第一条"\nwhere = { by_role = "leader", place_within = "440981122000" }'), "任务“集中劳动”（第一条）：增加条件：由组长，在区划代码440981122000范围内"),
    (('"第一条"', '"第一条"\nwhere = { by_role = "clerk", field.work = ["clean", "green"], field.people = { min = 3, max = 9 }, field.sites = 4 }'), "任务“集中劳动”（第一条）：增加条件：由clerk，劳动内容为“清理环境”或“植绿补绿”，参加人次不少于3人次不超过9人次，清理点位为4处"),
    (('"第一条"', '"第一条"\nfor = { grade = ["monitored"] }\npartial = "half"'), "任务“集中劳动”（第一条）：增加适用对象：户类为监测户"),
    (('"集中劳动"\nof', '"劳动日"\nof'), "任务“劳动日”（第一条）：名称由“集中劳动”改为“劳动日”"),
    (("until = 2026-01-01", "until = 2027-01-01"), "方案：有效期由“2024年1月1日起至2026年1月1日（不含当日）”改为“2024年1月1日起至2027年1月1日（不含当日）”"),
    (("lock_days = 45", "lock_days = 60"), "方案：锁定期由“45天”改为“60天”"),
    (('"village"\n', '"village"\nper_target = { min = 2, max = 2 }\nper_actor = { max = 3 }\n'), "结对种类“结对”：每个对象的帮扶方数由“不限”改为“2”"),
    (('target = "village"', "target = { village = { min = 2, max = 5 } }"), "结对种类“结对”：每对对象数由“1”改为“2至5”"),
    (('full_at = "5万元"', 'steps = [["1万元", 5], ["6万元", 20]]'), "考核：“消费帮扶”由“20分，达到5万元得满分”改为“20分，达到1万元得5分，达到6万元得20分”"),
    (('full_at = "30%"', 'full_at = "12%", floor = 0'), "考核：“食堂占比”由“10分，达到30%得满分”改为“10分，达到12%得满分，最低0分”"),
    (("max   = 100", 'max = 100\nranking = { show = "none", basis = "甲" }\nveto = [{ counts = ["serious-finding"], band = "差" }]'), "考核：增加一票否决：严重问题即列“差”"),
    (("at_most = 0.2", 'at_most = 0.25, rounding = "up"'), "考核：限额由““好”不超过20%，舍去零头”改为““好”不超过25%，零头进一”"),
    (('quota = { band = "好", at_most = 0.2 }\n', ""), "考核：取消限额，原为：“好”不超过20%，舍去零头"),
    (('of = "duties", points = 70', 'of = "duties", points = 70, weights = { visits = 2 }'), "考核：“任务完成”由“70分”改为“70分，走访权重2”"),
    (('{ of = "bonus", each = 1, cap = 5, counts = ["honour"] }', '{ of = "deduction", each = -2.5, counts = ["finding"] }'), "考核：增加“扣分”：督导问题每次-2.5分，不设限"),
    (('step = "talk"\nwhen = { missed_in_row = 3, after = "remind" }', 'step = "talk"\nwhen = { missed_in_row = 4 }\ncure_days = 30'), "提醒约谈“约谈”：条件由“连续3期未完成，且已走过“提醒””改为“连续4期未完成”"),
    (('title = "消费帮扶"\nsum   = "purchase.amount"', 'title = "消费帮扶"\nlatest = "purchase.amount"'), "指标“消费帮扶”：算法由“消费帮扶·购买金额的合计”改为“消费帮扶·购买金额的最近一次”"),
    (('ratio = ["canteen", "bought"]', 'ratio = ["bought", "canteen"]'), "指标“食堂占比”：算法由“食堂采购÷消费帮扶”改为“消费帮扶÷食堂采购”"),
]  # fmt: skip


@pytest.mark.parametrize(("swap", "sentence"), REDLINES)
def test_redline_says_what_changed(swap, sentence):
    assert sentence in redline(sound(), sound(swap))


def test_redline_of_a_duty_added_and_dropped():
    more = f'\n[duty.survey]\ntitle = "摸底"\nof = "unit-village"\ncounts = ["survey"]\nclause = "第三条"\n{MONTHLY}\n'
    new = sound(add=more)
    assert redline(sound(), new) == (
        "新增任务“摸底”（第三条）：结对种类：结对；计入：摸底调查；要求：每月不少于1次；出处：第三条",
    )
    assert redline(new, sound()) == ("删去任务“摸底”（第三条）",)


def test_redline_of_counted_indicators():
    more = '\n[indicator.n]\ntitle = "次数"\ncount = "survey"\n'
    swap = (
        '{ of = "indicator.share", points = 10, full_at = "30%" }',
        '{ of = "indicator.n", points = 10, full_at = 4 }',
    )
    assert "考核：增加“次数”：10分，达到4次得满分" in redline(
        sound(add=more), sound(swap, add=more)
    )
    head = ("[score]\n", '[indicator.last]\ntitle = "末"\ncount = "survey"\n[score]\n')
    assert any(one.startswith("新增指标“末”") for one in redline(sound(), sound(head)))


def test_all_fifteen_articles_are_noted():
    notes = compliance(gaozhou())
    assert [note.rule for note in notes] == [f"C{n}" for n in range(1, 16)]
    kept = {note.rule: note.kept for note in notes}
    assert "高州市直属机关工作委员会" in kept["C7"]
    assert "2028年1月1日止" in kept["C7"]
    assert kept["C10"] == (
        "提醒由系统每周一列出一期，只给结对双方看，不向个人推送；"
        "约谈只列出依据，有实地核查或单位答复在案方可由人决定发出"
    )
    assert kept["C14"] == ("每条记录约3至4分钟；减负账按村、按月列出，村和单位可查，不细到个人")
    assert "工作日" in kept["C8"]


def bare() -> object:
    text = PLAN_HEAD + '[pairing.a]\ntitle = "甲"\nactor = "team"\ntarget = "town"\n'
    edition, _ = read_edition(text.encode(), file="x", kinds=shipped_kinds())
    return edition


def test_redline_of_a_score_taken_away():
    said = redline(sound(), bare())
    assert "考核：取消计分，原为：满分100分" in said
    assert "考核：增加计分：满分100分" in redline(bare(), sound())


def test_articles_of_a_plan_without_score_ladder_or_duties():
    kept = {note.rule: note.kept for note in compliance(bare())}
    assert kept["C2"] == "本方案不计分，不排名"
    assert kept["C10"] == "本方案没有提醒约谈"
    assert kept["C14"] == "本方案不要求记录"
    assert "工作日" not in kept["C8"]


def test_articles_name_the_basis_of_a_ranking_and_one_length():
    swap = ("max   = 100", 'max = 100\nranking = { show = "bands", basis = "考核办法" }')
    plan = sound(
        swap, ('of      = "carer"', 'of = "unit-village"'), ('["condolence"]', '["labour-day"]')
    )
    kept = {note.rule: note.kept for note in compliance(plan)}
    assert kept["C2"] == "不对个人计分排名；单位结果公开等次，依据：考核办法"
    assert kept["C14"].startswith("每条记录约3分钟")


@pytest.mark.parametrize(
    ("issuer", "says"),
    [
        ("system", "提醒由系统每周一列出一期，只给结对双方看，不向个人推送"),
        ("person", "提醒只列出依据，有实地核查或单位答复在案方可由人决定发出"),
    ],
)
def test_articles_of_a_ladder_with_one_hand_only(issuer, says):
    plan = sound(
        ('issued_by = "system"', f'issued_by = "{issuer}"'),
        ('[[ladder]]\nstep = "talk"\nwhen = { missed_in_row = 3, after = "remind" }\n', ""),
    )
    assert {note.rule: note.kept for note in compliance(plan)}["C10"] == says


def test_next_due_dates():
    dues = next_dues(gaozhou(), date(2024, 12, 30))
    assert [(one.key, one.by) for one in dues["project"]] == [
        ("2024-Q4", date(2024, 12, 31)),
        ("2025-Q1", date(2025, 3, 31)),
        ("2025-Q2", date(2025, 6, 30)),
    ]
    assert [one.key for one in dues["visitors"]] == ["2025-W01", "2025-W02", "2025-W03"]


def test_next_due_dates_before_near_and_after_the_end_of_a_plan():
    plan = sound()
    assert [one.key for one in next_dues(plan, date(2020, 1, 1), 1)["labour-day"]] == ["2024-01"]
    assert [one.key for one in next_dues(plan, date(2025, 12, 5))["labour-day"]] == ["2025-12"]
    assert next_dues(plan, date(2026, 1, 1))["labour-day"] == ()


def test_a_by_that_is_past_is_no_longer_due():
    plan = sound(monthly('every = "month", times = 1, by = { day = 10 }'))
    assert [one.key for one in next_dues(plan, date(2024, 5, 11), 1)["labour-day"]] == ["2024-06"]
    assert [one.key for one in next_dues(plan, date(2024, 5, 10), 1)["labour-day"]] == ["2024-05"]


def test_half_a_period_is_due_only_where_the_plan_says_so():
    late = span("from = 2024-01-15, until = 2026-01-01")
    assert next_dues(sound(late), date(2024, 1, 15), 1)["labour-day"][0].key == "2024-02"
    half = ('"第一条"', '"第一条"\npartial = "half"')
    assert next_dues(sound(late, half), date(2024, 1, 15), 1)["labour-day"][0].key == "2024-01"


def test_multiples_count_from_the_first_edition():
    plan = sound(monthly('every = "2 months", times = 1'))
    before = sound(span("from = 2023-12-01, until = 2024-01-01"))
    other = replace(before, plan="another-plan")
    for beside, key in (((), "2024-03/2"), ((other,), "2024-03/2"), ((other, before), "2024-02/2")):
        (due,) = next_dues(plan, date(2024, 3, 1), 1, beside=beside)["labour-day"]
        assert due.key == key


def test_a_period_begun_under_the_edition_before_is_that_ones():
    plan = sound(monthly('every = "2 months", times = 1'))
    before = sound(span("from = 2023-12-01, until = 2024-01-01"))
    (due,) = next_dues(plan, date(2024, 1, 1), 1, beside=(before,))["labour-day"]
    assert due.key == "2024-02/2"


OLD = span("from = 2024-01-01, until = 2025-01-01")
NEW = (span("from = 2025-01-01, until = 2026-01-01"), ('edition   = "2024"', 'edition = "2025"'))


def test_editions_in_a_row_are_one_plan():
    (plan,) = as_plans([sound(*NEW), sound(OLD)])
    assert [one.edition for one in plan.editions] == ["2024", "2025"]
    assert plan.span == Span(date(2024, 1, 1), date(2026, 1, 1))
    assert [one.id for one in as_plans([gaozhou(), sound()])] == ["gaozhou-pairing", "small-plan"]


def test_overlapping_editions_are_refused():
    with pytest.raises(EditionsOverlapError, match="同时有效"):
        as_plans([sound(), sound(*NEW)])
    with pytest.raises(EditionsOverlapError, match="有两份"):
        as_plans([sound(OLD), sound(span("from = 2025-01-01, until = 2026-01-01"))])


def test_a_gap_between_editions_is_a_warning():
    late = (span("from = 2025-02-01, until = 2026-01-01"), NEW[1])
    (problem,) = check_editions([sound(OLD), sound(*late)])
    assert problem.severity == "warning"
    assert problem.what == "2025-01-01至2025-02-01之间没有有效的版次"
    assert len(as_plans([sound(OLD), sound(*late)])) == 1


def misfits(value: object, shape: dict, path: str = "") -> list[str]:
    """Keys of `value` that the schema does not know, or lacks."""
    shapes = shape.get("anyOf", [shape])
    if isinstance(value, dict):
        shape = next(one for one in shapes if one.get("type") in ("object", ["object", "array"]))
        known, rest = shape.get("properties", {}), shape.get("additionalProperties", True)
        lost = [f"{path}: {key}" for key in shape.get("required", ()) if key not in value]
        for key, inner in value.items():
            if key in known:
                lost += misfits(inner, known[key], f"{path}.{key}")
            elif rest is False:
                lost.append(f"{path}.{key}")
            elif isinstance(rest, dict):
                lost += misfits(inner, rest, f"{path}.{key}")
        return lost
    if isinstance(value, list):
        items = next(one for one in shapes if "array" in one["type"]).get("items", {})
        return [one for inner in value for one in misfits(inner, items, path)]
    enum = shape.get("enum")
    return [f"{path}={value}"] if enum and value not in enum else []


@pytest.mark.parametrize(("place", "name"), shipped_plans())
def test_shipped_plans_fit_the_schema(place, name):
    plan, examples = shipped_plan_bytes(place, name)
    shapes = schema()["$defs"]
    assert misfits(tomllib.loads(plan.decode()), shapes["plan"]) == []
    assert misfits(tomllib.loads(examples.decode()), shapes["examples"]) == []


def test_the_schema_knows_kinds_and_refuses_strangers():
    shapes = schema()["$defs"]
    assert misfits(tomllib.loads(KIND), shapes["kind"]) == []
    assert misfits(tomllib.loads("colour = 1\n" + KIND), shapes["kind"]) == [".colour"]
    assert misfits(tomllib.loads(CASES.replace("kept", "done")), shapes["examples"]) == [
        ".case.expect.2024-09=done"
    ]
    assert json.loads(json.dumps(schema())) == schema()
