"""One edition of a plan from TOML: read section by section, then checked as a whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from tongxing.rules.periods import Span
from tongxing.rules.plan.checks import CHECKS
from tongxing.rules.plan.duty_reader import read_duties
from tongxing.rules.plan.effort import minutes_of
from tongxing.rules.plan.indicator_reader import read_indicators
from tongxing.rules.plan.ladder_reader import read_ladder
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.node import Node
from tongxing.rules.plan.pairing_reader import read_pairings
from tongxing.rules.plan.problem import Problem
from tongxing.rules.plan.references import Kinds
from tongxing.rules.plan.references import unknown
from tongxing.rules.plan.score_reader import Around
from tongxing.rules.plan.score_reader import read_score
from tongxing.rules.plan.source import parse

KEYS = (
    "schema", "id", "edition", "title", "authority", "owner", "purpose", "basis", "place",
    "effective", "calendar", "lock_days", "minutes", "pairing", "duty", "indicator", "score",
    "ladder",
)  # fmt: skip
LOCK_MAX_DAYS = 366
MINUTES_MAX = 480
# The first two digits of a place: provinces, autonomous regions, municipalities, 港 澳 台.
PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82"
)
_PLACE = re.compile(r"[1-9][0-9](?:[0-9]{2}(?:[0-9]{2})?)?")
_EDITION = re.compile(r"[0-9]{4}[0-9a-z.-]{0,20}")


def read_edition(
    data: bytes, *, file: str, kinds: Kinds
) -> tuple[Edition | None, tuple[Problem, ...]]:
    """The edition in `data` and what is to say about it; None when any problem is an error.

    `kinds` are all kinds that may be referred to, by id. `file` only names the source.
    """
    table, source = parse(data, file=file)
    if source.is_broken():
        return None, tuple(source.problems)
    node = Node(table, (), source)
    edition = _edition(node, kinds, hashlib.sha256(data).hexdigest())
    for check in CHECKS:
        check(node, edition, kinds)
    problems = tuple(sorted(source.problems, key=lambda one: one.line or 0))
    return (None if source.is_broken() else edition), problems


def _edition(node: Node, kinds: Kinds, sha256: str) -> Edition:
    node.only(*KEYS)
    node.whole("schema", 1, 1)
    _calendar(node)
    plan, place = node.id("id"), _place(node)
    effective = _effective(node)
    pairings = read_pairings(node)
    duties = read_duties(
        node, plan=plan, place=place, starts=effective.start, own=pairings, kinds=kinds
    )
    indicators = read_indicators(node, kinds=kinds, place=place)
    return Edition(
        plan=plan,
        edition=_name(node),
        title=node.text("title"),
        authority=node.text("authority", rule="C7"),
        owner=node.text("owner", rule="C7"),
        purpose=node.text("purpose", rule="C7"),
        place=place,
        effective=effective,
        lock_days=node.whole("lock_days", 1, LOCK_MAX_DAYS),
        pairings=pairings,
        duties=duties,
        indicators=indicators,
        score=read_score(node, Around(duties, indicators, kinds)),
        ladder=read_ladder(node),
        sha256=sha256,
        basis=node.text("basis", default=""),
        minutes=_minutes(node, duties, kinds),
    )


def _name(node: Node) -> str:
    name = node.text("edition")
    if name and not _EDITION.fullmatch(name):
        allowed = "四位年份开头，可加小写字母、数字、点和连字符，如“2024”“2024-2”"
        node.complain("edition", "版次写法不对", allowed=allowed)
    return name


def _place(node: Node) -> str:
    place = node.text("place")
    if place and (not _PLACE.fullmatch(place) or place[:2] not in PROVINCES.split()):
        allowed = "省2位、市4位、县6位代码，如440981"
        node.complain("place", f"没有区划代码“{place}”", allowed=allowed, rule="C12")
        return ""
    return place


def _effective(node: Node) -> Span:
    """The half-open span; without an end nobody knows when the asking stops (C7)."""
    return node.span("effective", ends=True, rule="C7")


def _calendar(node: Node) -> None:
    child = node.child("calendar", required=False)
    if child is not None:
        child.only("week_starts", "workdays")
        child.one_of("week_starts", ("monday",), default="monday")
        child.one_of("workdays", ("cn",), default="cn")


def _minutes(node: Node, duties: Mapping[str, Duty], kinds: Kinds) -> Mapping[str, int]:
    """Minutes a record of each counted kind takes: as estimated, or as the plan says."""
    counted = sorted({kind for duty in duties.values() for kind in duty.counts})
    minutes = {kind: minutes_of(kinds[kind]) for kind in counted}
    group = node.child("minutes", required=False)
    if group is None:
        return minutes
    for kind in group.table:
        if kind in minutes:
            minutes[kind] = group.whole(kind, 1, MINUTES_MAX)
        else:
            unknown(group, kind, "本方案计入的记录种类", kind, minutes)
    return minutes
