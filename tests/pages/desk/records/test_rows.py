"""The rows of a grid as values; no database needed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import QueryDict

from tests.records import cast as c
from tongxing.derive.facts import PairingFact
from tongxing.pages.desk.records.grid import MOST
from tongxing.pages.desk.records.grid import ROWS
from tongxing.pages.desk.records.grid import GridRow
from tongxing.pages.desk.records.grid import entry_of_row
from tongxing.pages.desk.records.grid import read_rows
from tongxing.rules.plan import shipped_kinds

KIND = shipped_kinds()["labour-day"]
FRESH = tuple(UUID(int=100 + number) for number in range(MOST))
BUNDLE = PairingFact(
    key="p1",
    born=1,
    died=None,
    kind=c.KIND,
    place=c.BAIQIAO,
    since=date(2024, 9, 1),
    until=None,
    parties=((c.SWB, ""), (c.ZX, "")),
    subjects=(c.HOUSEHOLD,),
)


def sent(**given: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({name.replace("__", "."): value for name, value in given.items()})
    return query


def test_rows_are_read_by_their_number() -> None:
    given = sent(rows="2", r1__pairing="p1", r1__text=" 清理 ", r1__leader="1")
    given["r1.f.people"] = " 26 "
    given["r1.id"] = str(UUID(int=7))

    first, second = read_rows(given, KIND, FRESH)

    assert first.empty
    assert first.id == FRESH[0]
    assert (second.id, second.pairing, second.text) == (UUID(int=7), "p1", "清理")
    assert second.raw["people"] == "26"
    assert second.leader


def test_the_number_of_rows_is_bounded() -> None:
    assert len(read_rows(sent(rows="100000"), KIND, FRESH)) == MOST
    assert len(read_rows(sent(rows="x"), KIND, FRESH)) == ROWS
    assert len(read_rows(sent(rows="0"), KIND, FRESH)) == 1


def test_a_prefilled_day_alone_is_an_empty_row() -> None:
    assert GridRow(0, UUID(int=1), happened="2025-03-11").empty
    assert not GridRow(0, UUID(int=1), text="清理").empty
    assert not GridRow(0, UUID(int=1), raw={"people": "1"}).empty


def test_a_row_is_done_by_the_pairing_where_the_pairing_is() -> None:
    row = GridRow(0, UUID(int=1), pairing="p1", happened="2025-03-11", leader=True)

    entry = entry_of_row(row, KIND, {"p1": BUNDLE})

    assert (entry.id, entry.place) == (row.id, c.BAIQIAO)
    assert entry.doers == entry.leaders == {c.SWB, c.ZX}
    assert entry.about == {c.HOUSEHOLD}


def test_a_pairing_nobody_offered_leaves_place_and_doers_open() -> None:
    entry = entry_of_row(GridRow(0, UUID(int=1), pairing="p2"), KIND, {"p1": BUNDLE})

    assert (entry.place, entry.doers) == ("", frozenset())
