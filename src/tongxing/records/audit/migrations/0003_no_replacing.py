"""SQLite refuses a second audit row with an id that is taken.

There `INSERT OR REPLACE` removes the row in the way without firing the trigger on deletes;
PostgreSQL has no such statement, and its primary key refuses.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_auditrow
WHEN EXISTS (SELECT 1 FROM audit_auditrow WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '审计记录只增不改'); END"""
SQLITE_BACK = "DROP TRIGGER audit_no_replace"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [Script("sqlite", (SQLITE,), (SQLITE_BACK,))]
