"""A book of a lake is read as it stood at its head."""

from __future__ import annotations

from datetime import date

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import GAOZHOU
from tests.derive.rollups.made import HUAZHOU
from tests.derive.rollups.made import head
from tests.derive.rollups.ponds import Opening
from tests.derive.rollups.ponds import Pond
from tests.derive.rollups.ponds import kept
from tongxing.derive.rollups.joined import LakeAndLedger
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.lake import head_of


def test_heads_of_a_lake_are_those_of_its_books_within_the_place(opening: Opening) -> None:
    opening(Pond({}), Pond({one.code: kept(one) for one in (GAOZHOU, HUAZHOU, head("450101"))}))
    assert LakeBooks("x").heads("4409", AS_OF) == [GAOZHOU, HUAZHOU]
    assert head_of(kept(GAOZHOU), date(2025, 3, 13)).key != GAOZHOU.key


def test_a_lake_that_has_grown_since_is_opened_anew(opening: Opening) -> None:
    before, now = Pond({"440981": kept(head("440981", 6))}), Pond({"440981": kept(GAOZHOU)})
    left = opening(before, now)
    book = LakeBooks("x").book(GAOZHOU)
    assert (book.seq, book.hash, left) == (7, GAOZHOU.hash, [])
    book.cut(())
    assert (before.cut, now.cut) == ([], [7])


def test_a_lake_as_it_was_is_not_opened_again(opening: Opening) -> None:
    left = opening(Pond({"440981": kept(GAOZHOU)}), Pond({}))
    assert LakeBooks("x").book(GAOZHOU).seq == 7
    assert len(left) == 1


def test_a_lake_alone_needs_no_settings_and_the_ledger_does() -> None:
    assert not LakeBooks("x").needs_settings
    assert LakeAndLedger("x").needs_settings
