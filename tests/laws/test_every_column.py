"""No column of the chain or of a content can be changed without `verify` naming the record."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.laws.test_tampering import TRIGGERS
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_records
from tongxing.actions.correct_record import correct_record
from tongxing.actions.redact_record import redact_record
from tongxing.records.ledger.canonical import ROW
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.verify import verify

SEQ = 7
# column -> what somebody with the database in hand might write there
EDITED: dict[str, str] = {
    "id": "'00000000000070008000000000000001'",
    "book": "'440982'",
    "seq": "99",
    "kind": "'festival-visit'",
    "kind_version": "2",
    "doers": """'[{"of":"","role":"","who":"org:fl"}]'""",
    "place": "'440981104210'",
    "about": """'["household:bq-001"]'""",
    "happened": "'2025-03-09'",
    "makes_up": "'2025-03-01'",
    "recorded": "'2025-03-12 02:00:00.000001'",
    "recorded_by": "'person:fl'",
    "content": f"'{'a' * 64}'",
    "replaces": """'["00000000-0000-7000-8000-000000000001"]'""",
    "prev": f"'{'a' * 64}'",
    "hash": f"'{'a' * 64}'",
}
NAMES = {"book": "book_id"}


@pytest.fixture
def filled(crew: Cast) -> Cast:
    """Six labour days after the four pairings, the third of them seq 7."""
    drafts = [crew.draft(id=new_id(crew.at)) for _ in range(6)]
    append_records(acting=crew.scope("office"), at=crew.at, drafts=drafts)
    return crew


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in (*TRIGGERS[connection.vendor], *statements):
            cursor.execute(statement)


def test_every_column_is_tried() -> None:
    columns = {f.name for f in Record._meta.concrete_fields}
    assert set(EDITED) == columns == {*ROW, "prev", "hash"}


@pytest.mark.parametrize("column", EDITED)
def test_the_first_broken_record_is_named(filled: Cast, column: str) -> None:
    if column in {"id", "book"} and connection.vendor == "postgresql":
        return  # PostgreSQL's keys refuse these; SQLite checks keys only at commit
    column_, value = NAMES.get(column, column), EDITED[column]
    before = Record.objects.get(book=c.BOOK, seq=SEQ - 1)
    tamper(f"UPDATE ledger_record SET {column_} = {value} WHERE book_id = '440981' AND seq = {SEQ}")
    try:
        verdict = verify(c.BOOK)
    finally:
        connection.needs_rollback = True
    assert verdict.broken is not None
    assert (verdict.broken.seq, verdict.records, verdict.head) == (SEQ, SEQ - 1, before.hash)
    assert f"第{SEQ}号记录" in verdict.say()
    assert f"此前{SEQ - 1}条完好" in verdict.say()


def test_an_id_that_is_none_is_named_as_it_stands(filled: Cast) -> None:
    if connection.vendor == "postgresql":
        return  # a uuid column takes nothing else
    tamper(f"UPDATE ledger_record SET id = '没有' WHERE book_id = '440981' AND seq = {SEQ}")
    try:
        verdict = verify(c.BOOK)
    finally:
        connection.needs_rollback = True
    assert verdict.records == SEQ - 1
    assert f"第{SEQ}号记录（没有）" in verdict.say()


def test_two_records_changing_places(filled: Cast) -> None:
    tamper(
        f"UPDATE ledger_record SET seq = 99 WHERE seq = {SEQ}",
        f"UPDATE ledger_record SET seq = {SEQ} WHERE seq = {SEQ + 1}",
        f"UPDATE ledger_record SET seq = {SEQ + 1} WHERE seq = 99",
    )
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert verdict.broken.seq == SEQ


def test_contents_changing_places(filled: Cast) -> None:
    """Each text with its own salt, but under another record."""
    one, two = (Content.objects.get(record__seq=n) for n in (SEQ, SEQ + 1))
    key = "'{}'".format
    first, second = (
        key(str(x.record_id) if connection.vendor == "postgresql" else x.record_id.hex)
        for x in (one, two)
    )
    tamper(
        f"UPDATE ledger_content SET salt = '{two.salt}' WHERE record_id = {first}",
        f"UPDATE ledger_content SET salt = '{one.salt}' WHERE record_id = {second}",
    )
    verdict = verify(c.BOOK)
    assert verdict.broken is not None
    assert verdict.broken.seq == SEQ
    assert "内容被改动" in verdict.say()
    assert verify(c.BOOK, contents=False).broken is None


def test_an_erased_correction_leaves_both_versions_verifiable(filled: Cast) -> None:
    first = Record.objects.get(book=c.BOOK, seq=SEQ)
    draft = filled.draft(id=new_id(filled.at), text="村民张某家门前")
    office = filled.scope("office")
    correct_record(acting=office, at=filled.at, of=first.id, draft=draft)
    redact_record(
        acting=office, at=filled.at, id=new_id(filled.at), of=draft.id, reason="依本人申请"
    )
    verdict = verify(c.BOOK)
    assert verdict.broken is None
    assert verdict.records == 12
    stored = "".join(Content.objects.exclude(text=None).values_list("text", flat=True))
    assert "张某" not in stored
