"""A province's file: equal roll-ups give equal bytes, and only what was written is read."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import orjson
import pytest

from tests.derive.rollups.made import QUESTION
from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tests.derive.rollups.made import same
from tongxing.derive.rollups.codec import NOTHING
from tongxing.derive.rollups.codec import entry
from tongxing.derive.rollups.codec import packed
from tongxing.derive.rollups.codec import read
from tongxing.derive.rollups.codec import unpacked
from tongxing.derive.rollups.codec import written
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums

BOOKS = [rolled(head(code), villages) for code, villages in (("440981", 40), ("440881", 3))]
FILE = written(QUESTION, "44", map(packed, BOOKS))


@pytest.mark.parametrize("villages", [0, 1, 2, 60])
def test_packed_and_unpacked_it_is_the_same(villages: int) -> None:
    one = rolled(head("440981"), villages)
    assert same(unpacked(packed(one)), one)


def test_a_book_without_a_duty_is_packed_too() -> None:
    sums = BookSums(head("440981"), (), (), 2)
    places = np.array([440981100200, 440981100201], np.int64)
    one = BookRollUp(sums, places, np.zeros((2, 0, 8), np.int64), np.array([1, 1], np.int64))
    assert same(unpacked(packed(one)), one)


def test_numbers_of_any_size_and_layout_come_back() -> None:
    one = BOOKS[0]
    turned = replace(one, counts=np.asfortranarray(one.counts), running=one.running.astype(">i8"))
    assert packed(turned) == packed(one)
    for more in (2**16 - 60, 2**16, 2**32, 2**40):
        large = replace(one, counts=one.counts + more)
        assert same(unpacked(packed(large)), large)


def test_equal_roll_ups_give_equal_bytes_in_whatever_order() -> None:
    assert written(QUESTION, "44", map(packed, reversed(BOOKS))) == FILE
    assert written(QUESTION, "44", map(packed, BOOKS[:1])) != FILE


def test_a_file_gives_back_every_book() -> None:
    found = read(FILE, QUESTION, "44")
    assert list(found.sums) == ["440881", "440981"]
    for one in BOOKS:
        again = found.book(one.sums.head.code)
        assert again is not None
        assert same(unpacked(again), one)


def test_a_file_of_no_book_is_whole_and_has_none() -> None:
    assert read(written(QUESTION, "44", []), QUESTION, "44").sums == {}


def test_places_may_hold_any_byte_even_the_one_that_parts_the_head() -> None:
    """Of forty books some have a line break in what is packed; none is cut there."""
    books = [rolled(head(f"44{number:04d}"), 20) for number in range(100, 140)]
    assert any(b"\n" in packed(one).places for one in books)
    found = read(written(QUESTION, "44", map(packed, books)), QUESTION, "44")
    assert all(same(unpacked(found.book(one.sums.head.code)), one) for one in books)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "province"), [("2025-03-13", "44"), (QUESTION, "45"), (f"{QUESTION}@1", "44")]
)
def test_another_question_or_province_reads_nothing(question: str, province: str) -> None:
    assert read(FILE, question, province) is NOTHING


FIRST = FILE.index(b"\n") + 1  # where 茂南's entry begins, and where 高州's does
SECOND = FIRST + len(entry(packed(BOOKS[1])))
TORN = {
    "nothing": (b"", 0),
    "another format": (FILE.replace(b"roll-ups 2", b"roll-ups 1", 1), 0),
    "something before it": (b"\n" + FILE, 0),
    "cut in the first head": (FILE[: FIRST + 90], 0),
    "a figure changed in the first head": (FILE.replace(b'"running":', b'"running": ', 1), 0),
    "the first digest changed": (FILE.replace(FILE[FIRST : FIRST + 64], b"0" * 64, 1), 0),
    "a length changed": (FILE[: FIRST + 65] + b"9" + FILE[FIRST + 66 :], 0),
    "nothing after the first": (FILE[:SECOND], 1),
    "zeros after the first": (FILE[:SECOND] + b"\0" * 200, 1),
    "cut in the second": (FILE[:-1], 1),
}


@pytest.mark.parametrize(("data", "books"), TORN.values(), ids=TORN.keys())
def test_what_is_not_whole_ends_the_file(data: bytes, books: int) -> None:
    found = read(data, QUESTION, "44")
    assert list(found.sums) == ["440881", "440981"][:books]
    assert found.end == (SECOND if books else FIRST if data.startswith(FILE[:FIRST]) else 0)


@pytest.mark.parametrize("head_", [{}, [], {"sums": {}}, {"sums": {"head": {}}, "places": ""}])
def test_the_entry_of_another_program_ends_the_file(head_: object) -> None:
    told = orjson.dumps(head_)
    said = b"%d 0\n" % len(told) + told
    other = hashlib.sha256(said).hexdigest().encode() + b" " + said
    assert read(FILE[:SECOND] + other + FILE[SECOND:], QUESTION, "44").end == SECOND


def test_a_book_entered_again_counts_as_it_was_last() -> None:
    grown = rolled(head("440981", 9), 5)
    found = read(FILE + entry(packed(grown)), QUESTION, "44")
    assert (found.sums["440981"], found.sums["440881"]) == (grown.sums, BOOKS[1].sums)
    assert found.end - found.live == SECOND + FIRST - SECOND + len(FILE) - SECOND
    again = found.book("440981")
    assert again is not None
    assert same(unpacked(again), grown)


def test_read_on_from_where_it_ended_it_is_the_same() -> None:
    begun = read(FILE[: SECOND + 70], QUESTION, "44")
    assert list(begun.sums) == ["440881"]
    whole = begun.grown(FILE[begun.end :])
    assert (whole.sums, whole.rows, whole.end) == (
        read(FILE, QUESTION, "44").sums, read(FILE, QUESTION, "44").rows, len(FILE)
    )  # fmt: skip
    assert whole.grown(b"") is whole


def test_places_that_are_not_what_was_written_are_not_told_their_sums_are() -> None:
    at = len(FILE) - 3  # in the places of the last book, 高州's
    torn = FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :]
    found = read(torn, QUESTION, "44")
    assert found.book("440981") is None
    assert found.book("440881") is not None
    assert found.sums["440981"] == BOOKS[0].sums


def test_copied_on_as_it_stands_a_torn_book_stays_torn() -> None:
    """Adding another book must not put a fresh digest under places nobody looked at."""
    torn = FILE[:-1] + bytes([FILE[-1] ^ 1])  # in the places of 高州
    there = read(torn, QUESTION, "44")
    again = written(QUESTION, "44", [there.as_it_stands(code) for code in there.sums])
    assert again == torn
    assert read(again, QUESTION, "44").book("440981") is None


def test_a_book_nobody_wrote_is_a_fault_of_the_asker() -> None:
    with pytest.raises(KeyError):
        NOTHING.book("440981")
