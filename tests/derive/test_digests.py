"""Ids and hashes packed: read one by one as if they were texts."""

from __future__ import annotations

import pytest

from tongxing.derive.digests import NO_IDS
from tongxing.derive.digests import Hexes
from tongxing.derive.digests import RowOf

TEXTS = ["00ff", "a1b2", "0003"]


def test_what_was_packed_is_read_in_order() -> None:
    found = Hexes.of(TEXTS, 2)
    assert list(found) == TEXTS
    assert [found[row] for row in range(len(found))] == TEXTS
    assert found[-1] == "0003"
    assert len(found.data) == 6


@pytest.mark.parametrize("row", [3, -4])
def test_what_is_not_there_is_no_digest(row: int) -> None:
    with pytest.raises(IndexError):
        Hexes.of(TEXTS, 2)[row]


def test_later_ones_stand_behind() -> None:
    joined = Hexes.of(TEXTS[:1], 2) + Hexes.of(TEXTS[1:], 2)
    assert joined == Hexes.of(TEXTS, 2) != Hexes.of(TEXTS[::-1], 2)
    assert list(NO_IDS) == []


def test_what_is_no_hex_is_refused() -> None:
    with pytest.raises(ValueError, match="hex"):
        Hexes.of(["not hex"], 2)


def test_a_record_stands_where_it_was_met() -> None:
    rows = RowOf()
    rows.meet(0, Hexes.of(TEXTS, 2))
    assert (rows.get("a1b2"), rows.get("9999")) == (1, None)
    rows.meet(3, ["9999"])
    assert (rows.get("9999"), rows.get("00ff")) == (3, 0)
