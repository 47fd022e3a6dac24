"""Stretches of a chain held against their hashes at once, and what is left to be read by rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.laws.test_tampering import EDITS
from tests.laws.test_what_prints_the_same import altered
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_records
from tongxing.actions.redact_record import redact_record
from tongxing.records.ledger import at_once
from tongxing.records.ledger import verify as verifying
from tongxing.records.ledger.at_once import Stretch
from tongxing.records.ledger.at_once import sound_stretch
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.verify import verify

LAST = 12  # four pairings and eight labour days


@pytest.fixture
def hashes(crew: Cast) -> list[str]:
    """The hashes of the records of a book, in order."""
    drafts = [crew.draft(id=new_id(crew.at)) for _ in range(8)]
    append_records(acting=crew.scope("office"), at=crew.at, drafts=drafts)
    return list(Record.objects.filter(book=c.BOOK).order_by("seq").values_list("hash", flat=True))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Stretch | None]]:
    """What was found of the stretches asked for, by their first seqs."""
    found: list[tuple[int, Stretch | None]] = []

    def told(book: str, first: int, head: str, *, contents: bool) -> Stretch | None:
        answer = sound_stretch(book, first, head, contents=contents)
        found.append((first, answer))
        return answer

    monkeypatch.setattr(at_once, "sound_stretch", told)
    return found


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def test_only_a_server_is_asked_for_stretches(hashes: list[str], asked: list[Any]) -> None:
    assert verify(c.BOOK).sound
    assert [(first, found and found.count) for first, found in asked] == (
        [(1, LAST), (LAST + 1, None)] if on_postgresql() else []
    )


def test_a_stretch_says_each_hash(hashes: list[str]) -> None:
    if not on_postgresql():
        return
    for contents in (True, False):
        whole = sound_stretch(c.BOOK, 1, GENESIS, contents=contents)
        assert whole == Stretch(LAST, " ".join(hashes))
        assert [whole.hash(at) for at in range(LAST)] == hashes
        assert sound_stretch(c.BOOK, 5, hashes[3], contents=contents) == Stretch(
            LAST - 4, " ".join(hashes[4:])
        )
    one = sound_stretch(c.BOOK, LAST, hashes[-2], contents=True)
    assert one == Stretch(1, hashes[-1])
    assert sound_stretch(c.BOOK, 5, hashes[4], contents=True) is None
    assert sound_stretch(c.BOOK, 5, "", contents=True) is None
    assert sound_stretch(c.BOOK, LAST + 1, hashes[-1], contents=True) is None
    assert sound_stretch("999999", 1, GENESIS, contents=True) is None


@pytest.mark.parametrize("step", [1, 5, LAST, LAST + 1])
def test_where_stretches_end_makes_no_difference(
    hashes: list[str], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(at_once, "STEP", step)
    told: list[tuple[int, int]] = []
    found = verify(c.BOOK, contents=False, progress=lambda done, total: told.append((done, total)))
    assert (found.sound, found.records, found.head) == (True, LAST, hashes[-1])
    assert sorted(told) == told
    assert told[-1] == (LAST, LAST)


def test_every_edit_is_found_the_same_by_stretches_and_by_rows(
    hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_once, "STEP", 3)
    for name, (sql, what) in EDITS.items():
        with altered(sql):
            by_stretches = verify(c.BOOK)
            with monkeypatch.context() as patch:
                patch.setattr(at_once, "sound_stretch", lambda *_, **__: None)
                by_rows = verify(c.BOOK)
        assert by_stretches == by_rows, name
        assert by_stretches.broken, name
        assert what in by_stretches.say(), name
        assert by_stretches.broken.seq == 7, name
    assert verify(c.BOOK).sound


def test_after_an_erasure_stretches_are_passed_over_again(
    crew: Cast, hashes: list[str], asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_once, "STEP", 3)
    erased = Record.objects.get(book=c.BOOK, seq=5)
    office = crew.scope("office")
    redact_record(acting=office, at=crew.at, id=new_id(crew.at), of=erased.id, reason="依申请")
    assert verify(c.BOOK).sound
    if on_postgresql():
        assert [(first, found is not None) for first, found in asked] == [
            (1, True), (4, False), (7, True), (10, True), (13, True), (14, False),
        ]  # fmt: skip


@pytest.mark.parametrize("seq", [1, 6, LAST])
def test_a_head_made_public_within_a_stretch(
    hashes: list[str], monkeypatch: pytest.MonkeyPatch, seq: int
) -> None:
    monkeypatch.setattr(at_once, "STEP", 5)
    assert verify(c.BOOK, published=Head(c.BOOK, seq, hashes[seq - 1])).sound
    found = verify(c.BOOK, published=Head(c.BOOK, seq, "f" * 64))
    assert found.broken
    assert (found.broken.seq, found.records) == (seq, seq - 1)
    assert "已公布" in found.say()


def test_rows_far_behind_the_end_are_seen(
    hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head set back and what follows moved away: there are rows, though no next one."""
    monkeypatch.setattr(at_once, "STEP", 2)
    with altered("UPDATE ledger_record SET seq = seq + 1000 WHERE seq > 8"):
        with connection.cursor() as cursor:
            head = f"head_seq = 8, head_hash = '{hashes[7]}'"
            cursor.execute(f"UPDATE ledger_book SET {head} WHERE code = '440981'")
        found = verify(c.BOOK)
    assert found.broken == verifying.Broken(9, "", "缺失")
