"""What a migration does on one kind of database only: its triggers, functions and indexes."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunSQL


class Script(RunSQL):
    """Statements run where the database is the one named; on the other nothing is done.

    `vendor` is Django's name of it, "sqlite" or "postgresql". Without `back` the migration
    cannot be taken back; with `()` it can, and nothing need be run for it.
    """

    def __init__(
        self, vendor: str, statements: tuple[str, ...], back: tuple[str, ...] | None = None
    ) -> None:
        super().__init__(statements, back)
        self.vendor = vendor

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__qualname__, [self.vendor, self.sql, self.reverse_sql], {})

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == self.vendor:
            super().database_backwards(app_label, schema_editor, from_state, to_state)
