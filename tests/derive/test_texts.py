"""Texts a plan asks about: read when judging needs them, and gone when they are erased."""

from __future__ import annotations

import pytest

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.redact_record import redact_record
from tongxing.derive.snapshot import Snapshot
from tongxing.derive.snapshot import forget_all
from tongxing.derive.snapshot import snapshot
from tongxing.derive.texts import Texts
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

GOODS, MODE, TOPIC = "purchase.goods", "purchase.mode", "research.topic"


def bought(county: County, goods: str, later: int = 0) -> Record:
    values = {"amount": "3万元", "mode": "canteen", "goods": goods}
    return county.write(kind="purchase", values=values, later=later)


def told(found: Snapshot, seq: int | None = None, key: str = GOODS) -> list[str]:
    """What the records say, as far as they say anything."""
    column = found.cut(found.seq if seq is None else seq, [key]).records.columns[key]
    return [column.words[value] for value in column.values[column.present]]


def test_what_records_say_is_told_in_their_order(county: County) -> None:
    for goods in ("荔枝干", "花生油", "荔枝干"):
        bought(county, goods)
    found = snapshot(c.BOOK)
    assert told(found) == ["荔枝干", "花生油", "荔枝干"]
    assert GOODS not in found.chunk.columns
    assert told(found, key=TOPIC) == []


def test_only_what_came_in_after_is_read(county: County, django_assert_num_queries) -> None:
    first = bought(county, "荔枝干")
    texts = Texts(c.BOOK)
    with django_assert_num_queries(1):
        assert texts.column(GOODS, first.seq) is texts.column(GOODS, first.seq)
    before = texts.column(GOODS, first.seq)
    second = bought(county, "花生油")
    with django_assert_num_queries(2):  # one of them was never asked for before
        found = texts.column(GOODS, second.seq)
        texts.column(TOPIC, second.seq)
    assert (before.words.all(), len(before.field.row)) == (("荔枝干",), 1)
    assert found.words.all() == ("荔枝干", "花生油")
    assert found.field.row.tolist() == [first.seq - 1, second.seq - 1]
    assert found.field.value.tolist() == [0, 1]


def test_nothing_is_read_that_nobody_looks_at(county: County, django_assert_num_queries) -> None:
    bought(county, "荔枝干")
    found = snapshot(c.BOOK)
    with django_assert_num_queries(0):
        table = found.cut(found.seq, [GOODS, MODE]).records
        assert (list(table.columns), len(table.columns)) == ([GOODS, MODE], 2)
        assert table.columns[MODE].words == ("canteen",)
    with django_assert_num_queries(1):
        assert table.columns[GOODS] is table.columns[GOODS]
    with pytest.raises(KeyError):
        table.columns[TOPIC]


def test_an_earlier_seq_tells_nothing_of_later_records(county: County) -> None:
    first = bought(county, "荔枝干")
    bought(county, "花生油")
    found = snapshot(c.BOOK)
    assert told(found) == ["荔枝干", "花生油"]
    assert told(found, first.seq) == ["荔枝干"]


def test_what_is_erased_is_told_no_more(county: County) -> None:
    record = bought(county, "李某某家的荔枝")
    bought(county, "花生油")
    assert told(snapshot(c.BOOK)) == ["李某某家的荔枝", "花生油"]
    redact_record(
        acting=everything(), at=county.at, id=new_id(county.at), of=record.id, reason="本人要求"
    )
    after = snapshot(c.BOOK)
    assert told(after) == ["花生油"]
    assert told(after, key=MODE) == ["canteen", "canteen"]
    forget_all()
    assert told(snapshot(c.BOOK)) == ["花生油"]
