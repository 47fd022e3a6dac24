"""An edition as a document: every part in a sentence a clerk would write, nothing made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.plan.texts import PLAN
from tests.rules.plan.texts import gaozhou
from tongxing.rules.plan import Edition
from tongxing.rules.plan import document
from tongxing.rules.plan import head
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan import shipped_plans
from tongxing.rules.plan.document import fields_said
from tongxing.rules.plan.facets import duty_facets
from tongxing.rules.plan.facets import score_facets

CHAPTERS = {one.title: one for one in document(gaozhou())}


def article(chapter: str, title: str) -> str:
    return "".join(next(one for one in CHAPTERS[chapter].articles if one.title == title).says)


def test_the_chapters_of_a_plan() -> None:
    assert list(CHAPTERS) == ["结对关系", "任务", "怎样算完成", "指标", "考核", "提醒约谈"]


def test_a_duty_says_how_often_what_counts_and_how_long_it_takes() -> None:
    assert article("任务", "组织一次集中劳动") == (
        "每对“结对共建”每月不少于1次，期满后5日内可补。"
        "计入“集中劳动”：填参加人次，选填清理点位、劳动内容。填一条记录约3分钟。"
    )


def test_a_duty_names_its_clause_and_its_condition() -> None:
    leader = next(one for one in CHAPTERS["任务"].articles if one.title == "组长接待群众来访")
    assert leader.clause == "“五个一”第5项"
    assert "条件：由组长。" in leader.says


def test_the_lock_stands_with_the_days_the_plan_says() -> None:
    assert "一期结束45天以后才收到的记录，经县专班采认后计入。" in article(
        "怎样算完成", "时限、补做和锁定"
    )


def test_score_and_ladder_as_the_plan_has_them() -> None:
    assert article("考核", "一票否决") == "严重问题即列“较差”。"
    assert article("考核", "限额") == "“好”不超过20%，舍去零头。"
    assert article("提醒约谈", "约谈") == (
        "条件：连续3期未完成，且已走过“提醒”。由谁发出：人核实后发出。整改期：30天。"
    )


def test_the_head_leaves_out_what_is_not_given() -> None:
    assert dict(head(gaozhou()))["责任单位"] == "高州市直属机关工作委员会"
    assert "政策依据" not in dict(head(read("441825")))


def test_a_plan_without_score_or_ladder_says_so() -> None:
    said = {one.title: one.none for one in document(read("441825")) if not one.articles}
    assert said == {"考核": "本方案不计分。", "提醒约谈": "本方案不设提醒约谈。"}


def test_a_kind_without_fields_asks_for_a_sentence() -> None:
    assert fields_said(shipped_kinds()["unit-reply"]) == "写一句话即可"


def read(place: str) -> Edition:
    (name,) = (name for where, name in shipped_plans() if where == place)
    edition, _ = read_edition(shipped_plan_bytes(place, name)[0], file=name, kinds=shipped_kinds())
    assert edition is not None
    return edition


@pytest.mark.parametrize("place", ["440705", "440883", "441825", "451027"])
def test_every_shipped_plan_reads_as_chinese(place: str) -> None:
    for chapter in document(read(place)):
        assert chapter.articles or chapter.none
        for one in chapter.articles:
            assert one.title
            assert all(said.endswith("。") for said in one.says)


def test_a_duty_asked_of_half_a_period_says_so() -> None:
    half = PLAN.replace('clause  = "第一条"', 'clause  = "第一条"\npartial = "half"', 1)
    small, found = read_edition(half.encode(), file="方案", kinds=shipped_kinds())
    assert small is not None, found
    duties = next(one for one in document(small) if one.title == "任务").articles
    asked = "结对或方案只覆盖一期的一部分时，满半期即作要求。"
    assert [asked in one.says for one in duties] == [True, False]


def test_a_duty_of_a_plan_that_is_not_shipped_keeps_that_plan_s_name() -> None:
    duty = replace(next(iter(gaozhou().duties.values())), of="nowhere-plan:unit-village")
    facets = dict(duty_facets(duty, gaozhou(), shipped_kinds()))
    assert facets["结对种类"] == "nowhere-plan:unit-village"


def test_points_for_a_number_of_times_are_said_in_times() -> None:
    edition = gaozhou()
    assert edition.score is not None
    counted = replace(next(iter(edition.indicators.values())), form="count", of="purchase")
    item = next(one for one in edition.score.items if one.sort == "indicator")
    score = replace(edition.score, items=(replace(item, full_at=3, steps=()),))
    name = item.of.removeprefix("indicator.")
    changed = replace(edition, score=score, indicators={**edition.indicators, name: counted})
    assert "达到3次得满分" in " ".join(how for _, how in score_facets(changed, shipped_kinds()))


def test_a_score_without_a_quota_says_none() -> None:
    edition = gaozhou()
    assert edition.score is not None
    free = replace(edition, score=replace(edition.score, quota=None))
    assert dict(score_facets(free, shipped_kinds()))["限额"] == "无"
    assert "限额" not in [one.title for chapter in document(free) for one in chapter.articles]
