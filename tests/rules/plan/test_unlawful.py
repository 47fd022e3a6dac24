"""Words, keys and types no plan may use, each with the article that says so (C1–C5)."""

from __future__ import annotations

import pytest

from tests.rules.plan.texts import plan
from tests.rules.plan.texts import wrong_kind
from tongxing.rules.plan import errors
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.unlawful import UNLAWFUL_KEYS
from tongxing.rules.plan.unlawful import UNLAWFUL_MEASURES
from tongxing.rules.plan.unlawful import UNLAWFUL_TYPES
from tongxing.rules.plan.unlawful import unlawful_proof
from tongxing.rules.plan.unlawful import unlawful_title

TITLES = {
    "C1": ["每日签到", "到村打卡次数", "定位照准率", "行走轨迹", "人脸识别", "指纹考勤"],
    "C2": ["帮扶积分", "活跃度", "单位排行榜"],
    "C3": ["登录次数", "登录率", "在线时长", "安装率", "安装量", "应用下载量"],
    "C5": ["点赞数", "投票数", "得票", "浏览量", "阅读量", "转发条数", "学习时长", "点击量"],
}
LAWFUL = ["集中劳动", "接待来访", "驻村天数", "购买金额", "有效票", "民主测评", "走访户数", "会议"]


@pytest.mark.parametrize(
    ("rule", "title"), [(rule, title) for rule, titles in TITLES.items() for title in titles]
)
def test_such_a_title_is_told_with_its_article(rule: str, title: str) -> None:
    verdict = unlawful_title(title)
    assert verdict is not None
    assert verdict[0] == rule


@pytest.mark.parametrize("title", LAWFUL)
def test_ordinary_work_may_be_counted(title: str) -> None:
    assert unlawful_title(title) is None
    assert unlawful_proof(title) is None


@pytest.mark.parametrize("title", ["现场照片", "工作图片", "短视频", "聊天截图", "截屏", "录像"])
def test_pictures_may_never_be_required(title: str) -> None:
    verdict = unlawful_proof(title)
    assert verdict is not None
    assert verdict[0] == "C4"


@pytest.mark.parametrize("key", sorted(UNLAWFUL_KEYS))
def test_a_plan_with_such_a_key_is_refused_by_its_article(key: str) -> None:
    rule, what = UNLAWFUL_KEYS[key]
    edition, problems = plan(('clause  = "第一条"', f'clause = "第一条"\n{key} = 1'))
    (problem,) = errors(problems)
    assert edition is None
    assert (problem.key, problem.rule) == (f"duty.labour-day.{key}", rule)
    assert what in problem.say()
    assert f"依据：{rule}。" in problem.say()


@pytest.mark.parametrize("written", sorted(UNLAWFUL_TYPES))
def test_a_field_of_such_a_type_is_refused_by_its_article(written: str) -> None:
    was = '"count"\nunit     = "艘"\nmeasure  = "items"'
    problem = wrong_kind((was, f'"{written}"'))
    assert (problem.key, problem.rule) == ("field.boats.type", UNLAWFUL_TYPES[written][0])


@pytest.mark.parametrize("measure", sorted(UNLAWFUL_MEASURES))
def test_a_field_of_such_a_measure_is_refused_by_its_article(measure: str) -> None:
    problem = wrong_kind(('"items"', f'"{measure}"'))
    assert (problem.key, problem.rule) == ("field.boats.measure", UNLAWFUL_MEASURES[measure][0])


def test_no_shipped_kind_comes_near_them() -> None:
    for kind in shipped_kinds().values():
        for title in (kind.title, *(field.title for field in kind.fields.values())):
            assert unlawful_title(title) is None, (kind.id, title)
        for field in kind.fields.values():
            assert field.optional or unlawful_proof(field.title) is None, (kind.id, field.id)
            assert field.measure not in UNLAWFUL_MEASURES
