"""How a plan keeps the fifteen articles (C1–C15), one note each, for the page a clerk prints.

Only what holds today is claimed; what neither the plan nor this release does is said to be for
the authority to see to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tongxing.rules.periods import say_day
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.words import RANKING_WORDS

Keeper = Literal["plan", "loader", "product", "authority"]
ELSEWHERE = "须由主管部门另行落实"


@dataclass(frozen=True, slots=True)
class Note:
    """One article: what it asks, how this plan keeps it, and who sees to that.

    `by` says whether the plan's own text keeps it, the loader refused the contrary, Tongxing
    keeps it whatever a plan says, or the authority has to by other means.
    """

    rule: str
    asks: str
    kept: str
    by: Keeper
    where: str = ""  # "module:name" of what refuses or does it, for loader and product


def compliance(edition: Edition) -> tuple[Note, ...]:
    """All fifteen, in order. An edition that breaks one has not been read at all."""
    return tuple(
        Note(rule, asks, kept if isinstance(kept, str) else kept(edition), by, where)
        for rule, asks, kept, by, where in _ARTICLES
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
        says.append("、".join(system) + "由系统每周一列出一期，只给结对双方看，不向个人推送")
    if people:
        says.append("、".join(people) + "只列出依据，有实地核查或单位答复在案方可由人决定发出")
    return "；".join(says)


def _asked_once(edition: Edition) -> str:
    kinds = {kind for duty in edition.duties.values() for kind in duty.counts}
    return f"{len(edition.duties)}项任务共用{len(kinds)}种记录，记一次，处处可用"


def _minutes(edition: Edition) -> str:
    if not edition.minutes:
        return "本方案不要求记录"
    low, high = min(edition.minutes.values()), max(edition.minutes.values())
    each = f"{low}" if low == high else f"{low}至{high}"
    return f"每条记录约{each}分钟；减负账按村、按月列出，村和单位可查，不细到个人"


_UNLAWFUL = "tongxing.rules.plan.unlawful"
_ARTICLES: tuple[tuple[str, str, str | Callable[[Edition], str], Keeper, str], ...] = (
    (
        "C1",
        "不签到、不定位、不采集轨迹和人脸指纹",
        "方案和记录种类要这类内容的不予通过",
        "loader",
        f"{_UNLAWFUL}:unlawful_title",
    ),
    ("C2", "不设积分，不按活跃度排名", _ranking, "plan", ""),
    (
        "C3",
        "不统计登录、在线时长、安装",
        "方案和记录种类要这类口径的不予通过",
        "loader",
        f"{_UNLAWFUL}:unlawful_title",
    ),
    (
        "C4",
        "不强制照片、视频、截图",
        "把照片、视频、截图设为必填的不予通过",
        "loader",
        f"{_UNLAWFUL}:unlawful_proof",
    ),
    (
        "C5",
        "点赞、投票、转发、学习时长不计入",
        "口径是封闭的，没有这几类",
        "loader",
        f"{_UNLAWFUL}:UNLAWFUL_MEASURES",
    ),
    ("C6", "每项数据只要一次", _asked_once, "plan", ""),
    ("C7", "要数据须写明谁要、为何、依据、到期", _owner, "plan", ""),
    ("C8", "不要求即时回复", _shortest, "plan", ""),
    (
        "C9",
        "督导检查有计划、合并、每年有上限",
        f"系统不安排督导检查，{ELSEWHERE}",
        "authority",
        "",
    ),
    (
        "C10",
        "自报数字不直接引发约谈",
        _talks,
        "product",
        "tongxing.actions.decide_step:decide_step",
    ),
    (
        "C11",
        "群众有投诉建议的渠道并得到答复",
        f"系统不受理投诉建议，{ELSEWHERE}",
        "authority",
        "",
    ),
    (
        "C12",
        "浏览器即用，县级以上单位主管",
        "台账以县为本，用浏览器打开，无须安装",
        "product",
        "tongxing.actions.open_book:open_book",
    ),
    (
        "C13",
        "纸质、表格与线上同等有效",
        f"可照纸质材料代录、补录，同样计入；系统不能导入表格，由表格转录{ELSEWHERE}",
        "product",
        "tongxing.actions.append_record:append_record",
    ),
    (
        "C14",
        "减负账按村公布",
        _minutes,
        "product",
        "tongxing.derive.plans.asked:burden_account",
    ),
    (
        "C15",
        "例外须有书面依据和止日",
        "豁免没有依据或止日不予登记",
        "product",
        "tongxing.actions.grant_waiver:grant_waiver",
    ),
)
