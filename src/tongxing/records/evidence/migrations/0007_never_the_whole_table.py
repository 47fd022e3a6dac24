"""A photo finds its records by their index, as an append does (migration 0007 of the ledger)."""

from __future__ import annotations

from typing import Any

from django.db import migrations

FUNCTION = (
    "tongxing_keep_photo(text, text, text, int, int, int, text, timestamptz, text, text, text,"
    " text, text, text, text)"
)


def forwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, f"ALTER FUNCTION {FUNCTION} SET enable_seqscan = off")


def backwards(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, f"ALTER FUNCTION {FUNCTION} RESET enable_seqscan")


def _run(schema_editor: Any, statement: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_given_up")]
    operations = [migrations.RunPython(forwards, backwards)]
