"""`[indicator.ID]`: figures summed from records; measures of popularity do not exist (C5)."""

from __future__ import annotations

from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import IndicatorForm
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Where
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import field_at
from tongxing.rules.plan.references import quantity_at
from tongxing.rules.plan.references import unknown
from tongxing.rules.plan.unlawful import unlawful_title
from tongxing.rules.plan.where import read_where

FORMS: tuple[IndicatorForm, ...] = ("sum", "count", "distinct", "latest", "ratio")


def read_indicators(node: Node, *, kinds: Kinds, place: str) -> dict[str, Indicator]:
    """Every indicator by id, in the order of the file."""
    found = {name: _indicator(name, one, kinds, place) for name, one in node.children("indicator")}
    for indicator in found.values():
        _check_ratio(node, indicator, found, kinds)
    return found


def indicator_field(indicator: Indicator, kinds: Kinds) -> KindField | None:
    """The field whose amounts the indicator is measured in; None when it was complained about.

    A count or a distinct counts in ones; a ratio is a number, 0.3 for 30%.
    """
    if indicator.form in {"count", "distinct"}:
        return KindField(id="", title=indicator.title, type="count", unit="次")
    if indicator.form == "ratio":
        return KindField(id="", title=indicator.title, type="number")
    kind, _, name = indicator.of.partition(".")
    return kinds[kind].fields.get(name) if kind in kinds else None


def _indicator(name: str, node: Node, kinds: Kinds, place: str) -> Indicator:
    node.only("title", "where", *FORMS)
    title = node.text("title")
    if verdict := unlawful_title(title):
        node.complain("title", verdict[1], remedy="删去这个指标", rule=verdict[0])
    given = [form for form in FORMS if node.has(form)]
    if len(given) != 1:
        node.complain("", "算法要写一种，且只写一种", allowed="、".join(FORMS))
        return Indicator(name, title, "count")
    if given[0] == "ratio":
        return _ratio(name, title, node)
    of = _of(node, given[0], kinds)
    kind = of.partition(".")[0]
    where = read_where(node, [kind], kinds, place) if kind else Where()
    return Indicator(name, title, given[0], of=of, where=where)


def _of(node: Node, form: IndicatorForm, kinds: Kinds) -> str:
    """The checked `kind` or `kind.field`, empty after a complaint."""
    if form == "count":
        written = node.text(form)
        if written in kinds and not kinds[written].system:
            return written
        unknown(node, form, "记录种类", written, [k for k, v in kinds.items() if not v.system])
        return ""
    reader = field_at if form == "distinct" else quantity_at
    return node.text(form) if reader(node, form, kinds) else ""


def _ratio(name: str, title: str, node: Node) -> Indicator:
    if node.has("where"):
        node.complain("where", "比例不写条件", remedy="条件写在分子或分母的指标里")
    parts = node.names("ratio")
    if len(parts) != 2:  # noqa: PLR2004 - a ratio has two parts
        node.complain("ratio", "比例要写分子和分母", allowed='["分子指标", "分母指标"]')
        return Indicator(name, title, "ratio")
    return Indicator(name, title, "ratio", parts=(parts[0], parts[1]))


def _check_ratio(node: Node, one: Indicator, all_: dict[str, Indicator], kinds: Kinds) -> None:
    if one.form != "ratio" or not one.parts[0]:
        return
    at = Node({}, (*node.path, "indicator", one.id), node.source)
    plain = {name: other for name, other in all_.items() if other.form != "ratio"}
    missing = [part for part in one.parts if part not in plain]
    for part in missing:
        unknown(at, "ratio", "（非比例的）指标", part, plain)
    if missing:
        return
    above, below = (indicator_field(plain[part], kinds) for part in one.parts)
    if above and below and (above.type, above.unit) != (below.type, below.unit):
        at.complain("ratio", "分子与分母不是同一类数量", remedy="换成类型和单位相同的指标")
