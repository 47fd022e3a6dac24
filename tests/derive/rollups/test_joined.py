"""Where a lake and the ledger are judged together, each book is read from one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import GAOZHOU
from tests.derive.rollups.made import HUAZHOU
from tests.derive.rollups.made import head
from tests.derive.rollups.ponds import Opening
from tests.derive.rollups.ponds import Pond
from tests.derive.rollups.ponds import kept
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.rollups import joined
from tongxing.derive.rollups.joined import LakeAndLedger
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing import BookBuilder

LEDGER = BookAt("440981", "高州市", 7, GAOZHOU.hash, (), lambda _: BookBuilder("ledger").build())


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ledger:
        def book(self, one: Head) -> BookAt:
            return replace(LEDGER, code=one.code)

        def heads(self, prefix: str, as_of: date) -> list[Head]:
            return [GAOZHOU]

    monkeypatch.setattr(joined, "Database", Ledger)


@pytest.mark.usefixtures("ledger")
def test_a_book_the_lake_has_whole_is_read_from_the_lake(opening: Opening) -> None:
    pond = Pond({"440981": kept(GAOZHOU)})
    opening(pond, pond)
    assert LakeAndLedger("x").heads("44", AS_OF) == [GAOZHOU]
    book = LakeAndLedger("x").book(GAOZHOU)
    assert book.cut({"purchase.amount"}).code == "440981"
    assert pond.cut == [7]


@pytest.mark.usefixtures("ledger")
def test_a_book_the_lake_alone_has_is_another_installations(opening: Opening) -> None:
    """The ledger's own stands as the ledger has it, however far the lake is behind."""
    pond = Pond({one.code: kept(one) for one in (HUAZHOU, head("440981", 6))})
    opening(pond, pond)
    assert LakeAndLedger("x").heads("44", AS_OF) == [GAOZHOU, HUAZHOU]
    LakeAndLedger("x").book(HUAZHOU).cut(())
    assert pond.cut == [HUAZHOU.seq]


@pytest.mark.usefixtures("ledger")
def test_a_book_renamed_since_the_sync_is_called_as_it_is_now(opening: Opening) -> None:
    opening(Pond({"440981": replace(kept(GAOZHOU), name="高州县")}))
    assert LakeAndLedger("x").book(GAOZHOU).name == GAOZHOU.name


@pytest.mark.usefixtures("ledger")
def test_fields_a_lake_never_holds_are_read_from_the_ledger(opening: Opening) -> None:
    pond = Pond({"440981": kept(GAOZHOU)})
    opening(pond)
    book = LakeAndLedger("x").book(GAOZHOU)
    assert book.cut(iter(("purchase.amount", "purchase.nothing-known"))).code == "ledger"
    assert pond.cut == []


@pytest.mark.usefixtures("ledger")
def test_a_book_the_lake_has_nothing_of_is_read_from_the_ledger(opening: Opening) -> None:
    opening(Pond({"440981": kept(GAOZHOU)}))
    assert LakeAndLedger("x").book(HUAZHOU).cut(()).code == "ledger"


@pytest.mark.usefixtures("ledger")
def test_what_came_in_since_the_sync_is_joined(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(Pond({"440981": kept(head("440981", 6))}))
    monkeypatch.setattr(joined, "_with_later", lambda _, code: replace(LEDGER, name=f"{code}全"))
    assert LakeAndLedger("x").book(GAOZHOU).name == "440981全"


def test_where_there_is_no_lake_it_is_not_taken_for_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere(*_: object) -> None:
        raise NoLake("还没有数据湖：x")

    monkeypatch.setattr(joined, "opened", nowhere)
    with pytest.raises(NoLake):
        LakeAndLedger("x").book(GAOZHOU)
