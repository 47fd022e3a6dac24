"""An append looks its ids up by their index, however small the table was when it was planned.

A kept plan is one made when it was first asked: for a table that was empty then it reads the
whole table, and goes on doing so until statistics are gathered, with the book locked.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

FUNCTION = (
    "tongxing_append(text, text, json, uuid[], text, timestamptz, timestamptz, json, json, json,"
    " json)"
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
    dependencies = [("ledger", "0006_append_in_one_message")]
    operations = [migrations.RunPython(forwards, backwards)]
