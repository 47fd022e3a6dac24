"""A change made behind the ledger's back is found, and the first broken record is named."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.redact_record import redact_record
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.verify import verify

TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER record_no_update",
        "DROP TRIGGER record_no_delete",
        "DROP TRIGGER content_no_update",
        "DROP TRIGGER content_no_delete",
    ),
    "postgresql": (
        "ALTER TABLE ledger_record DISABLE TRIGGER USER",
        "ALTER TABLE ledger_content DISABLE TRIGGER USER",
    ),
}
SEQ = 7
THE_CONTENT = "record_id = (SELECT id FROM ledger_record WHERE book_id = '440981' AND seq = 7)"
EDITS = {
    "the day it happened": ("UPDATE ledger_record SET happened = '2025-03-09' WHERE seq = 7", "被改动"),
    "the makes-up day": ("UPDATE ledger_record SET makes_up = '2025-02-28' WHERE seq = 7", "被改动"),
    "who did it": ("UPDATE ledger_record SET doers = '[]' WHERE seq = 7", "被改动"),
    "when it was recorded": ("UPDATE ledger_record SET recorded = '2025-03-12 01:00:00' WHERE seq = 7", "被改动"),
    "the kind's version": ("UPDATE ledger_record SET kind_version = 2 WHERE seq = 7", "被改动"),
    "the place": ("UPDATE ledger_record SET place = '440981124201' WHERE seq = 7", "被改动"),
    "a line break moved": ("UPDATE ledger_record SET kind = 'labour-day\n1' WHERE seq = 7", "被改动"),
    "the hash": (f"UPDATE ledger_record SET hash = '{'a' * 64}' WHERE seq = 7", "被改动"),
    "the previous hash": (f"UPDATE ledger_record SET prev = '{'a' * 64}' WHERE seq = 7", "衔接不上"),
    "what it says": (f"UPDATE ledger_content SET text = '{{}}' WHERE {THE_CONTENT}", "内容被改动"),
    "its salt": (f"UPDATE ledger_content SET salt = 'b' WHERE {THE_CONTENT}", "内容被改动"),
    "an unlawful erasure": (f"UPDATE ledger_content SET text = NULL WHERE {THE_CONTENT}", "没有依法删减的记录"),
    "its content gone": (f"DELETE FROM ledger_content WHERE {THE_CONTENT}", "整行缺失"),
}  # fmt: skip


@pytest.fixture
def filled(crew: Cast) -> list[Record]:
    """Ten labour days after the four pairings: seqs 5 to 14."""
    acting = crew.scope("office")
    return [
        append_record(acting=acting, at=crew.at, draft=crew.draft(id=new_id(crew.at)))
        for _ in range(10)
    ]


def out_of_band(sql: str) -> None:
    """What somebody with the database in hand could do."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(sql)


def test_an_untouched_book_is_sound(filled: list[Record]) -> None:
    verdict = verify(c.BOOK)
    assert verdict.broken is None
    assert (verdict.records, verdict.head) == (14, filled[-1].hash)
    assert "14条记录完好" in verdict.say()


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_of(filled: list[Record], edit: str) -> None:
    sql, what = EDITS[edit]
    out_of_band(sql)
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.broken.id) == (SEQ, str(filled[2].id))
    assert what in verdict.broken.say()
    assert verdict.records == SEQ - 1


def test_a_record_taken_out_is_missed(filled: list[Record]) -> None:
    with connection.cursor() as cursor:
        for table in ("ledger_recorddoer", "ledger_content"):
            for statement in TRIGGERS[connection.vendor]:
                cursor.execute(statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS"))
            cursor.execute(f"DELETE FROM {table} WHERE {THE_CONTENT}")
        cursor.execute("DELETE FROM ledger_record WHERE seq = 7")
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert verdict.broken.say() == "第7号记录缺失"


def test_a_tail_cut_off_is_missed(filled: list[Record]) -> None:
    out_of_band("UPDATE ledger_book SET head_seq = 15 WHERE code = '440981'")
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.records) == (15, 14)


def test_a_history_rewritten_as_a_whole_contradicts_a_published_head(filled: list[Record]) -> None:
    published = head_of(c.BOOK)
    assert verify(c.BOOK, published=published).broken is None
    rewritten = Head(c.BOOK, 9, "f" * 64)
    verdict = verify(c.BOOK, published=rewritten)
    assert verdict.broken is not None
    assert verdict.broken.seq == 9
    assert "已公布" in verdict.broken.say()


def test_a_shortened_history_contradicts_a_published_head(filled: list[Record]) -> None:
    verdict = verify(c.BOOK, published=Head(c.BOOK, 20, "f" * 64))
    assert verdict.broken is not None
    assert "更长" in verdict.broken.say()


def test_a_lawful_erasure_leaves_the_chain_sound_and_its_figures_guarded(
    crew: Cast, filled: list[Record]
) -> None:
    redact_record(
        acting=crew.scope("office"),
        at=crew.at,
        id=new_id(crew.at),
        of=filled[2].id,
        reason="依申请",
    )
    assert verify(c.BOOK).broken is None
    out_of_band(f"UPDATE ledger_content SET kept = '{{}}' WHERE {THE_CONTENT}")
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert "保留的数字被改动" in verdict.broken.say()


def test_progress_is_told_and_ends_at_the_head(filled: list[Record]) -> None:
    told: list[tuple[int, int]] = []
    verify(c.BOOK, contents=False, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (14, 14)
