"""The database itself refuses to change or delete records; contents may only be erased.

Erasing sets `text` to null and `kept` (the figures that stay) once; nothing else of a
content may change, and no content may be deleted.
"""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = (
    """CREATE TRIGGER record_no_update BEFORE UPDATE ON ledger_record
    BEGIN SELECT RAISE(ABORT, '台账记录只增不改'); END""",
    """CREATE TRIGGER record_no_delete BEFORE DELETE ON ledger_record
    BEGIN SELECT RAISE(ABORT, '台账记录只增不删'); END""",
    """CREATE TRIGGER content_no_update BEFORE UPDATE ON ledger_content
    WHEN OLD.text IS NULL OR NEW.text IS NOT NULL
      OR NEW.salt IS NOT OLD.salt OR NEW.record_id IS NOT OLD.record_id
    BEGIN SELECT RAISE(ABORT, '记录内容不得修改，只能依法删除'); END""",
    """CREATE TRIGGER content_no_delete BEFORE DELETE ON ledger_content
    BEGIN SELECT RAISE(ABORT, '记录内容不得整行删除'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION tongxing_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.text IS NULL OR NEW.text IS NOT NULL
        OR NEW.salt IS DISTINCT FROM OLD.salt
        OR NEW.record_id IS DISTINCT FROM OLD.record_id
      THEN RAISE EXCEPTION '记录内容不得修改，只能依法删除'
        USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE ON ledger_record
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER record_no_truncate BEFORE TRUNCATE ON ledger_record
    FOR EACH STATEMENT EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER content_erase_only BEFORE UPDATE ON ledger_content
    FOR EACH ROW EXECUTE FUNCTION tongxing_erase_only()""",
    """CREATE TRIGGER content_no_delete BEFORE DELETE ON ledger_content
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER content_no_truncate BEFORE TRUNCATE ON ledger_content
    FOR EACH STATEMENT EXECUTE FUNCTION tongxing_append_only()""",
)
SQLITE_BACK = tuple(
    f"DROP TRIGGER {name}"
    for name in ("record_no_update", "record_no_delete", "content_no_update", "content_no_delete")
)
POSTGRESQL_BACK = (
    "DROP TRIGGER record_append_only ON ledger_record",
    "DROP TRIGGER record_no_truncate ON ledger_record",
    "DROP TRIGGER content_erase_only ON ledger_content",
    "DROP TRIGGER content_no_delete ON ledger_content",
    "DROP TRIGGER content_no_truncate ON ledger_content",
    "DROP FUNCTION tongxing_erase_only()",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        Script("sqlite", SQLITE, SQLITE_BACK),
        Script("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
