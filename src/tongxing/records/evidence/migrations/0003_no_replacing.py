"""Neither emptied at once (PostgreSQL) nor replaced row by row (SQLite).

`TRUNCATE` and `INSERT OR REPLACE` fire no trigger on deletes.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = (
    """CREATE TRIGGER attachment_no_replace BEFORE INSERT ON evidence_attachment
    WHEN EXISTS (SELECT 1 FROM evidence_attachment WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不改'); END""",
    """CREATE TRIGGER removal_no_replace BEFORE INSERT ON evidence_removal
    WHEN EXISTS (SELECT 1 FROM evidence_removal
      WHERE id = NEW.id OR attachment_id = NEW.attachment_id)
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不改'); END""",
    """CREATE TRIGGER storedfile_no_replace BEFORE INSERT ON evidence_storedfile
    WHEN EXISTS (SELECT 1 FROM evidence_storedfile WHERE sha256 = NEW.sha256)
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不改'); END""",
)
TABLES = ("attachment", "removal", "storedfile")
POSTGRESQL = tuple(
    f"""CREATE TRIGGER {one}_no_truncate BEFORE TRUNCATE ON evidence_{one}
    FOR EACH STATEMENT EXECUTE FUNCTION tongxing_append_only()"""
    for one in TABLES
)
SQLITE_BACK = tuple(f"DROP TRIGGER {one}_no_replace" for one in TABLES)
POSTGRESQL_BACK = tuple(f"DROP TRIGGER {one}_no_truncate ON evidence_{one}" for one in TABLES)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_append_only")]
    operations = [
        Script("sqlite", SQLITE, SQLITE_BACK),
        Script("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
