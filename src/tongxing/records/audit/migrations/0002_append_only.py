"""The database itself refuses to change or delete an audit row."""

from __future__ import annotations

from django.db import migrations

from tongxing.records.scripts import Script

SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditrow
    BEGIN SELECT RAISE(ABORT, '审计记录只增不改'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditrow
    BEGIN SELECT RAISE(ABORT, '审计记录只增不删'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION tongxing_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% 只增不改不删', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditrow
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditrow
    FOR EACH STATEMENT EXECUTE FUNCTION tongxing_append_only()""",
)
SQLITE_BACK = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
POSTGRESQL_BACK = (
    "DROP TRIGGER audit_append_only ON audit_auditrow",
    "DROP TRIGGER audit_no_truncate ON audit_auditrow",
    "DROP FUNCTION tongxing_append_only()",
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        Script("sqlite", SQLITE, SQLITE_BACK),
        Script("postgresql", POSTGRESQL, POSTGRESQL_BACK),
    ]
