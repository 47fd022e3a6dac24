"""Kinds from TOML: what can be recorded, each field once, evidence never required."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from tongxing.rules.plan.model import FieldType
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.problem import Problems
from tongxing.rules.plan.source import parse
from tongxing.rules.plan.unlawful import UNLAWFUL_MEASURES
from tongxing.rules.plan.unlawful import UNLAWFUL_TYPES
from tongxing.rules.plan.unlawful import unlawful_proof
from tongxing.rules.plan.unlawful import unlawful_title
from tongxing.rules.quantities import measures

FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
AREA_UNITS = ("亩", "平方米", "平方公里", "公顷")
FIELDS_MAX = 12
CHOICES_MAX = 40


def read_kind(data: bytes, *, file: str) -> Kind | Problems:
    """The kind in `data`, or everything that is wrong with it; `file` only names the source."""
    table, source = parse(data, file=file)
    if source.is_broken():
        return tuple(source.problems)
    node = Node(table, (), source)
    node.only("schema", "id", "version", "title", "about", "system", "assesses", "field")
    node.whole("schema", 1, 1)
    kind = Kind(
        id=node.id("id"),
        version=node.whole("version", 1, 9999),
        title=_lawful_title(node),
        about=node.text("about"),
        fields=_fields(node),
        system=node.flag("system"),
        assesses=node.flag("assesses"),
    )
    return tuple(source.problems) if source.is_broken() else kind


def _fields(node: Node) -> Mapping[str, KindField]:
    fields = {name: _field(name, inner) for name, inner in node.children("field")}
    if len(fields) > FIELDS_MAX:
        remedy = "只留真正要用的"
        allowed = f"不超过{FIELDS_MAX}项"
        node.complain("field", "要填的太多", allowed=allowed, remedy=remedy, rule="C6")
    return fields


def _field(name: str, node: Node) -> KindField:
    node.only("title", "type", "unit", "measure", "optional", "choices")
    optional = node.flag("optional")
    title = _lawful_title(node)
    proof = unlawful_proof(title)
    if proof and not optional:
        node.complain("title", proof[1], remedy="写上 optional = true，或删去", rule=proof[0])
    kind_of = _type(node)
    if kind_of is None:
        return KindField(name, title, "text")
    return KindField(
        id=name,
        title=title,
        type=kind_of,
        unit=_unit(node, kind_of),
        measure=_measure(node, kind_of),
        optional=optional,
        choices=_choices(node, kind_of),
    )


def _lawful_title(node: Node) -> str:
    title = node.text("title")
    if verdict := unlawful_title(title):
        node.complain("title", verdict[1], remedy="删去这一项", rule=verdict[0])
    return title


def _type(node: Node) -> FieldType | None:
    """The type, None after a complaint."""
    written = node.table.get("type")
    if isinstance(written, str) and written in UNLAWFUL_TYPES:
        rule, what = UNLAWFUL_TYPES[written]
        node.complain("type", what, allowed="、".join(FIELD_TYPES), remedy="删去这一项", rule=rule)
        return None
    node.one_of("type", FIELD_TYPES)
    return next((one for one in FIELD_TYPES if one == written), None)


def _unit(node: Node, kind_of: FieldType) -> str:
    if kind_of == "area":
        return node.one_of("unit", AREA_UNITS)
    if kind_of in {"count", "number"}:
        return node.text("unit")
    if node.has("unit"):
        node.complain("unit", "这一类型不写单位", remedy="删去（金额一律以元、万元书写）")
    return ""


def _measure(node: Node, kind_of: FieldType) -> str:
    written = node.table.get("measure")
    if isinstance(written, str) and written in UNLAWFUL_MEASURES:
        rule, what = UNLAWFUL_MEASURES[written]
        node.complain("measure", what, remedy="删去这一项", rule=rule)
        return ""
    if kind_of in {"count", "money"}:
        return node.one_of("measure", tuple(measures(kind_of)))
    if node.has("measure"):
        node.complain("measure", "只有计数和金额写口径", remedy="删去measure")
    return ""


def _choices(node: Node, kind_of: FieldType) -> Mapping[str, str]:
    if kind_of != "choice":
        if node.has("choices"):
            node.complain("choices", "只有选项类型写choices", remedy='type改为"choice"，或删去')
        return {}
    group = node.child("choices")
    if group is None:
        return {}
    for name in group.table:
        group.check_id(name, name)
    if not 2 <= len(group.table) <= CHOICES_MAX:  # noqa: PLR2004 - a choice needs two
        group.complain("", "选项个数不对", allowed=f"2到{CHOICES_MAX}个")
    return {name: group.text(name) for name in group.table}
