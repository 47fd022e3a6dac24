"""The search index: one token per Chinese character, so two-character words are exact.

A row's position is `book * 2**40 + seq`, the same on both databases.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = ("CREATE VIRTUAL TABLE ledger_search USING fts5(words, tokenize='unicode61')",)
POSTGRESQL = (
    "CREATE TABLE ledger_search (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ledger_search_words ON ledger_search USING gin (words)",
)
BACK = ("DROP TABLE ledger_search",)


def forwards(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, BACK, BACK)


def run(schema_editor: Any, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    script = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in script:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
