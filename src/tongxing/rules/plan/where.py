"""`where = { by_role, place_within, field.NAME }`: the closed vocabulary of conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import datetime

from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Where
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import amount_at
from tongxing.rules.plan.references import amount_of
from tongxing.rules.plan.references import unknown

_CODE = re.compile(r"[1-9][0-9]{11}")


def read_where(node: Node, counts: Iterable[str], kinds: Kinds, place: str) -> Where:
    """The conditions under `where` for records of the kinds `counts`, inside `place`."""
    child = node.child("where", required=False)
    if child is None:
        return Where()
    child.only("by_role", "place_within", "field")
    counted = [kinds[one] for one in counts]
    group = child.child("field", required=False)
    return Where(
        by_role=child.id("by_role", default=""),
        place_within=_place(child, place),
        fields=tuple(_tests(group, counted)) if group else (),
    )


def _place(node: Node, place: str) -> str:
    code = node.text("place_within", default="")
    if code and not _CODE.fullmatch(code):
        node.complain("place_within", "区划代码不对", allowed="12位数字，如440981121000")
        return ""
    if code and not code.startswith(place):
        node.complain("place_within", "不在方案所在地之内", allowed=f"以{place}开头的代码")
    return code


def _tests(group: Node, counted: list[Kind]) -> Iterator[FieldTest]:
    for name in group.table:
        fields = [kind.fields[name] for kind in counted if name in kind.fields]
        if len(fields) < len(counted) or len({field.type for field in fields}) > 1:
            known = {one for kind in counted for one in kind.fields}
            unknown(group, name, "各种类共有的字段", name, known - {name})
        elif fields:
            yield _test(group, name, fields[0])


def _test(group: Node, name: str, field: KindField) -> FieldTest:
    value = group.table[name]
    if isinstance(value, dict):
        return _between(Node(value, (*group.path, name), group.source), name, field)
    written = value if isinstance(value, list) else [value]
    if not written:
        group.complain(name, "不能为空")
    return FieldTest(name, values=tuple(_value(group, name, one, field) for one in written))


def _between(node: Node, name: str, field: KindField) -> FieldTest:
    node.only("min", "max")
    if field.type not in QUANTITY_TYPES or not node.table:
        allowed = "数量字段写{ min = …, max = … }，至少一项；其他字段写值"
        node.complain("", f"“{field.title}”不能这样比", allowed=allowed)
        return FieldTest(name)
    low = amount_at(node, "min", field) if node.has("min") else None
    high = amount_at(node, "max", field) if node.has("max") else None
    if low is not None and high is not None and low > high:
        node.complain("min", "下限高于上限")
    return FieldTest(name, min=low, max=high)


def _value(group: Node, name: str, written: object, field: KindField) -> str | int:
    if field.type in QUANTITY_TYPES:
        return amount_of(group, name, written, field) or 0
    if isinstance(written, date) and not isinstance(written, datetime) and field.type == "date":
        return written.isoformat()
    if not isinstance(written, str):
        group.complain(name, "要写文字")
        return ""
    if field.type == "choice" and written not in field.choices:
        unknown(group, name, "选项", written, field.choices)
    return written
