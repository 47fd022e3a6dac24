"""The rows of a chain as a database writes them: the very lines the hashes were taken over."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.records.ledger import chain
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.chain import beginnings
from tongxing.records.ledger.chain import chain_rows
from tongxing.records.ledger.chain import seq_of
from tongxing.records.ledger.models import Record

ID = "0195881481007064878 9c9265a4d6afb".replace(" ", "")
HYPHENED = "01958814-8100-7064-8789-c9265a4d6afb"


@pytest.fixture
def filled(crew: Cast) -> None:
    for makes_up in (None, date(2025, 2, 1)):
        append_record(acting=crew.scope("office"), at=crew.at, draft=crew.draft(makes_up=makes_up))


def whole(first: int = 1, last: int | None = None) -> list[tuple[str, str, str]]:
    """(text, prev, hash) of each row."""
    return [
        (begin + row[1], row[2], row[3])
        for batch in chain_rows(c.BOOK, first, last)
        for begin, row in zip(beginnings(c.BOOK, batch), batch, strict=True)
    ]


def test_each_text_has_the_hash_that_was_given(filled: None) -> None:
    head = GENESIS
    for text, prev, hash_ in whole():
        assert prev == head
        assert sha256((prev + text).encode()).hexdigest() == hash_
        head = hash_


def test_the_texts_are_the_canonical_ones(filled: None) -> None:
    rows = Record.objects.filter(book=c.BOOK).order_by("seq")
    assert [text for text, _, _ in whole()] == [
        row_text(
            one.id, one.book_id, one.seq, one.kind, one.kind_version, one.doers, one.place,
            one.about, one.happened, one.makes_up, one.recorded, one.recorded_by, one.content,
            one.replaces,
        )
        for one in rows
    ]  # fmt: skip


def test_bounds_are_included(filled: None) -> None:
    every = whole()
    assert whole(2, 4) == every[1:4]
    assert whole(5) == every[4:]
    assert whole(99) == []


def test_more_columns_beside(filled: None) -> None:
    (batch,) = chain_rows(c.BOOK, 5, 5, beside=",r.content,r.kind")
    (row,) = batch
    assert (row[5], len(row)) == ("labour-day", 6)
    assert f"\n{row[4]}\n" in row[1]


def test_ids_as_either_database_keeps_them() -> None:
    assert beginnings(c.BOOK, [(ID,), (ID,)]) == [f"{HYPHENED}\n{c.BOOK}\n"] * 2
    assert beginnings(c.BOOK, [(HYPHENED,)]) == [f"{HYPHENED}\n{c.BOOK}\n"]
    assert beginnings(c.BOOK, [(ID[:-1],)]) == [f"{ID[:-1]}\n{c.BOOK}\n"]
    assert beginnings(c.BOOK, []) == []


def test_one_altered_id_leaves_the_others_what_they_were() -> None:
    begin = f"{HYPHENED}\n{c.BOOK}\n"
    for wrong in (ID[:-1], f"{ID}0", HYPHENED.upper(), "号" * 32, ""):
        assert beginnings(c.BOOK, [(ID,), (wrong,), (ID,)]) == [
            begin,
            f"{wrong}\n{c.BOOK}\n",
            begin,
        ]


def test_ids_of_the_right_length_together_but_not_each() -> None:
    ids = [f"{ID}0", ID[1:]]
    assert beginnings(c.BOOK, [(one,) for one in ids]) == [f"{one}\n{c.BOOK}\n" for one in ids]


def test_batches_end_where_they_are_told_to(filled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    every = whole()
    for step in (1, 2, len(every), len(every) + 1):
        monkeypatch.setattr(chain, "STEP", step)
        batches = list(chain_rows(c.BOOK))
        assert {len(one) for one in batches[:-1]} <= {step}
        assert sum(map(len, batches)) == len(every)
        assert whole() == every


def test_a_book_that_is_not_there_has_no_rows(filled: None) -> None:
    assert list(chain_rows("999999")) == []


def test_the_seq_a_row_bears() -> None:
    for told, seq in {"0\nx": 0, "12": 12, "-3\nx": None, "1.5\nx": None, " 7\nx": None}.items():
        assert seq_of((ID, told, "", "")) == seq
    assert seq_of((ID, "17\nlabour-day", "", "")) == 17
    assert seq_of((ID, "\nlabour-day", "", "")) is None
    assert seq_of((ID, None, "", "")) is None
