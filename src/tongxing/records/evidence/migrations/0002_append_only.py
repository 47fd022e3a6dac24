"""The database itself refuses to change or delete what belongs to which record.

The law alone may empty a file's name and caption; nothing else of a row may change.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = (
    """CREATE TRIGGER attachment_no_update BEFORE UPDATE ON evidence_attachment
    WHEN NEW.name != '' OR NEW.caption != ''
      OR NEW.id IS NOT OLD.id OR NEW.record_id IS NOT OLD.record_id
      OR NEW.said_by_id IS NOT OLD.said_by_id OR NEW.file_id IS NOT OLD.file_id
      OR NEW.added_by IS NOT OLD.added_by OR NEW.added IS NOT OLD.added
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不改'); END""",
    """CREATE TRIGGER attachment_no_delete BEFORE DELETE ON evidence_attachment
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不删'); END""",
    """CREATE TRIGGER removal_no_update BEFORE UPDATE ON evidence_removal
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不改'); END""",
    """CREATE TRIGGER removal_no_delete BEFORE DELETE ON evidence_removal
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不删'); END""",
    """CREATE TRIGGER storedfile_no_delete BEFORE DELETE ON evidence_storedfile
    BEGIN SELECT RAISE(ABORT, '照片和附件的登记只增不删'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION tongxing_names_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.name <> '' OR NEW.caption <> ''
        OR NEW.id IS DISTINCT FROM OLD.id OR NEW.record_id IS DISTINCT FROM OLD.record_id
        OR NEW.said_by_id IS DISTINCT FROM OLD.said_by_id
        OR NEW.file_id IS DISTINCT FROM OLD.file_id
        OR NEW.added_by IS DISTINCT FROM OLD.added_by OR NEW.added IS DISTINCT FROM OLD.added
      THEN RAISE EXCEPTION '照片和附件的登记只增不改' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER attachment_names_only BEFORE UPDATE ON evidence_attachment
    FOR EACH ROW EXECUTE FUNCTION tongxing_names_only()""",
    """CREATE TRIGGER attachment_no_delete BEFORE DELETE ON evidence_attachment
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER removal_append_only BEFORE UPDATE OR DELETE ON evidence_removal
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER storedfile_no_delete BEFORE DELETE ON evidence_storedfile
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
)
SQLITE_BACK = tuple(
    f"DROP TRIGGER {name}"
    for name in (
        "attachment_no_update",
        "attachment_no_delete",
        "removal_no_update",
        "removal_no_delete",
        "storedfile_no_delete",
    )
)
POSTGRESQL_BACK = (
    "DROP TRIGGER attachment_names_only ON evidence_attachment",
    "DROP TRIGGER attachment_no_delete ON evidence_attachment",
    "DROP TRIGGER removal_append_only ON evidence_removal",
    "DROP TRIGGER storedfile_no_delete ON evidence_storedfile",
    "DROP FUNCTION tongxing_names_only()",
)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        Script("sqlite", SQLITE, SQLITE_BACK),
        Script("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
