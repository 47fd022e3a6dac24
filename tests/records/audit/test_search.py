"""Searching the audit: cut to whose rows one may read, page by page, along an index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.operations import note
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from
from tongxing.records.audit.queries import Cut
from tongxing.records.audit.queries import Search
from tongxing.records.audit.queries import _arm
from tongxing.records.audit.queries import cut_of
from tongxing.records.audit.queries import page
from tongxing.records.audit.queries import walk

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 12, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GAOZHOU, LIANJIANG = "440981", "440881"
ALL = Cut(frozenset(), frozenset({""}), nobodys=True)


def write(place: str, *, who: str = "person:a", verb: str = "append", subject: str = "org:x",
          minutes: int = 0, address: str = "") -> int:  # fmt: skip
    with coming_from(lambda: Origin(address=address)):
        note(at=NOON + timedelta(minutes=minutes), who=who, verb=verb, subject=subject, place=place)
    return AuditRow.objects.latest("pk").pk


def found(cut: Cut, search: Search | None = None, size: int = 50) -> list[int]:
    return [row.pk for row in page(cut, search or Search(), size=size)]


CUTS: Iterable[tuple[tuple[str, ...], tuple[str, ...], str]] = (
    (("440981",), ("440981",), "county nobody"),  # the only county: nobody's rows are its own
    (("440981",), ("440981", "440881"), "county"),
    (("4409",), ("440981", "440881"), "county city"),
    (("44",), ("440981", "440881"), "county city other nobody"),
    (("440981104",), ("440981",), ""),  # rows do not say which town
    ((), ("440981",), ""),
    (("",), ("440981",), "county city other nobody far"),
)


@pytest.mark.parametrize(("prefixes", "books", "wanted"), CUTS)
def test_nobody_reads_another_countys_rows(
    prefixes: tuple[str, ...], books: tuple[str, ...], wanted: str
) -> None:
    rows = {
        "county": write(GAOZHOU), "city": write("4409"), "other": write(LIANJIANG),
        "nobody": write(""), "far": write("450101"),
    }  # fmt: skip
    assert set(found(cut_of(prefixes, books))) == {rows[name] for name in wanted.split()}


def test_newest_first_and_ties_by_number() -> None:
    later, first, second = write(GAOZHOU, minutes=5), write(GAOZHOU), write(GAOZHOU)
    assert found(ALL) == [later, second, first]
    assert found(cut_of([GAOZHOU], [GAOZHOU, LIANJIANG])) == [later, second, first]


@pytest.mark.parametrize("cut", [ALL, cut_of([GAOZHOU], [GAOZHOU]), cut_of(["44"], [GAOZHOU])])
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_together_are_all_rows_once(cut: Cut, size: int) -> None:
    for number in range(9):
        write(GAOZHOU if number % 3 else "440981", minutes=number // 2, who=f"person:{number % 2}")
    whole = found(cut)
    told: list[int] = []
    before = None
    while rows := page(cut, Search(), size=size, before=before):
        told += [row.pk for row in rows]
        before = (rows[-1].at, rows[-1].pk)
    assert told == whole
    assert len(whole) == 9
    assert [row.pk for row in walk(cut, Search(), most=100, step=size)] == whole
    assert [row.pk for row in walk(cut, Search(), most=4, step=size)] == whole[:4]


def test_each_condition_narrows_and_all_hold_together() -> None:
    hit = write(GAOZHOU, who="person:b", verb="return", subject="record:1", address="10.0.0.9")
    for change in (
        {"who": "person:c"}, {"verb": "append"}, {"subject": "record:2"}, {"address": "10.0.0.8"},
        {"minutes": 60},
    ):  # fmt: skip
        given = {"who": "person:b", "verb": "return", "subject": "record:1", "address": "10.0.0.9"}
        write(GAOZHOU, **{**given, **change})  # type: ignore[arg-type]
    until = NOON + timedelta(minutes=30)
    whole = Search(("person:b",), ("return",), ("record:1",), ("10.0.0.9",), NOON, until)
    assert found(ALL, whole) == [hit]
    assert found(cut_of([GAOZHOU], [GAOZHOU]), whole) == [hit]
    assert found(cut_of([LIANJIANG], [GAOZHOU]), whole) == []
    assert found(ALL, Search(since=until)) == [AuditRow.objects.latest("pk").pk]


def test_several_people_are_merged_in_order_of_time() -> None:
    rows = [write(GAOZHOU, who=f"person:{n % 3}", minutes=n) for n in range(9)]
    two = Search(who=("person:0", "person:2"))
    assert found(ALL, two, size=4) == [rows[8], rows[6], rows[5], rows[3]]


SEARCHES = {
    "audit_by_place": Search(),
    "audit_by_who": Search(who=("person:a",), verbs=("append",)),
    "audit_by_subject": Search(subjects=("record:1",), who=("person:a",)),
    "audit_by_verb": Search(verbs=("append",)),
    "audit_by_address": Search(addresses=("10.0.0.1",), verbs=("append",)),
}


@pytest.mark.parametrize("index", SEARCHES)
def test_a_page_walks_one_index_and_sorts_nothing(index: str) -> None:
    """What makes it quick at ten million rows: no table is scanned and nothing is sorted."""
    column = index.removeprefix("audit_by_")
    cut = cut_of([GAOZHOU], [GAOZHOU, LIANJIANG])
    rows = _arm(cut, SEARCHES[index], (column, "x"), (NOON, 5))[:50]
    plan = rows.explain()
    if connection.vendor == "sqlite":
        assert index in plan
        assert "TEMP B-TREE" not in plan
        assert "SCAN" not in plan
    else:  # an empty table is scanned whatever there is; the index must at least be usable
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        assert index in rows.explain()
