"""An edition as a document a clerk reads and prints: chapters of articles in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass

from tongxing.rules.plan.facets import DULL
from tongxing.rules.plan.facets import Facets
from tongxing.rules.plan.facets import Kinds
from tongxing.rules.plan.facets import duty_facets
from tongxing.rules.plan.facets import head_facets
from tongxing.rules.plan.facets import indicator_facets
from tongxing.rules.plan.facets import pairing_facets
from tongxing.rules.plan.facets import score_facets
from tongxing.rules.plan.facets import step_facets
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.shipped import shipped_kinds

_OWN = {"名称", "出处"}  # said by an article's title and clause
_IN_SENTENCES = {"结对种类", "要求", "计入", "不足一期"}  # a duty says these in a sentence


@dataclass(frozen=True, slots=True)
class Article:
    """One part of a plan: its title, where in the paper it stands, what it says."""

    title: str
    clause: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parts of one sort, in the plan's order; `none` is said where there are none."""

    title: str
    articles: tuple[Article, ...]
    none: str = ""


def head(edition: Edition) -> Facets:
    """(what, how it stands): paper, owner, purpose, span …; what is not given is left out."""
    return tuple((what, how) for what, how in head_facets(edition) if how not in DULL)


def document(edition: Edition, kinds: Kinds | None = None) -> tuple[Chapter, ...]:
    """The whole edition but its head; `kinds` are those it was read with, else the shipped."""
    kinds = kinds or shipped_kinds()
    return (
        Chapter(
            "结对关系",
            tuple(
                Article(one.title, "", _said(pairing_facets(one)))
                for one in edition.pairings.values()
            ),
            "本方案不设结对关系。",
        ),
        Chapter("任务", tuple(_duty(one, edition, kinds) for one in edition.duties.values())),
        Chapter("怎样算完成", (Article("时限、补做和锁定", "", _ground(edition)),)),
        Chapter(
            "指标",
            tuple(
                Article(one.title, "", _said(indicator_facets(one, edition, kinds)))
                for one in edition.indicators.values()
            ),
            "本方案不设指标。",
        ),
        Chapter("考核", _score(edition, kinds), "本方案不计分。"),
        Chapter(
            "提醒约谈",
            tuple(
                Article(one.title, "", _said(step_facets(one, edition, kinds)))
                for one in edition.ladder
            ),
            "本方案不设提醒约谈。",
        ),
    )


def _said(facets: Facets) -> tuple[str, ...]:
    return tuple(f"{what}：{how}。" for what, how in facets if what not in _OWN and how not in DULL)


def _duty(duty: Duty, edition: Edition, kinds: Kinds) -> Article:
    facets = dict(duty_facets(duty, edition, kinds))
    says = [f"每对“{facets['结对种类']}”{facets['要求']}。"]
    says += [f"计入“{kinds[one].title}”：{fields_said(kinds[one])}。" for one in duty.counts]
    says += [
        f"{what}：{how}。"
        for what, how in facets.items()
        if what not in _OWN | _IN_SENTENCES and how not in DULL
    ]
    if duty.partial == "half":
        says.append("结对或方案只覆盖一期的一部分时，满半期即作要求。")
    minutes = max((edition.minutes[kind] for kind in duty.counts), default=0)
    says.append(f"填一条记录约{minutes}分钟。")
    return Article(duty.title, duty.clause, tuple(says))


def fields_said(kind: Kind) -> str:
    """`填参加人次，选填清理点位`; a kind without fields asks for a sentence only."""
    asked = "、".join(one.title for one in kind.fields.values() if not one.optional)
    maybe = "、".join(one.title for one in kind.fields.values() if one.optional)
    parts = [f"填{asked}" if asked else "", f"选填{maybe}" if maybe else ""]
    return "，".join(part for part in parts if part) or "写一句话即可"


def _ground(edition: Edition) -> tuple[str, ...]:
    partial = "结对或方案没有覆盖整期的，该期不作要求（任务另有说明的从其说明）。"
    return (
        "一周从星期一算起；工作日按国家公布的节假日和调休安排计算。",
        partial,
        "在时限内完成的算已完成；过了时限、在宽限内补上的算补做完成，记录时注明补的是哪一天。",
        f"一期结束{edition.lock_days}天以后才收到的记录，经县专班采认后计入。",
        "一条记录符合几项任务的，各项都算，不必另填。",
        "获准豁免的天数达到一期的一半，该期不作要求。",
    )


def _score(edition: Edition, kinds: Kinds) -> tuple[Article, ...]:
    if edition.score is None:
        return ()
    facets = score_facets(edition, kinds)
    return tuple(
        Article(what.strip("“”"), "", (f"{how}。",)) for what, how in facets if how not in DULL
    )
