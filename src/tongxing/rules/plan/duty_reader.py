"""`[duty.ID]`: what each pairing of a kind owes, how often, and which records count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tongxing.rules.periods import Rhythm
from tongxing.rules.plan.cadence import read_cadence
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Need
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import kinds_at
from tongxing.rules.plan.references import unknown
from tongxing.rules.plan.where import read_where

DUTIES_MAX = 60


def read_duties(
    node: Node, *, plan: str, place: str, starts: date, own: Mapping[str, PairingKind], kinds: Kinds
) -> dict[str, Duty]:
    """Every duty by id; `own` are the plan's pairing kinds, `starts` its first day."""
    duties: dict[str, Duty] = {}
    for name, inner in node.children("duty"):
        inner.only(
            "title", "of", "counts", "cadence", "clause", "where", "not_also", "for", "partial"
        )
        counts = kinds_at(inner, "counts", kinds)
        rhythm, need = _cadence(inner, kinds, starts)
        _sum_counts(inner, need, counts)
        duties[name] = Duty(
            id=name,
            title=inner.text("title"),
            of=_of(inner, plan, own),
            counts=counts,
            rhythm=rhythm,
            need=need,
            clause=inner.text("clause", default=""),
            where=read_where(inner, counts, kinds, place),
            not_also=inner.names("not_also", required=False),
            attributes=_attributes(inner),
            partial=_partial(inner),
        )
    if len(duties) > DUTIES_MAX:
        remedy = "减到基层做得到的数目"
        node.complain("duty", "任务太多", allowed=f"不超过{DUTIES_MAX}项", remedy=remedy, rule="C7")
    _check_not_also(node, duties)
    return duties


def _cadence(node: Node, kinds: Kinds, starts: date) -> tuple[Rhythm, Need]:
    child = node.child("cadence")
    return read_cadence(child, kinds, starts) if child else (Rhythm("month"), Need())


def _sum_counts(node: Node, need: Need, counts: tuple[str, ...]) -> None:
    kind = need.sum.partition(".")[0]
    if kind and counts and counts != (kind,):
        what = f"按“{need.sum}”求和，counts却不是只有“{kind}”"
        node.complain("counts", what, allowed=f'["{kind}"]', remedy=f'改成 counts = ["{kind}"]')


def _of(node: Node, plan: str, own: Mapping[str, PairingKind]) -> str:
    written = node.text("of")
    owner, colon, kind = written.partition(":")
    if not colon:
        owner, kind = plan, written
    if owner == plan and kind and kind not in own:
        unknown(node, "of", "结对种类", kind, own)
    elif colon:
        node.check_id("of", owner)
        node.check_id("of", kind)
    return f"{owner}:{kind}"


def _attributes(node: Node) -> Mapping[str, tuple[str, ...]]:
    group = node.child("for", required=False)
    if group is None:
        return {}
    for name in group.table:
        group.check_id(name, name)
    return {name: group.names(name) for name in group.table}


def _partial(node: Node) -> Literal["none", "half"]:
    return "half" if node.one_of("partial", ("none", "half"), default="none") == "half" else "none"


def _check_not_also(node: Node, duties: Mapping[str, Duty]) -> None:
    for duty in duties.values():
        at = Node({}, (*node.path, "duty", duty.id), node.source)
        for other in duty.not_also:
            if other == duty.id:
                at.complain("not_also", "不能排除自己", remedy="删去")
            elif other not in duties:
                unknown(at, "not_also", "任务", other, duties.keys() - {duty.id})
            elif duties[other].of != duty.of:
                at.complain("not_also", f"“{other}”不是同一种结对的任务", remedy="删去")
            elif duty.id in duties[other].not_also:
                at.complain("not_also", f"与“{other}”互相排除", remedy="只在一边写not_also")
