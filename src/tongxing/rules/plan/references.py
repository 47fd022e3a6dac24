"""Looking up what a plan refers to: kinds, fields, amounts; a miss is named with its neighbour."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from collections.abc import Mapping

from tongxing.rules.plan.amounts import AmountError
from tongxing.rules.plan.amounts import read_amount
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.node import Node

Kinds = Mapping[str, Kind]


def unknown(node: Node, key: str, what: str, written: str, known: Collection[str]) -> None:
    """Complain that there is no `what` of that name, naming the nearest there is."""
    near = difflib.get_close_matches(written, tuple(known), n=1)
    shown = "、".join(sorted(known)[:40]) or "（还没有）"
    remedy = f"是不是“{near[0]}”" if near else "改成已有的，或先定义它"
    node.complain(key, f"没有{what}“{written}”", allowed=shown, remedy=remedy)


def kinds_at(node: Node, key: str, kinds: Kinds) -> tuple[str, ...]:
    """The list of kind ids under `key`; only kinds a person can record count."""
    known = [kind.id for kind in kinds.values() if not kind.system]
    names = node.names(key)
    for name in names:
        if name not in known:
            unknown(node, key, "记录种类", name, known)
    return tuple(name for name in names if name in known)


def field_at(node: Node, key: str, kinds: Kinds) -> KindField | None:
    """The field that `key = "kind.field"` names, or None after a complaint."""
    written = node.text(key)
    kind_id, dot, field_id = written.partition(".")
    if not dot:
        node.complain(key, "要写成“种类.字段”", allowed='如"purchase.amount"') if written else None
        return None
    if kind_id not in kinds:
        unknown(node, key, "记录种类", kind_id, kinds)
        return None
    fields = kinds[kind_id].fields
    if field_id not in fields:
        unknown(node, key, "字段", written, [f"{kind_id}.{name}" for name in fields])
        return None
    return fields[field_id]


def quantity_at(node: Node, key: str, kinds: Kinds) -> KindField | None:
    """The same, and it must be a quantity: only those have sums."""
    found = field_at(node, key, kinds)
    if found is not None and found.type not in QUANTITY_TYPES:
        allowed = "计数、金额、面积、数值类型的字段"
        node.complain(key, f"“{found.title}”不是数量，不能求和", allowed=allowed)
        return None
    return found


def amount_at(node: Node, key: str, field: KindField | None) -> int | None:
    """`key` as a scaled amount of `field`; None after a complaint."""
    if not node.has(key):
        node.complain(key, "缺这一项", remedy=f"加上 {key} = 数量")
        return None
    return amount_of(node, key, node.table[key], field)


def amount_of(node: Node, key: str, value: object, field: KindField | None) -> int | None:
    """`value`, standing under `key`, as a scaled amount of `field`; None after a complaint."""
    if field is None:  # the field itself has been complained about
        return None
    try:
        return read_amount(value, field)
    except AmountError as wrong:
        node.complain(key, str(wrong))
        return None
