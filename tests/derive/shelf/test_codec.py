"""A book as the bytes of a file: whole or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.lake.equal import assert_alike
from tests.derive.shelf.made import CODE
from tests.derive.shelf.made import shelved
from tongxing.derive.shelf import codec
from tongxing.derive.shelf.codec import read
from tongxing.derive.shelf.codec import written

DATA = written(CODE, shelved())


def test_a_book_is_read_as_it_was_written() -> None:
    book, found = shelved(), read(DATA, CODE)
    assert found is not None
    assert_alike(book.chunk, found.chunk)
    assert_alike(book.registers.deeds(), found.registers.deeds())
    assert (book.seq, book.head) == (found.seq, found.head)
    assert found.registers.words["purchase.mode"].all() == ("canteen",)
    assert found.registers.row_of.get(book.chunk.ids[3]) == 3


def test_equal_books_give_equal_bytes_and_what_was_read_is_written_again() -> None:
    found = read(DATA, CODE)
    assert found is not None
    assert written(CODE, shelved()) == DATA == written(CODE, found)
    assert written(CODE, shelved(4)) != DATA


def test_arrays_lie_where_numpy_takes_them_as_they_are() -> None:
    found = read(DATA, CODE)
    assert found is not None
    amount = found.chunk.columns["purchase.amount"]
    for array in (found.chunk.recorded, found.chunk.deed, amount.value, amount.approx):
        assert array.flags.aligned
        assert not array.flags.owndata
        assert not array.flags.writeable


def test_texts_and_persons_are_not_in_it() -> None:
    assert "荔枝干".encode() not in DATA
    assert b"goods" not in DATA


def test_the_book_of_another_county_is_none() -> None:
    assert read(DATA, "440982") is None


def test_what_another_program_wrote_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "program", lambda: "another")
    assert read(DATA, CODE) is None
    other = written(CODE, shelved())
    assert read(other, CODE) is not None
    monkeypatch.undo()
    assert read(other, CODE) is None


@settings(max_examples=60)
@given(at=st.integers(0, len(DATA) - 1), by=st.integers(1, 255), cut=st.booleans())
def test_a_byte_that_is_not_what_was_written_makes_it_none(at: int, by: int, cut: bool) -> None:
    data = bytearray(DATA)
    data[at] ^= by
    assert read(bytes(data[:at] if cut else data), CODE) is None
    assert read(DATA + bytes([by]), CODE) is None


@pytest.mark.parametrize("data", [b"", b"x", b"tongxing book 2", b"PAR1" * 40, b"\n\n\n"])
def test_a_foreign_file_is_none(data: bytes) -> None:
    assert read(data, CODE) is None
