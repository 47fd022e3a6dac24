"""An append looks its ids up by their index, however small the table was when it was planned.

A kept plan is one made when it was first asked: for a table that was empty then it reads the
whole table, and goes on doing so until statistics are gathered, with the book locked.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

FUNCTION = (
    "tongxing_append(text, text, json, uuid[], text, timestamptz, timestamptz, json, json, json,"
    " json)"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_append_in_one_message")]
    operations = [
        Script(
            "postgresql",
            (f"ALTER FUNCTION {FUNCTION} SET enable_seqscan = off",),
            (f"ALTER FUNCTION {FUNCTION} RESET enable_seqscan",),
        )
    ]
