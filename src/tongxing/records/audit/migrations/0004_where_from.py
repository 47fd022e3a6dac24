"""Rows say where they came from and whose they are; seals over them; indexes to search by.

Columns are added by plain statements: Django would copy SQLite's table into a new one and
lose the triggers that protect it. The single-column indexes give way to those with the moment.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db import models

from tongxing.records.scripts import Script

COLUMNS = (("place", 6), ("address", 45), ("account", 40), ("session", 12), ("agent", 24))
SEAL_SQLITE = (
    """CREATE TRIGGER seal_no_update BEFORE UPDATE ON audit_auditseal
    BEGIN SELECT RAISE(ABORT, '审计封存只增不改'); END""",
    """CREATE TRIGGER seal_no_delete BEFORE DELETE ON audit_auditseal
    BEGIN SELECT RAISE(ABORT, '审计封存只增不删'); END""",
    """CREATE TRIGGER seal_no_replace BEFORE INSERT ON audit_auditseal
    WHEN EXISTS (SELECT 1 FROM audit_auditseal WHERE id = NEW.id OR last = NEW.last)
    BEGIN SELECT RAISE(ABORT, '审计封存只增不改'); END""",
)
SEAL_POSTGRESQL = (
    """CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON audit_auditseal
    FOR EACH ROW EXECUTE FUNCTION tongxing_append_only()""",
    """CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION tongxing_append_only()""",
)


def add_columns(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for name, most in COLUMNS:
            cursor.execute(
                f"ALTER TABLE audit_auditrow ADD COLUMN {name} varchar({most}) NOT NULL DEFAULT ''"
            )


def drop_columns(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for name, _ in COLUMNS:
            cursor.execute(f"ALTER TABLE audit_auditrow DROP COLUMN {name}")


def drop_single_indexes(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        known = schema_editor.connection.introspection.get_constraints(cursor, "audit_auditrow")
        for name, one in known.items():
            if one["index"] and one["columns"] in (["who"], ["subject"]):
                cursor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def nothing(apps: Any, schema_editor: Any) -> None:
    """The old indexes are not missed."""


def text(most: int) -> Any:
    return models.CharField(blank=True, default="", max_length=most)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_no_replacing")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, drop_columns)],
            state_operations=[
                migrations.AddField("auditrow", name, text(most)) for name, most in COLUMNS
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_single_indexes, nothing)],
            state_operations=[
                migrations.AlterField("auditrow", "who", models.CharField(max_length=80)),
                migrations.AlterField("auditrow", "subject", models.CharField(max_length=80)),
            ],
        ),
        *(
            migrations.AddIndex(
                "auditrow", models.Index(fields=[name, "at"], name=f"audit_by_{name}")
            )
            for name in ("who", "verb", "subject", "address", "place")
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField(unique=True)),
                ("rows", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
            ],
        ),
        Script("sqlite", SEAL_SQLITE, ()),  # the triggers go with their table
        Script("postgresql", SEAL_POSTGRESQL, ()),
    ]
