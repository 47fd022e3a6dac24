"""How a plan keeps the fifteen articles (C1–C15), one note each, for the page a clerk prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.words import RANKING_WORDS
from tongxing.rules.plan.words import say_day


@dataclass(frozen=True, slots=True)
class Note:
    """One article: what it asks, how this plan keeps it, and who sees to that.

    `by` says whether the plan's own text keeps it, the loader refused the contrary, or
    Tongxing keeps it whatever a plan says.
    """

    rule: str
    asks: str
    kept: str
    by: Literal["plan", "loader", "product"]


def compliance(edition: Edition) -> tuple[Note, ...]:
    """All fifteen, in order. An edition that breaks one has not been read at all."""
    return tuple(
        Note(rule, asks, kept if isinstance(kept, str) else kept(edition), by)
        for rule, asks, kept, by in _ARTICLES
    )


def _ranking(edition: Edition) -> str:
    if edition.score is None:
        return "本方案不计分，不排名"
    ranking = edition.score.ranking
    basis = f"，依据：{ranking.basis}" if ranking.basis else ""
    return f"不对个人计分排名；单位结果{RANKING_WORDS[ranking.show]}{basis}"


def _owner(edition: Edition) -> str:
    until = edition.effective.until
    ends = f"，到{say_day(until)}止" if until else ""
    basis = f"；政策依据：{edition.basis}" if edition.basis else ""
    return (
        f"责任单位：{edition.owner}；目的：{edition.purpose}；"
        f"依据文件：{edition.authority}{basis}{ends}"
    )


def _shortest(edition: Edition) -> str:
    workdays = [duty.rhythm.grace_workdays for duty in edition.duties.values()]
    grace = "，宽限可按工作日计" if any(workdays) else ""
    return f"各项任务周期不短于一周{grace}，不要求即时回复"


def _talks(edition: Edition) -> str:
    if not edition.ladder:
        return "本方案没有提醒约谈"
    system = [step.title for step in edition.ladder if step.issued_by == "system"]
    people = [step.title for step in edition.ladder if step.issued_by == "person"]
    says = []
    if system:
        says.append("、".join(system) + "由系统发给结对双方")
    if people:
        says.append("、".join(people) + "由人核实后决定，须有实地核查或单位答复")
    return "；".join(says)


def _asked_once(edition: Edition) -> str:
    kinds = {kind for duty in edition.duties.values() for kind in duty.counts}
    return f"{len(edition.duties)}项任务共用{len(kinds)}种记录，记一次，处处可用"


def _minutes(edition: Edition) -> str:
    if not edition.minutes:
        return "本方案不要求记录"
    low, high = min(edition.minutes.values()), max(edition.minutes.values())
    each = f"{low}" if low == high else f"{low}至{high}"
    return f"每条记录约{each}分钟，按村公布，不细到个人"


_ARTICLES: tuple[
    tuple[str, str, str | Callable[[Edition], str], Literal["plan", "loader", "product"]], ...
] = (
    ("C1", "不签到、不定位、不采集轨迹和人脸指纹", "方案里没有这类字段，页面不取位置", "loader"),
    ("C2", "不设积分，不按活跃度排名", _ranking, "plan"),
    ("C3", "不统计登录、在线时长、安装", "没有这类口径，也不展示", "loader"),
    ("C4", "不强制照片、视频、截图", "凭据一律可填可不填", "loader"),
    ("C5", "点赞、投票、转发、学习时长不计入", "口径是封闭的，没有这几类", "loader"),
    ("C6", "每项数据只要一次", _asked_once, "plan"),
    ("C7", "要数据须写明谁要、为何、依据、到期", _owner, "plan"),
    ("C8", "不要求即时回复", _shortest, "plan"),
    ("C9", "督导检查有计划、合并、每年有上限", "由督导计划按村合并并控制次数", "product"),
    ("C10", "自报数字不直接引发约谈", _talks, "plan"),
    ("C11", "群众有投诉建议的渠道并得到答复", "公开事项受理投诉建议", "product"),
    ("C12", "浏览器即用，县级以上单位主管", "归县级账本，无须安装", "product"),
    ("C13", "纸质、表格与线上同等有效", "可由他人代录，可导入表格", "product"),
    ("C14", "减负账按村公布", _minutes, "plan"),
    ("C15", "例外须有书面依据和止日", "豁免没有依据或止日不予登记", "product"),
)
