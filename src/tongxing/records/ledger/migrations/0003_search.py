"""The search index: one token per Chinese character, so two-character words are exact.

A row's position is `book * 2**40 + seq`, the same on both databases.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = ("CREATE VIRTUAL TABLE ledger_search USING fts5(words, tokenize='unicode61')",)
POSTGRESQL = (
    "CREATE TABLE ledger_search (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ledger_search_words ON ledger_search USING gin (words)",
)
BACK = ("DROP TABLE ledger_search",)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        Script("sqlite", SQLITE, BACK),
        Script("postgresql", POSTGRESQL, BACK),
    ]
