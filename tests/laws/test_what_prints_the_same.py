"""A value altered so that it still prints as it did is found, and its record named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db import transaction

from tests.laws.test_tampering import TRIGGERS
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_records
from tongxing.records.ledger import chain
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.verify import Broken
from tongxing.records.ledger.verify import verify

SEQ = 7
TEXTS = (
    "kind", "doers", "place", "about", "happened", "recorded", "recorded_by", "content",
    "replaces", "prev", "hash",
)  # fmt: skip
HIDDEN = "||char(0)||'另有文章'"
# What SQLite lets anybody write, whatever the column is declared to be.
SQLITE = {
    **{f"{one} with more behind a zero byte": f"{one} = {one}{HIDDEN}" for one in TEXTS},
    **{f"{one} as a blob": f"{one} = CAST({one} AS BLOB)" for one in TEXTS},
    "an id as a blob": "id = CAST(id AS BLOB)",
    "an empty day made up for": "makes_up = ''",
    "a zone behind the moment": "recorded = recorded||'.000000+05:00'",
}
POSTGRESQL = {
    "a day before our era": "happened = '2025-03-10 BC'",
    "a moment before our era": "recorded = '2025-03-12 02:00:00+00 BC'",
}
SAID = {
    "the salt's last digit moved into the text": (
        "salt = substr(salt,1,31), text = substr(salt,32)||text"
    ),
    "the text's first sign moved into the salt": "salt = salt||'{', text = substr(text,2)",
    "figures kept of what was not erased": "kept = '{}'",
}


@pytest.fixture
def filled(crew: Cast) -> Record:
    """Four labour days after the four pairings; the third of them, seq 7."""
    drafts = [crew.draft(id=new_id(crew.at)) for _ in range(4)]
    append_records(acting=crew.scope("office"), at=crew.at, drafts=drafts)
    return Record.objects.get(book=c.BOOK, seq=SEQ)


@contextmanager
def altered(sql: str) -> Iterator[None]:
    """The database as somebody left it who had it in hand, for a moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for statement in (*TRIGGERS[connection.vendor], sql):
            cursor.execute(statement)
        yield
        transaction.set_rollback(True)


def test_no_column_of_the_chain(filled: Record) -> None:
    edits = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    assert verify(c.BOOK).sound
    for name, edit in edits.items():
        with altered(f"UPDATE ledger_record SET {edit} WHERE book_id = '440981' AND seq = 7"):
            found = verify(c.BOOK)
        assert found.broken, name
        assert (found.broken.seq, found.records) == (SEQ, SEQ - 1), name
    assert verify(c.BOOK).sound


def test_no_column_of_a_content(filled: Record) -> None:
    key = filled.id.hex if connection.vendor == "sqlite" else str(filled.id)
    edits = dict(SAID)
    if connection.vendor == "sqlite":
        edits |= {f"{one} as a blob": f"{one} = CAST({one} AS BLOB)" for one in ("salt", "text")}
        edits |= {f"{one} with more": f"{one} = {one}{HIDDEN}" for one in ("salt", "text")}
    else:
        edits = {name: edit for name, edit in edits.items() if "salt||" not in edit}
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_content ALTER COLUMN salt TYPE text")
        edits["more in the salt"] = SAID["the text's first sign moved into the salt"]
    for name, edit in edits.items():
        with altered(f"UPDATE ledger_content SET {edit} WHERE record_id = '{key}'"):
            found = verify(c.BOOK)
        assert found.broken == Broken(SEQ, str(filled.id), "的内容被改动"), name
    columns = {field.name for field in Content._meta.concrete_fields}
    assert columns == {"record", "salt", "text", "kept"}


@pytest.mark.parametrize("step", [2, 2000])
def test_bytes_that_are_no_characters_are_named_and_not_stumbled_over(
    filled: Record, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(chain, "STEP", step)
    if connection.vendor != "sqlite":
        return  # PostgreSQL takes no such bytes into a text
    broken = "CAST(x'e69d91ff' AS TEXT)"
    for column in ("kind", "place", "recorded_by", "hash"):
        with altered(f"UPDATE ledger_record SET {column} = {broken} WHERE seq = 7"):
            chain_only, whole = verify(c.BOOK, contents=False), verify(c.BOOK)
        for found in (chain_only, whole):
            assert found.broken == Broken(SEQ, str(filled.id), "的登记信息被改动"), column
            assert found.records == SEQ - 1
    with altered(f"UPDATE ledger_content SET text = {broken} WHERE record_id = '{filled.id.hex}'"):
        assert verify(c.BOOK).broken == Broken(SEQ, str(filled.id), "的内容被改动")
    assert verify(c.BOOK).sound


def test_a_moment_on_a_whole_second_is_the_same_in_either_form(filled: Record) -> None:
    if connection.vendor != "sqlite":
        assert verify(c.BOOK).sound
        return
    with altered("UPDATE ledger_record SET recorded = recorded||'.000000' WHERE seq = 7"):
        assert verify(c.BOOK).sound
    with altered("UPDATE ledger_record SET recorded = recorded||'.000001' WHERE seq = 7"):
        assert verify(c.BOOK).broken == Broken(SEQ, str(filled.id), "的登记信息被改动")
