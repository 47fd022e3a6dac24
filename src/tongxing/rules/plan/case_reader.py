"""`<plan>.examples.toml`: the dated cases that are part of a plan, parsed and checked for form.

Whether they hold is for `rules.standing.run_cases` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime

from tongxing.rules.periods import KeyUnreadable
from tongxing.rules.periods import Span
from tongxing.rules.periods import span_of
from tongxing.rules.plan.cases import STATES
from tongxing.rules.plan.cases import Case
from tongxing.rules.plan.cases import CaseAttribute
from tongxing.rules.plan.cases import CaseRecord
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.problem import Problem
from tongxing.rules.plan.source import parse

CASES_MAX = 300
RECORDS_MAX = 200
KEYS = (
    "name", "duty", "pairing", "records", "waivers", "attributes", "as_of", "known_at", "expect",
)  # fmt: skip
_RECORD_KEYS = (
    "kind", "happened", "makes_up", "received", "accepted", "role", "place", "values", "text",
)  # fmt: skip
_PLACE_DIGITS = 12


def read_cases(data: bytes, *, file: str) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The cases in `data` and what is wrong; no case at all when any problem is an error."""
    table, source = parse(data, file=file)
    if source.is_broken():
        return (), tuple(source.problems)
    node = Node(table, (), source)
    node.only("schema", "case")
    node.whole("schema", 1, 1, default=1)
    rows = node.rows("case")
    if len(rows) > CASES_MAX:
        node.complain("case", "例子太多", allowed=f"不超过{CASES_MAX}个")
        return (), tuple(source.problems)
    cases = tuple(_case(row) for row in rows)
    _check_names(node, cases)
    return (() if source.is_broken() else cases), tuple(source.problems)


def _check_names(node: Node, cases: tuple[Case, ...]) -> None:
    seen: set[str] = set()
    for at, case in enumerate(cases):
        if case.name and case.name in seen:
            where = Node({}, ("case", at), node.source)
            where.complain("name", f"例子“{case.name}”写了两次", remedy="换一个名称")
        seen.add(case.name)


def _case(node: Node) -> Case:
    node.only(*KEYS)
    pairing = node.span("pairing")
    return Case(
        name=node.text("name"),
        duty=node.id("duty"),
        pairing=pairing,
        records=_records(node),
        as_of=node.day("as_of"),
        expect=_expect(node),
        waivers=tuple(row.own_span(ends=True, rule="C15") for row in node.rows("waivers")),
        attributes=_attributes(node, pairing),
        known_at=node.maybe_day("known_at"),
        file=node.source.file,
        line=node.source.lines.line_of(node.path),
    )


def _records(node: Node) -> tuple[CaseRecord, ...]:
    rows = node.rows("records")
    if len(rows) > RECORDS_MAX:
        node.complain("records", "记录太多", allowed=f"不超过{RECORDS_MAX}条")
        return ()
    return tuple(_record(row) for row in rows)


def _record(node: Node) -> CaseRecord:
    node.only(*_RECORD_KEYS)
    happened, received = node.day("happened"), node.maybe_day("received")
    makes_up, accepted = node.maybe_day("makes_up"), node.maybe_day("accepted")
    if received is not None and received < happened:
        node.complain("received", "收到早于发生", allowed=f"不早于{happened}")
    if makes_up is not None and makes_up > happened:
        node.complain("makes_up", "补的日子晚于发生的日子", allowed=f"不晚于{happened}")
    if accepted is not None and accepted < (received or happened):
        node.complain("accepted", "采认早于收到")
    return CaseRecord(
        kind=node.id("kind"),
        happened=happened,
        makes_up=makes_up,
        received=received,
        accepted=accepted,
        role=node.id("role", default=""),
        place=_place(node),
        values=_values(node),
        text=node.text("text", default=""),
    )


def _place(node: Node) -> str:
    place = node.text("place", default="")
    if place and not (len(place) == _PLACE_DIGITS and place.isascii() and place.isdecimal()):
        node.complain("place", "区划代码不对", allowed="12位数字")
    return place


def _values(node: Node) -> Mapping[str, str | int]:
    group = node.child("values", required=False)
    values: dict[str, str | int] = {}
    if group is None:
        return values
    for name, value in group.table.items():
        if isinstance(value, date) and not isinstance(value, datetime):
            values[name] = value.isoformat()
        elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            values[name] = value
        else:
            allowed = "文字、整数、日期；小数和金额写成文字，如“1.5万元”"
            group.complain(name, "值的写法不对", allowed=allowed)
    return values


def _attributes(node: Node, pairing: Span) -> tuple[CaseAttribute, ...]:
    """`{ grade = "monitored" }` for the whole pairing, or rows with their own from and until."""
    if isinstance(node.table.get("attributes"), dict):
        group = Node(node.table["attributes"], (*node.path, "attributes"), node.source)
        return tuple(CaseAttribute(name, group.text(name), pairing) for name in group.table)
    found = []
    for row in node.rows("attributes"):
        span = row.own_span(also=("name", "value"))
        found.append(CaseAttribute(row.id("name"), row.text("value"), span))
    return tuple(found)


def _expect(node: Node) -> Mapping[str, str]:
    group = node.child("expect")
    if group is None:
        return {}
    if not group.table:
        group.complain("", "没有写期望的结果", allowed='{ "2024-09" = "kept" }')
    for key in group.table:
        _check_key(group, key)
    return {key: group.one_of(key, tuple(STATES)) for key in group.table}


def _check_key(group: Node, key: str) -> None:
    try:
        if key != "once":
            span_of(key)
    except KeyUnreadable as wrong:
        group.complain(key, str(wrong))
