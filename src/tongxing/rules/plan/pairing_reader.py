"""`[pairing.ID]`: who is paired with what, and how many of each."""

from __future__ import annotations

from tongxing.rules.plan.model import ActorNeed
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.node import Node

PARTY_SORTS = ("organization", "team", "person")
TARGETS = ("village", "town", "county", "household")
NUMBER_MAX = 10_000


def read_pairings(node: Node) -> dict[str, PairingKind]:
    """Every pairing kind of the plan by id, in the order of the file."""
    return {name: _pairing(name, inner) for name, inner in node.children("pairing")}


def is_personal(pairing: PairingKind) -> bool:
    """Whether persons themselves owe the duties: any actor that is no organization or team."""
    return any(one.sort not in {"organization", "team"} for one in pairing.actors)


def _pairing(name: str, node: Node) -> PairingKind:
    node.only("title", "actor", "target", "per_target", "per_actor")
    target, low, high = _target(node)
    return PairingKind(
        id=name,
        title=node.text("title"),
        actors=_actors(node),
        target=target,
        targets_min=low,
        targets_max=high,
        per_target=_range(node, "per_target"),
        per_actor=_range(node, "per_actor"),
    )


def _actors(node: Node) -> tuple[ActorNeed, ...]:
    if not isinstance(node.table.get("actor"), dict):
        return (ActorNeed(node.one_of("actor", PARTY_SORTS)),)
    group = Node(node.table["actor"], (*node.path, "actor"), node.source)
    if not group.table:
        group.complain("", "没有写结对的一方", allowed="{ 角色 = 人数 }")
    for role in group.table:
        group.check_id(role, role)
    return tuple(ActorNeed(role, group.whole(role, 1, 100)) for role in group.table)


def _target(node: Node) -> tuple[str, int, int]:
    if not isinstance(node.table.get("target"), dict):
        return node.one_of("target", TARGETS), 1, 1
    group = Node(node.table["target"], (*node.path, "target"), node.source)
    group.only(*TARGETS)
    if len(group.table) != 1:
        group.complain("", "对象只能写一类", allowed="、".join(TARGETS))
        return TARGETS[0], 1, 1
    name = next(iter(group.table))
    low, high = _range(group, name)
    return name, max(low, 1), NUMBER_MAX if high is None else high


def _range(node: Node, key: str) -> tuple[int, int | None]:
    """`{ min, max }`, each of which may be left out."""
    child = node.child(key, required=False)
    if child is None:
        return 0, None
    child.only("min", "max")
    low = child.whole("min", 0, NUMBER_MAX, default=0)
    high = child.whole("max", 1, NUMBER_MAX) if child.has("max") else None
    if high is not None and high < low:
        child.complain("max", "上限低于下限", allowed=f"不小于{low}")
    return low, high
