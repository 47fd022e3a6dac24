"""The database itself refuses to change or delete an audit row."""

from __future__ import annotations

from typing import Any

from django.db import migrations

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


def forwards(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def run(schema_editor: Any, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    script = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in script:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
