"""SQLite refuses a record whose id or place in its book is taken, and a second content.

There `INSERT OR REPLACE` removes the row in the way without firing the trigger on deletes;
PostgreSQL has no such statement, and its unique constraints refuse. The rowid is asked for
too: given by hand, it would push out whatever record has it.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = (
    """CREATE TRIGGER record_no_replace BEFORE INSERT ON ledger_record
    WHEN EXISTS (SELECT 1 FROM ledger_record WHERE id = NEW.id)
      OR EXISTS (SELECT 1 FROM ledger_record WHERE book_id = NEW.book_id AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM ledger_record WHERE rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, '台账记录只增不改'); END""",
    """CREATE TRIGGER content_no_replace BEFORE INSERT ON ledger_content
    WHEN EXISTS (SELECT 1 FROM ledger_content WHERE record_id = NEW.record_id)
      OR EXISTS (SELECT 1 FROM ledger_content WHERE rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, '记录内容不得修改，只能依法删除'); END""",
)
SQLITE_BACK = ("DROP TRIGGER record_no_replace", "DROP TRIGGER content_no_replace")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_search"), ("audit", "0003_no_replacing")]
    operations = [Script("sqlite", SQLITE, SQLITE_BACK)]
