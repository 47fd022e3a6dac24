"""`[[ladder]]`: reminders and talks, in order; a talk is never the system's to give (C10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from tongxing.rules.plan.model import Step
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import unknown

TITLES: Mapping[str, str] = {"remind": "提醒", "talk": "约谈"}
STEPS_MAX = 6
_GRAVE = re.compile("约谈|问责|通报|处分|追责|诫勉")


def read_ladder(node: Node) -> tuple[Step, ...]:
    """The rungs in their order."""
    steps: list[Step] = []
    for row in node.rows("ladder"):
        steps.append(_step(row, {step.step: step for step in steps}))
    if len(steps) > STEPS_MAX:
        node.complain("ladder", "步骤太多", allowed=f"不超过{STEPS_MAX}步")
    return tuple(steps)


def _step(node: Node, before: Mapping[str, Step]) -> Step:
    node.only("step", "title", "when", "issued_by", "cure_days")
    name = node.id("step")
    if name in before:
        node.complain("step", f"“{name}”写了两次", remedy="每一步用不同的标识")
    title = node.text("title", default=TITLES.get(name))
    missed, after = _when(node, before)
    issuer = _issued_by(node)
    if issuer == "system" and (name == "talk" or _GRAVE.search(title)):
        what = f"“{title}”不能由系统发出"
        remedy = '改成 issued_by = "person"，由人核实后决定'
        node.complain("issued_by", what, allowed="person", remedy=remedy, rule="C10")
    return Step(
        step=name,
        missed_in_row=missed,
        after=after,
        issued_by=issuer,
        cure_days=node.whole("cure_days", 0, 366, default=0),
        title=title,
    )


def _issued_by(node: Node) -> Literal["system", "person"]:
    written = node.one_of("issued_by", ("person", "system"), default="person")
    return "system" if written == "system" else "person"


def _when(node: Node, before: Mapping[str, Step]) -> tuple[int, str]:
    child = node.child("when")
    if child is None:
        return 1, ""
    child.only("missed_in_row", "after")
    missed = child.whole("missed_in_row", 1, 100)
    after = child.id("after", default="")
    if after and after not in before:
        unknown(child, "after", "在前的步骤", after, before)
    elif after and missed < before[after].missed_in_row:
        allowed = f"不少于{before[after].missed_in_row}"
        child.complain("missed_in_row", f"比前一步“{after}”还少", allowed=allowed)
    return missed, after
