"""`[score]`: points, vetoes, bands, quota and ranking of one plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from tongxing.rules.plan.bands import read_bands
from tongxing.rules.plan.bands import read_quota
from tongxing.rules.plan.bands import read_ranking
from tongxing.rules.plan.bands import read_veto
from tongxing.rules.plan.indicator_reader import indicator_field
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Score
from tongxing.rules.plan.model import ScoreItem
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import amount_of
from tongxing.rules.plan.references import kinds_at
from tongxing.rules.plan.references import unknown
from tongxing.rules.plan.unlawful import UNLAWFUL_MEASURES

HUNDREDTHS = 100
POINTS_MAX = 1000
SHARE_SCALE = 10_000
_KEYS: Mapping[str, tuple[str, ...]] = {
    "duties": ("of", "points", "weights", "floor"),
    "indicator": ("of", "points", "full_at", "steps", "floor"),
    "entered": ("of", "points", "floor"),
    "bonus": ("of", "each", "cap", "counts"),
    "deduction": ("of", "each", "cap", "counts"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What the items of a score may refer to."""

    duties: Mapping[str, Duty]
    indicators: Mapping[str, Indicator]
    kinds: Kinds


def read_score(node: Node, around: Around) -> Score | None:
    """The plan's score, or None when it has none."""
    child = node.child("score", required=False)
    if child is None:
        return None
    child.only("every", "max", "items", "veto", "late_counts_as", "bands", "quota", "ranking")
    child.one_of("every", ("year",))
    highest = child.scaled("max", 1, POINTS_MAX, scale=HUNDREDTHS)
    before = len(node.source.problems)
    items = tuple(_item(row, around) for row in child.rows("items"))
    if len(node.source.problems) == before:  # a broken item would not add up anyway
        _check_items(child, items, highest)
    bands = read_bands(child, highest)
    return Score(
        every="year",
        max=highest,
        items=items,
        veto=read_veto(child, bands, around.kinds),
        late_counts_as=child.scaled("late_counts_as", 0, 1, scale=HUNDREDTHS, default=0),
        bands=bands,
        quota=read_quota(child, bands),
        ranking=read_ranking(child),
    )


def _check_items(node: Node, items: tuple[ScoreItem, ...], highest: int) -> None:
    if not items:
        node.complain("items", "没有计分项", remedy="写上items，或删去[score]")
        return
    total = sum(item.points for item in items)
    if total != highest:
        what = f"各项分值合计{_say(total)}，与满分{_say(highest)}不符"
        node.complain("items", what, remedy="调整分值，加分和扣分不计在内")
    names = [item.of for item in items if item.sort not in {"bonus", "deduction"}]
    for name in sorted({name for name in names if names.count(name) > 1}):
        node.complain("items", f"“{name}”计了两次", remedy="合成一项")


def _say(points: int) -> str:
    return f"{Decimal(points) / HUNDREDTHS:f}"


def _item(node: Node, around: Around) -> ScoreItem:
    of = node.text("of")
    if of == "duties":
        return _duties(node, around)
    if of in {"bonus", "deduction"}:
        return _extra(node, around, "bonus" if of == "bonus" else "deduction")
    if of.startswith("indicator."):
        return _indicator(node, of, around)
    return _entered(node, of, around)


def _points(node: Node) -> tuple[int, int | None]:
    points = node.scaled("points", 0, POINTS_MAX, scale=HUNDREDTHS)
    if not node.has("floor"):
        return points, None
    floor = node.scaled("floor", -POINTS_MAX, POINTS_MAX, scale=HUNDREDTHS)
    if floor > points:
        node.complain("floor", "保底高于满分", allowed=f"不超过{_say(points)}")
    return points, floor


def _duties(node: Node, around: Around) -> ScoreItem:
    node.only(*_KEYS["duties"])
    if not around.duties:
        node.complain("of", "方案没有任务，不能按任务计分", remedy="先写[duty]，或删去这一项")
    points, floor = _points(node)
    return ScoreItem("duties", "duties", points=points, weights=_weights(node, around), floor=floor)


def _weights(node: Node, around: Around) -> Mapping[str, int]:
    group = node.child("weights", required=False)
    weights: dict[str, int] = {}
    if group is None:
        return weights
    for name in group.table:
        if name in around.duties:
            weights[name] = group.scaled(name, 0, 100, scale=HUNDREDTHS)
        else:
            unknown(group, name, "任务", name, around.duties)
    if not any(weights.values()):
        group.complain("", "权重不能全是零")
    return weights


def _entered(node: Node, of: str, around: Around) -> ScoreItem:
    node.only(*_KEYS["entered"])
    if of in UNLAWFUL_MEASURES:
        rule, what = UNLAWFUL_MEASURES[of]
        node.complain("of", what, remedy="删去这一项", rule=rule)
    elif of:
        entered = {name for name, kind in around.kinds.items() if "points" in kind.fields}
        known = {"duties", "bonus", "deduction", *entered}
        known |= {f"indicator.{name}" for name in around.indicators}
        if of not in known:
            unknown(node, "of", "计分项", of, known)
    points, floor = _points(node)
    return ScoreItem(of, "entered", points=points, floor=floor)


def _indicator(node: Node, of: str, around: Around) -> ScoreItem:
    node.only(*_KEYS["indicator"])
    name = of.removeprefix("indicator.")
    points, floor = _points(node)
    if name not in around.indicators:
        unknown(node, "of", "指标", name, around.indicators)
        return ScoreItem(of, "indicator", points=points, floor=floor)
    field = indicator_field(around.indicators[name], around.kinds)
    if node.has("full_at") == node.has("steps"):
        node.complain("", "满分值full_at和分档steps要写一种，且只写一种")
    full_at = (
        _amount(node, "full_at", node.table["full_at"], field) if node.has("full_at") else None
    )
    if full_at == 0:
        node.complain("full_at", "要大于零")
    steps = _steps(node, field, points) if node.has("steps") else ()
    return ScoreItem(of, "indicator", points=points, full_at=full_at, steps=steps, floor=floor)


def _amount(node: Node, key: str, value: object, field: KindField | None) -> int | None:
    """An amount of the indicator; a ratio may also be written in percent."""
    if field and field.type == "number" and isinstance(value, str) and value.endswith("%"):
        digits = value[:-1]
        if digits.isdecimal() and digits.isascii() and len(digits) <= 3:  # noqa: PLR2004
            return int(digits) * SHARE_SCALE // 100
        node.complain(key, "百分数不对", allowed="如“30%”")
        return None
    return amount_of(node, key, value, field)


def _steps(node: Node, field: KindField | None, points: int) -> tuple[tuple[int, int], ...]:
    written = node.table["steps"]
    if not isinstance(written, list) or not written or not all(map(_is_pair, written)):
        node.complain("steps", "分档写法不对", allowed='[["1万元", 5], ["5万元", 15]]')
        return ()
    steps: list[tuple[int, int]] = []
    for amount, earned in written:
        pair = Node({"points": earned}, (*node.path, "steps"), node.source)
        value = _amount(node, "steps", amount, field)
        if value is None:
            return ()
        steps.append((value, pair.scaled("points", 0, POINTS_MAX, scale=HUNDREDTHS)))
    if any(above[0] <= below[0] or above[1] < below[1] for below, above in pairwise(steps)):
        node.complain("steps", "各档要从低到高，分值不能变少")
    if steps[-1][1] != points:
        node.complain("steps", "最高一档的分值与points不符", allowed=_say(points))
    return tuple(steps)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2  # noqa: PLR2004 - amount and points


def _extra(node: Node, around: Around, sort: Literal["bonus", "deduction"]) -> ScoreItem:
    node.only(*_KEYS[sort])
    low, high = (0, POINTS_MAX) if sort == "bonus" else (-POINTS_MAX, 0)
    each = node.scaled("each", low, high, scale=HUNDREDTHS)
    if node.has("each") and each == 0:
        node.complain("each", "每次的分值不能是零")
    cap = node.scaled("cap", low, high, scale=HUNDREDTHS) if node.has("cap") else None
    if sort == "bonus" and cap is None:
        node.complain("cap", "加分要有上限", remedy="加上 cap = 5 这样的上限", rule="C2")
    counts = kinds_at(node, "counts", around.kinds)
    return ScoreItem(sort, sort, each=each, cap=cap, counts=counts)
