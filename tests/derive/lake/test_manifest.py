"""What a manifest names is the lake; what it does not name is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import LINGSHUI
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import FORMAT
from tongxing.derive.lake.manifest import LAKE
from tongxing.derive.lake.manifest import VERSION
from tongxing.derive.lake.manifest import BookEntry
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.manifest import _sealed
from tongxing.derive.lake.storage import Sum
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import Torn

ONE = Stretch(
    pack="000001", first=1, last=7, prev="0" * 64, head="a" * 64, register=0,
    records=(0, 1), fields={"purchase.amount": 2}, proof=(0, 1), facts=True,
)  # fmt: skip
TWO = replace(ONE, pack="000003-1f", first=8, last=9, prev="a" * 64, head="b" * 64, proof=None)
EDITION = ("gaozhou", "2024", "c" * 64, date(2024, 9, 1), None)
WHOLE = Manifest(
    "lake", "44", 3,
    packs={name: {"records": Sum(5, "d" * 64)} for name in ("000001", "000002", "000003-1f")},
    books={"440981": BookEntry("高州市", (ONE, TWO), (EDITION,))},
)  # fmt: skip
HALF = orjson.dumps({"format": FORMAT, "version": VERSION, "origin": "ledger"})


def test_it_comes_back_as_it_was() -> None:
    found = Manifest.read(WHOLE.as_bytes(), "清单")
    assert found == WHOLE
    assert (found.books["440981"].seq, found.books["440981"].head) == (9, "b" * 64)


def test_any_change_of_it_is_seen() -> None:
    data = WHOLE.as_bytes()
    for at in range(0, len(data) - 1, 7):
        broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(Torn, match="清单 残缺或被改动"):
            Manifest.read(broken, "清单")


@pytest.mark.parametrize("body", [b"", b"[1]", b"7", b"{", b'"\xff"', HALF])
def test_what_is_sealed_but_says_nothing_is_torn(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(Torn, match="清单 内容不全"):
        Manifest.read(_sealed(body), "清单")
    (tmp_path / LAKE).write_bytes(_sealed(body))
    with pytest.raises(Torn, match=r"lake\.json 内容不全"):
        open_lake(str(tmp_path))


@pytest.mark.parametrize("change", [
    {"since": "2024-13-01"}, {"records": None}, {"packs": []}, {"books": {"440981": []}},
])  # fmt: skip
def test_values_of_another_sort_are_torn(change: dict[str, Any]) -> None:
    whole = orjson.loads(WHOLE.as_bytes().partition(b"\n")[2])
    book = whole["books"]["440981"]
    if "since" in change:
        book["editions"][0][3] = change["since"]
    elif "records" in change:
        book["stretches"][0] |= change
    else:
        whole |= change
    with pytest.raises(Torn, match="清单 内容不全"):
        Manifest.read(_sealed(orjson.dumps(whole)), "清单")


PACKS = ("../46/000001", "..", "/etc", "", "1", "0000001", "000001-", "000001-1G", "000001/..",
         "000001\n", "٠٠٠٠٠١", "备份")  # fmt: skip


@pytest.mark.parametrize("odd", PACKS)
def test_a_pack_s_name_that_leads_elsewhere_is_refused(odd: str) -> None:
    """Names become paths: none may lead out of the province's own folder."""
    sums = {**WHOLE.packs, odd: WHOLE.packs["000001"]}
    stands = BookEntry("高州市", (replace(ONE, pack=odd),))
    for one in (replace(WHOLE, packs=sums), replace(WHOLE, books={"440981": stands})):
        with pytest.raises(Foreign, match="清单 里有本程序不会写的名称") as refused:
            Manifest.read(one.as_bytes(), "清单")
        assert f"“{odd}”" in refused.value.say()


def test_a_table_or_a_book_that_cannot_be_is_refused() -> None:
    entry = WHOLE.books["440981"]
    sums = {"../../46/000001/records": Sum(5, "d" * 64)}
    for one in (
        replace(WHOLE, packs={**WHOLE.packs, "000001": sums}),
        *(replace(WHOLE, books={code: entry}) for code in ("460400", "4409", "44098１", "")),
    ):
        with pytest.raises(Foreign, match="本程序不会写的名称"):
            Manifest.read(one.as_bytes(), "清单")


def test_the_next_pack_has_a_number_never_given_before() -> None:
    assert WHOLE.next_pack == "000004"
    assert Manifest("lake", "44").next_pack == "000001"


def test_packs_nothing_stands_in_are_let_go_but_for_the_last_number() -> None:
    assert list(WHOLE.needed()) == ["000001", "000003-1f"]
    alone = replace(WHOLE, books={"440981": BookEntry("高州市", (ONE,))})
    assert list(alone.needed()) == ["000001", "000003-1f"]


def test_books_by_the_places_they_lie_in(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU, LINGSHUI)
    lake = open_lake(str(tmp_path))

    def codes(prefix: str) -> list[str]:
        return [one.code for one in lake.books(prefix)]

    assert lake.provinces() == ["44", "46"]
    assert codes("") == codes("4") == [GAOZHOU, LINGSHUI]
    assert codes("44") == codes("4409") == codes(f"{GAOZHOU}124201") == [GAOZHOU]
    assert codes("4410") == codes("11") == []
    assert lake.book(LINGSHUI).editions == lake.books("46")[0].editions
    assert len(lake.book(LINGSHUI).editions) == len(piece(LINGSHUI).facts.editions)
