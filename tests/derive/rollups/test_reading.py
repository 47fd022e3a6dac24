"""Books that cannot be read or judged are told in Chinese; neighbours are judged as one table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import GAOZHOU
from tests.derive.rollups.made import HUAZHOU
from tests.derive.rollups.made import IN_FORCE
from tests.derive.rollups.made import PLAIN
from tests.derive.rollups.made import Shelf
from tests.derive.rollups.made import book_with
from tests.derive.rollups.made import head
from tests.derive.rollups.made import same
from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.reading import judged_together
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head

PROBLEMS: list[tuple[Exception, str]] = [
    (Torn("44/000001 不是当时写下的", "请重新同步"), "44/000001 不是当时写下的。请重新同步。"),
    (Missing("数据湖里缺少 44"), "数据湖里缺少 44。"),
    (EditionUnreadableError("gaozhou-pairing", "2024", ()), "不能被当前程序读取"),
    (OSError(28, "No space left on device"), "读不出这本台账：[Errno 28] No space left on device"),
    (ValueError("坏了"), "读不出这本台账：坏了"),
    (KeyError("deed"), "读不出这本台账：'deed'"),
]


@pytest.mark.parametrize(("problem", "say"), PROBLEMS, ids=lambda one: type(one).__name__)
def test_a_book_that_cannot_be_read_says_why(problem: Exception, say: str) -> None:
    outcome = judged_by(Shelf([GAOZHOU], {"440981": problem}), GAOZHOU, AS_OF)
    assert isinstance(outcome, Failed)
    assert outcome.head is GAOZHOU
    assert say in outcome.say


@pytest.mark.parametrize("fault", [TypeError("ours"), AssertionError(), KeyboardInterrupt()])
def test_a_fault_of_our_own_is_not_hidden_as_a_bad_book(fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        judged_by(Shelf([GAOZHOU], {"440981": fault}), GAOZHOU, AS_OF)  # type: ignore[dict-item]


def test_a_text_this_program_cannot_read_is_said_and_not_guessed() -> None:
    broken = replace(IN_FORCE, text="id = 3", sha256="0" * 64)
    shelf = Shelf([GAOZHOU])
    shelf.book = lambda _: book_with([broken])  # type: ignore[method-assign]
    outcome = judged_by(shelf, GAOZHOU, AS_OF)
    assert isinstance(outcome, Failed)
    assert PLAIN.plan in outcome.say


class Villages(Shelf):
    """A reader of 高州 in several books; those of an even seq are under no edition."""

    def book(self, one: Head) -> BookAt:
        super().book(one)
        found = book_with([IN_FORCE] if one.seq % 2 else [])
        return replace(found, code=one.code, name=one.name, seq=one.seq, hash=one.hash)


def test_books_judged_together_come_to_what_each_comes_to() -> None:
    heads = [head(f"4409{at:02d}", at) for at in (3, 4, 5, 7)]
    shelf = Villages(heads)
    found = judged_together(shelf, heads, AS_OF)
    assert shelf.read == [one.code for one in heads]
    for one, at in zip(found, heads, strict=True):
        alone = judged_by(shelf, at, AS_OF)
        assert isinstance(one, BookRollUp)
        assert isinstance(alone, BookRollUp)
        assert same(one, alone)
        assert bool(one.sums.duties) == bool(at.seq % 2)


@pytest.mark.parametrize(("problem", "say"), PROBLEMS, ids=lambda one: type(one).__name__)
def test_of_books_judged_together_the_bad_one_is_named(problem: Exception, say: str) -> None:
    shelf = Villages([GAOZHOU, HUAZHOU], {"440981": problem})
    bad, good = judged_together(shelf, shelf.books, AS_OF)
    assert isinstance(bad, Failed)
    assert bad.head is GAOZHOU
    assert say in bad.say
    assert isinstance(good, BookRollUp)
    assert good.sums.head.code == "440982"


def test_neighbours_of_one_province_are_judged_together_up_to_so_many_records() -> None:
    sizes = {"440101": 5, "440102": 5, "440103": 1, "450101": 1, "450102": 30, "450103": 2}
    found = shares([head(code, size) for code, size in reversed(sizes.items())], 10)
    assert [[one.code for one in some] for some in found] == [
        ["440101", "440102"], ["440103"], ["450101"], ["450102"], ["450103"],
    ]  # fmt: skip
    assert shares([], 10) == []


def test_books_without_any_record_go_together() -> None:
    """As in an installation begun today, or as known before it was."""
    empty = [head(code, 0) for code in ("440101", "440102", "450101")]
    assert shares(empty, 0) == [empty[:2], empty[2:]]
