"""Everything the loader refuses: each row a bad sample, the words that say so, and its mended twin."""

from __future__ import annotations

import pytest

from tests.rules.plan import refused_cadences
from tests.rules.plan import refused_duties
from tests.rules.plan import refused_head
from tests.rules.plan import refused_scores
from tests.rules.plan.swaps import MONTHLY
from tests.rules.plan.swaps import cadence
from tests.rules.plan.texts import FILE
from tests.rules.plan.texts import PLAN
from tests.rules.plan.texts import plan
from tests.rules.plan.texts import sound
from tests.rules.plan.texts import wrong
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds

ROWS = [*refused_head.ROWS, *refused_duties.ROWS, *refused_cadences.ROWS, *refused_scores.ROWS]


@pytest.mark.parametrize(
    ("key", "rule", "words", "bad"), [pytest.param(*row[1:5], id=row[0]) for row in ROWS]
)
def test_a_bad_plan_is_refused_with_its_address(key, rule, words, bad):
    problem = wrong(bad)
    assert problem.key == key
    assert problem.rule == rule
    assert words in problem.what
    assert problem.file == FILE
    assert problem.line is not None or "缺这一项" in problem.what
    said = problem.say()
    assert said.startswith(FILE)
    assert key in said


@pytest.mark.parametrize("good", [pytest.param(row[5], id=row[0]) for row in ROWS])
def test_its_mended_twin_is_read(good):
    assert sound(good).plan


def test_ranks_without_a_basis_are_refused():
    persons = ("[duty.visits]\n", '[duty.visits]\npartial = "none"\n')
    swap = ("max   = 100", 'max = 100\nranking = { show = "ranks" }')
    _, problems = plan(swap, persons, ('of      = "carer"', 'of = "unit-village"'))
    assert [(one.key, one.rule) for one in problems] == [("score.ranking.basis", "C2")]
    mended = ("max   = 100", 'max = 100\nranking = { show = "bands", basis = "某文件" }')
    assert sound(mended, ('of      = "carer"', 'of = "unit-village"')).score.ranking.show == "bands"


def test_ranks_where_persons_owe_the_duties_are_ranks_of_persons():
    problem = wrong(("max   = 100", 'max = 100\nranking = { show = "ranks", basis = "某文件" }'))
    assert problem.rule == "C2"
    assert "由个人承担" in problem.what


def test_the_line_of_an_error_is_the_line_a_clerk_would_look_at():
    assert wrong(('counts  = ["labour-day"]', 'counts  = ["x"]')).line == 25
    assert wrong(('full_at = "5万元"', "full_at = 5")).line == 54


def test_a_slip_is_answered_with_the_nearest_word():
    assert "owner" in wrong(("lock_days = 45", 'lock_days = 45\nowners = "甲"')).remedy
    assert "month" not in wrong(("lock_days = 45", "lock_days = 45\nzzzz = 1")).remedy


def test_several_errors_are_all_named_at_once():
    _, problems = plan(('"县委办"', '""'), ("lock_days = 45", "lock_days = 0"), ('"440981"', '"1"'))
    assert [one.key for one in problems] == ["owner", "place", "lock_days"]


def test_a_plan_that_asks_nothing():
    data = PLAN_HEAD
    edition, problems = read(data)
    assert edition is None
    assert "没有任务" in problems[0].what


def read(text):
    return read_edition(text.encode(), file=FILE, kinds=shipped_kinds())


PLAN_HEAD = """\
schema = 1
id = "empty"
edition = "2024"
title = "空"
authority = "甲"
owner = "乙"
purpose = "丙"
place = "44"
effective = { from = 2024-01-01, until = 2025-01-01 }
lock_days = 30
"""


def test_too_many_duties():
    more = "".join(
        f'\n[duty.d{n}]\ntitle="劳动"\nof="unit-village"\ncounts=["survey"]\nclause="一"\n{MONTHLY}\n'
        for n in range(60)
    )
    assert wrong(add=more).rule == "C7"


def test_too_many_steps():
    more = "".join(
        f'\n[[ladder]]\nstep = "s{n}"\ntitle = "步"\nwhen = {{ missed_in_row = 9 }}\n'
        for n in range(5)
    )
    assert wrong(add=more).what == "步骤太多"


def test_two_duties_leaving_each_other_out():
    twin = f'\n[duty.twin]\ntitle="劳动"\nof="unit-village"\ncounts=["survey"]\nclause="一"\nnot_also=["labour-day"]\n{MONTHLY}\n'
    assert sound(add=twin).duties["twin"].not_also == ("labour-day",)
    _, problems = plan(('"第一条"', '"第一条"\nnot_also = ["twin"]'), add=twin)
    assert len(problems) == 2
    assert "互相排除" in problems[0].what


def test_a_score_without_items():
    head, _, tail = PLAN.partition("[score]")
    _, problems = read(head + '[score]\nevery = "year"\nmax = 100\n')
    assert [one.what for one in problems] == ["没有计分项"]
    assert "ladder" in tail


def test_points_for_duties_need_duties():
    head = (
        PLAN_HEAD
        + '[score]\nevery="year"\nmax=100\nitems=[{ of="duties", points=100 }]\n[indicator.a]\ntitle="次"\ncount="survey"\n'
    )
    _, problems = read(head)
    assert "没有任务" in problems[0].what


def test_bands_may_not_share_a_title():
    assert (
        wrong(('{ title = "差"', '{ title = "好", from = 60 }, { title = "差"')).what
        == "等次名称重复"
    )


def test_unlike_parts_have_no_ratio():
    more = '\n[indicator.trees]\ntitle="树"\nsum="planting.trees"\n[indicator.odd]\ntitle="比"\nratio=["trees","bought"]\n'
    assert "不是同一类数量" in wrong(add=more).what


def test_a_count_of_no_kind():
    problem = wrong(add='\n[indicator.x]\ntitle = "次"\ncount = "surveys"\n')
    assert "survey" in problem.remedy


WARNINGS = [
    (cadence('every = "month", times = 1, grace_days = 50'), "宽限比锁定期"),
    (cadence('every = "week", times = 4'), "容易变成留痕"),
    (("until = 2026-01-01", "until = 2036-01-01"), "有效期超过"),
    (('clause  = "第一条"\n', ""), "没有写出自文件的哪一条"),
]


@pytest.mark.parametrize(("swap", "words"), WARNINGS)
def test_a_warning_does_not_refuse(swap, words):
    edition, problems = plan(swap)
    assert edition is not None
    assert [one.severity for one in problems] == ["warning"]
    assert words in problems[0].what


def test_a_condition_on_kinds_that_are_unknown_is_not_complained_of_twice():
    swap = ('counts  = ["labour-day"]', 'counts = ["xx"]\nwhere = { field.work = "clean" }')
    assert wrong(swap).key == "duty.labour-day.counts"


def test_a_condition_on_a_day():
    swap = ('counts  = ["labour-day"]', 'counts = ["finding"]\nwhere = { field.due = 2024-10-01 }')
    assert sound(swap).duties["labour-day"].where.fields[0].values == ("2024-10-01",)


def test_an_empty_span_is_refused():
    assert wrong(("until = 2026-01-01", "until = 2024-01-01")).key == "effective.until"


def test_a_talk_by_another_name_is_still_a_talk():
    swap = ('step = "talk"', 'step = "talk"\ntitle = "谈心"\nissued_by = "system"')
    assert wrong(swap).rule == "C10"


def test_two_steps_may_earn_the_same():
    assert sound(('full_at = "5万元"', 'steps = [["1万元", 20], ["2万元", 20]]')).score


def test_a_range_of_one_number():
    assert sound(('"第一条"', '"第一条"\nwhere = { field.people = { min = 9, max = 9 } }')).duties
