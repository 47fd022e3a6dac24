"""A row altered behind the ledger's back is found, told with its record, and mended by a replay."""

from __future__ import annotations

import argparse
from datetime import UTC
from datetime import datetime

import pytest
from django.db import connection
from django.db.models import F

from tests.laws.test_replay import a_full_book
from tests.laws.test_replay import everything_projected
from tests.laws.test_tampering import TRIGGERS
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import ChainBroken
from tongxing.actions.errors import NotFound
from tongxing.actions.replay_book import replay_book
from tongxing.project.commands import ledger
from tongxing.records.accounts.access import everything
from tongxing.records.ledger import found_by
from tongxing.records.ledger import projections
from tongxing.records.ledger import searched
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.search import position
from tongxing.records.ledger.verify import verify

WAIVED = "(SELECT seq FROM ledger_record WHERE kind = 'waiver-granted')"
EDITS = {
    "a pairing taken out": (
        ("DELETE FROM pairings_pairingparty WHERE pairing_id IN"
        " (SELECT id FROM pairings_pairing WHERE born = 2);"
        "DELETE FROM pairings_pairing WHERE born = 2"),
        2, "推出的结对缺失",
    ),
    "a pairing begun later": (
        "UPDATE pairings_pairing SET since = '2025-03-02' WHERE born = 1", 1,
        "结对被改动：起日应为2024-09-01，现为2025-03-02",
    ),
    "a pairing to another village": (
        f"UPDATE pairings_pairing SET place = '{c.YUANBA}' WHERE born = 1", 1, "地点不符",
    ),
    "a pairing ended": (
        "UPDATE pairings_pairing SET died = 3 WHERE born = 1", 1, "失效记录号应为空，现为3",
    ),
    "a unit exchanged": (
        ("UPDATE pairings_pairingparty SET party = 'org:zz' WHERE pairing_id ="
        " (SELECT id FROM pairings_pairing WHERE born = 1)"), 1, "结对的帮扶方与记录不符",
    ),
    "a household slipped in": (
        ("INSERT INTO pairings_pairingsubject (pairing_id, subject)"
        " SELECT id, 'household:x' FROM pairings_pairing WHERE born = 1"), 1, "结对的对象与记录不符",
    ),
    "the waiver's versions taken out": ("DELETE FROM pairings_waiver", 7, "推出的豁免缺失"),
    "a waiver for more": ("UPDATE pairings_waiver SET duties = ''", 7, "豁免被改动：任务不符"),
    "a grade changed": (
        "UPDATE pairings_attribute SET value = 'monitored'", 10, "属性被改动：值不符",
    ),
    "an attribute of nothing": (
        ("INSERT INTO pairings_attribute (key, book, born, since, subject, name, value)"
        " VALUES ('k', '440981', 9, '2024-01-01', 'household:x', 'grade', 'a')"),
        9, "推出的属性多出，没有记录为据",
    ),
    "doers taken out": ("DELETE FROM ledger_recorddoer", 1, "推出的参加方缺少一行"),
    "a doer added": (
        ('INSERT INTO ledger_recorddoer (record_id, party, role, "of")'
        " SELECT id, 'org:zz', '', '' FROM ledger_record WHERE seq = 5"),
        5, "推出的参加方多出一行",
    ),
    "a doer's role": (
        ("UPDATE ledger_recorddoer SET role = 'x' WHERE record_id ="
        " (SELECT id FROM ledger_record WHERE seq = 5)"), 5, "参加方缺少一行",
    ),
    "what it is about": ("DELETE FROM ledger_recordabout", 5, "推出的所涉对象缺少一行"),
    "a correction unlinked": ("DELETE FROM ledger_replacement", 6, "推出的更正关系缺少一行"),
    "words taken out": (
        f"DELETE FROM ledger_search WHERE rowid = {position(c.BOOK, 5)}", 5, "推出的检索词缺失",
    ),
    "other words": (
        f"UPDATE ledger_search SET words = '别 的' WHERE rowid = {position(c.BOOK, 5)}",
        5, "推出的检索词与记录不符",
    ),
}  # fmt: skip


@pytest.fixture
def full(crew: Cast) -> None:
    """Four pairings, a record and its correction, a waiver and its end, a pairing ended, grades."""
    a_full_book(crew)


def out_of_band(sql: str) -> None:
    with connection.cursor() as cursor:
        for statement in sql.split(";"):
            cursor.execute(statement)


@pytest.mark.parametrize("edit", EDITS)
def test_found_told_and_mended(full: None, edit: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything_projected()
    assert verify(c.BOOK).sound
    sql, seq, what = EDITS[edit]
    out_of_band(sql)
    assert everything_projected() != before
    verdict = verify(c.BOOK)
    assert verdict.broken is None
    assert verdict.differs is not None
    assert verdict.differs.seq == seq
    assert verdict.differs.id == str(Record.objects.get(seq=seq).id)
    assert what in verdict.say()
    assert run("verify") == 1
    assert verify(c.BOOK, contents=False).sound  # the chain is all that was asked

    assert run("replay", "--book", c.BOOK) == 0
    assert everything_projected() == before
    assert verify(c.BOOK).sound
    assert what in capsys.readouterr().out


def _at() -> datetime:
    return Book.objects.get().head_recorded or datetime(2025, 3, 12, tzinfo=UTC)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    ledger.register(parser.add_subparsers())
    args = parser.parse_args(["ledger", *words])
    return args.run(args)


def test_a_replay_of_a_sound_book_says_so(full: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("replay", "--book", c.BOOK) == 0
    assert "各表与原来一致" in capsys.readouterr().out


def test_many_differences_are_told_in_part(full: None, capsys: pytest.CaptureFixture[str]) -> None:
    out_of_band("DELETE FROM ledger_recorddoer; DELETE FROM ledger_recordabout")
    out_of_band("UPDATE pairings_attribute SET name = 'x'; UPDATE pairings_waiver SET plan = 'x'")
    Book.objects.update(head_recorded=None)
    out_of_band("UPDATE pairings_pairing SET kind = 'x'; DELETE FROM pairings_pairingparty")
    assert run("replay", "--book", c.BOOK) == 0
    said = capsys.readouterr().out
    assert "台账首部与末条记录不符" in said
    assert "……另有" in said
    assert "请重新启动" in said


@pytest.mark.parametrize("seq", [4000, 9_000_000])
def test_words_of_no_record_are_found_however_far_out(full: None, seq: int) -> None:
    at = position(c.BOOK, seq)
    out_of_band(f"INSERT INTO ledger_search (rowid, words) VALUES ({at}, '暗')")
    differs = verify(c.BOOK).differs
    assert differs is not None
    assert (differs.seq, differs.id, differs.what) == (seq, "", "多出，没有记录为据")
    replay_book(acting=everything(), at=_at(), book=c.BOOK)
    assert verify(c.BOOK).sound


def test_when_the_head_was_recorded(full: None) -> None:
    Book.objects.update(head_recorded=None)
    assert "台账首部与末条记录不符" in verify(c.BOOK).say()


def test_a_head_put_back_is_rebuilt(full: None) -> None:
    Book.objects.update(head_seq=F("head_seq") - 1)
    replayed = replay_book(acting=everything(), at=_at(), book=c.BOOK)
    assert [one.table for one in replayed.mended] == ["台账首部"]
    assert verify(c.BOOK).sound


def test_lost_records_are_not_papered_over(full: None) -> None:
    Book.objects.update(head_seq=F("head_seq") + 1)
    with pytest.raises(ChainBroken, match="起缺失"):
        replay_book(acting=everything(), at=_at(), book=c.BOOK)


def test_altered_records_are_not_built_upon(full: None) -> None:
    for statement in TRIGGERS[connection.vendor]:
        out_of_band(statement)
    out_of_band("UPDATE ledger_record SET kind_version = 9 WHERE seq = 3")
    with pytest.raises(ChainBroken, match=r"第3号记录.*被改动"):
        replay_book(acting=everything(), at=_at(), book=c.BOOK)


def test_no_such_book(full: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotFound):
        replay_book(acting=everything(), at=_at(), book="999999")
    assert run("replay", "--book", "999999") == 1
    assert "没有“999999”的台账" in capsys.readouterr().out


def test_progress_goes_through_the_records_twice(full: None) -> None:
    told: list[tuple[int, int]] = []
    verify(c.BOOK, progress=lambda done, total: told.append((done, total)))
    head = Book.objects.get().head_seq
    assert {total for _, total in told} == {2 * head}
    told.clear()
    replay_book(
        acting=everything(), at=_at(), book=c.BOOK,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told[-1] == (2 * head, 2 * head)


@pytest.mark.parametrize(
    ("edits", "seq"),
    [
        (("doers taken out from the fifth", "a grade changed"), 5),
        (("a pairing begun later", "doers taken out from the fifth"), 1),
        (("a grade changed",), 10),
    ],
)
def test_the_earliest_is_named_whatever_the_steps(
    full: None, monkeypatch: pytest.MonkeyPatch, edits: tuple[str, ...], seq: int
) -> None:
    """Read two records at a time, so that the book takes several steps."""
    for module in (projections, found_by, searched):
        monkeypatch.setattr(module, "STEP", 2)
    assert verify(c.BOOK).sound
    later = "record_id IN (SELECT id FROM ledger_record WHERE seq >= 5)"
    more = {"doers taken out from the fifth": f"DELETE FROM ledger_recorddoer WHERE {later}"}
    for edit in edits:
        out_of_band(more.get(edit) or EDITS[edit][0])
    differs = verify(c.BOOK).differs
    assert differs is not None
    assert differs.seq == seq
    told: list[tuple[int, int]] = []
    replay_book(acting=everything(), at=_at(), book=c.BOOK, progress=lambda *at: told.append(at))
    assert verify(c.BOOK).sound
