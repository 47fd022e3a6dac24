"""A photo finds its records by their index, as an append does (migration 0007 of the ledger)."""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

FUNCTION = (
    "tongxing_keep_photo(text, text, text, int, int, int, text, timestamptz, text, text, text,"
    " text, text, text, text)"
)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_given_up")]
    operations = [
        Script(
            "postgresql",
            (f"ALTER FUNCTION {FUNCTION} SET enable_seqscan = off",),
            (f"ALTER FUNCTION {FUNCTION} RESET enable_seqscan",),
        )
    ]
