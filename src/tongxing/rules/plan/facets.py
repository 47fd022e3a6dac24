"""Each part of an edition as facets in words: what is said of it, and how it stands.

The redline compares them, the document prints them, so both say the same of a plan.
"""

from __future__ import annotations

from collections.abc import Mapping

from tongxing.rules.periods import say_day
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.plan.model import Step
from tongxing.rules.plan.shipped import shipped_plan_bytes
from tongxing.rules.plan.shipped import shipped_plans
from tongxing.rules.plan.words import RANKING_WORDS
from tongxing.rules.plan.words import TARGET_WORDS
from tongxing.rules.plan.words import say_actor
from tongxing.rules.plan.words import say_amount
from tongxing.rules.plan.words import say_attribute
from tongxing.rules.plan.words import say_cadence
from tongxing.rules.plan.words import say_points
from tongxing.rules.plan.words import say_where
from tongxing.rules.plan.words import titled

Kinds = Mapping[str, Kind]
Facets = tuple[tuple[str, str], ...]  # (what, how it stands), in a fixed order
NONE = "无"
DULL = frozenset({NONE, "不限", "不要求"})  # what need not be said of a new part


def head_facets(edition: Edition) -> Facets:
    span = edition.effective
    ends = say_day(span.until) if span.until else "长期"
    return (
        ("名称", edition.title),
        ("依据文件", edition.authority),
        ("责任单位", edition.owner),
        ("目的", edition.purpose),
        ("政策依据", edition.basis or NONE),
        ("适用地区", edition.place),
        ("有效期", f"{say_day(span.start)}起至{ends}（不含当日）"),
        ("锁定期", f"{edition.lock_days}天"),
    )


def pairing_facets(pairing: PairingKind) -> Facets:
    actors = "、".join(say_actor(one.sort, one.number) for one in pairing.actors)
    return (
        ("名称", pairing.title),
        ("帮扶方", actors),
        ("对象", TARGET_WORDS[pairing.target]),
        ("每对对象数", _range((pairing.targets_min, pairing.targets_max))),
        ("每个对象的帮扶方数", _range(pairing.per_target)),
        ("每个帮扶方的对象数", _range(pairing.per_actor)),
    )


def _range(bounds: tuple[int, int | None]) -> str:
    low, high = bounds
    if high is None:
        return f"不少于{low}" if low else "不限"
    return f"{low}" if low == high else f"{low}至{high}"


def duty_facets(duty: Duty, edition: Edition, kinds: Kinds) -> Facets:
    first = kinds.get(duty.counts[0]) if duty.counts else None
    people = "；".join(say_attribute(name, ones) for name, ones in duty.attributes.items())
    others = "、".join(titled(edition.duties, one) for one in duty.not_also)
    return (
        ("名称", duty.title),
        ("结对种类", _of(duty.of, edition, kinds)),
        ("计入", "、".join(kinds[one].title for one in duty.counts)),
        ("要求", say_cadence(duty.rhythm, duty.need, kinds)),
        ("条件", say_where(duty.where, first) or NONE),
        ("适用对象", people or NONE),
        ("不与之重复计算", others or NONE),
        ("不足一期", "满半期即要求" if duty.partial == "half" else "不要求"),
        ("出处", duty.clause or NONE),
    )


def _of(of: str, edition: Edition, kinds: Kinds) -> str:
    """A pairing kind by its title; one of another shipped plan with that plan's."""
    plan, _, name = of.partition(":")
    if plan == edition.plan:
        return titled(edition.pairings, name)
    for place, file in shipped_plans():
        if file.startswith(f"{plan}-"):
            other, _ = read_edition(shipped_plan_bytes(place, file)[0], file=file, kinds=kinds)
            if other and name in other.pairings:
                return f"“{other.title}”的{titled(other.pairings, name)}"
    return of  # a plan that is not shipped has no title here


_FORM_WORDS = {"sum": "合计", "count": "次数", "distinct": "个数", "latest": "最近一次"}


def indicator_facets(indicator: Indicator, edition: Edition, kinds: Kinds) -> Facets:
    if indicator.form == "ratio":
        how = "÷".join(titled(edition.indicators, one) for one in indicator.parts)
        return (("名称", indicator.title), ("算法", how))
    kind_id, _, name = indicator.of.partition(".")
    kind = kinds[kind_id]
    of = f"{kind.title}·{kind.fields[name].title}" if name else kind.title
    return (
        ("名称", indicator.title),
        ("算法", f"{of}的{_FORM_WORDS[indicator.form]}"),
        ("条件", say_where(indicator.where, kind) or NONE),
    )


def score_facets(edition: Edition, kinds: Kinds) -> Facets:
    score = edition.score
    if score is None:
        return (("计分", NONE),)
    bands = "、".join(f"{band.title}{say_points(band.from_)}分起" for band in score.bands)
    veto = "；".join(f"{_titles(one.counts, kinds)}即列“{one.band}”" for one in score.veto)
    items = tuple(
        (f"“{_item_title(item, edition, kinds)}”", _item(item, edition, kinds))
        for item in score.items
    )
    return (
        ("计分", f"满分{say_points(score.max)}分"),
        *items,
        ("补做按几成计", say_points(score.late_counts_as)),
        ("等次", bands or NONE),
        ("一票否决", veto or NONE),
        ("限额", _quota(score)),
        ("公开", RANKING_WORDS[score.ranking.show]),
        ("公开的依据", score.ranking.basis or NONE),
    )


def _quota(score: Score) -> str:
    if score.quota is None:
        return NONE
    rounding = {"down": "舍去零头", "up": "零头进一", "half-up": "四舍五入"}[score.quota.rounding]
    return f"“{score.quota.band}”不超过{say_points(score.quota.at_most)}%，{rounding}"


_ITEM_TITLES = {"duties": "任务完成", "bonus": "加分", "deduction": "扣分"}


def _item_title(item: ScoreItem, edition: Edition, kinds: Kinds) -> str:
    if item.sort == "indicator":
        return titled(edition.indicators, item.of.removeprefix("indicator."))
    return _ITEM_TITLES.get(item.of) or titled(kinds, item.of)


def _item(item: ScoreItem, edition: Edition, kinds: Kinds) -> str:
    if item.sort in {"bonus", "deduction"}:
        cap = "不设限" if item.cap is None else f"至{say_points(item.cap)}分为止"
        return f"{_titles(item.counts, kinds)}每次{say_points(item.each)}分，{cap}"
    parts = [f"{say_points(item.points)}分"]
    if item.full_at is not None:
        parts.append(f"达到{_measured(item.full_at, item, edition, kinds)}得满分")
    parts += [
        f"达到{_measured(amount, item, edition, kinds)}得{say_points(points)}分"
        for amount, points in item.steps
    ]
    parts += [
        f"{titled(edition.duties, name)}权重{say_points(weight)}"
        for name, weight in item.weights.items()
    ]
    if item.floor is not None:
        parts.append(f"最低{say_points(item.floor)}分")
    return "，".join(parts)


def _measured(amount: int, item: ScoreItem, edition: Edition, kinds: Kinds) -> str:
    indicator = edition.indicators[item.of.removeprefix("indicator.")]
    if indicator.form == "ratio":
        return f"{say_points(amount)}%"
    if "." in indicator.of and indicator.form != "distinct":
        return say_amount(amount, indicator.of, kinds)
    return f"{amount}次"


def _titles(counts: tuple[str, ...], kinds: Kinds) -> str:
    return "、".join(kinds[one].title for one in counts)


def steps_by_name(edition: Edition) -> Mapping[str, Step]:
    return {step.step: step for step in edition.ladder}


def step_facets(step: Step, edition: Edition, _: Kinds) -> Facets:
    after = f"，且已走过“{titled(steps_by_name(edition), step.after)}”" if step.after else ""
    return (
        ("名称", step.title),
        ("条件", f"连续{step.missed_in_row}期未完成{after}"),
        ("由谁发出", "系统（只给结对双方看）" if step.issued_by == "system" else "人核实后发出"),
        ("整改期", f"{step.cure_days}天" if step.cure_days else NONE),
    )
