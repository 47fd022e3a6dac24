"""The database itself refuses to change or delete what was recorded."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.db import connection
from django.db import transaction
from django.db.models import Model

from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record

CHANGES: dict[str, Callable[[], object]] = {
    "change a record": lambda: Record.objects.update(place="440981124201"),
    "change one column of one record": lambda: Record.objects.filter(seq=1).update(kind="x"),
    "change what a record says": lambda: Content.objects.update(text="{}"),
    "change a salt": lambda: Content.objects.update(salt="00"),
    "erase a text and change its salt": lambda: Content.objects.update(text=None, salt="00"),
    "change the audit": lambda: AuditRow.objects.update(who="person:x"),
    "delete from the audit": lambda: AuditRow.objects.all().delete(),
}
TABLES = ("ledger_record", "ledger_content", "audit_auditrow")


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to(crew: Cast, change: str) -> None:
    append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    with pytest.raises(DatabaseError, match="只"), transaction.atomic():
        CHANGES[change]()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_a_bare_delete(crew: Cast, table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_truncate(crew: Cast, table: str) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_an_erased_content_cannot_be_filled_again(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    Content.objects.filter(pk=record.pk).update(text=None, kept="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        Content.objects.filter(pk=record.pk).update(text="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        Content.objects.filter(pk=record.pk).update(kept='{"people":{"v":1}}')


ANOTHER_ID = {"sqlite": "'" + "0" * 32 + "'", "postgresql": f"'{UUID(int=0)}'"}
REPLACED: dict[str, tuple[type[Model], str, dict[str, str]]] = {
    "a record by its id": (Record, "id", {"seq": "seq + 100", "kind": "'x'"}),
    "a record by its place in the book": (Record, "book_id, seq", {"id": "?", "kind": "'x'"}),
    "a content": (Content, "record_id", {"text": "'{}'"}),
    "an audit row": (AuditRow, "id", {"who": "'person:x'"}),
}


@pytest.mark.parametrize("what", REPLACED)
def test_the_database_refuses_to_replace(crew: Cast, what: str) -> None:
    """SQLite's `INSERT OR REPLACE` fires no trigger on deletes; PostgreSQL's way is an update."""
    append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    model, key, changes = REPLACED[what]
    before = list(model._default_manager.order_by("pk").values())
    values = {f.column: f'"{f.column}"' for f in model._meta.concrete_fields} | changes
    values = {k: ANOTHER_ID[connection.vendor] if v == "?" else v for k, v in values.items()}
    columns = ", ".join(f'"{column}"' for column in values)
    sets = ", ".join(f'"{column}" = excluded."{column}"' for column in values)
    replace, settle = (
        ("OR REPLACE", "") if connection.vendor == "sqlite" else ("", f"ON CONFLICT ({key}) DO UPDATE SET {sets}")
    )  # fmt: skip
    sql = (
        f"INSERT {replace} INTO {model._meta.db_table} ({columns})"
        f" SELECT {', '.join(values.values())} FROM {model._meta.db_table}"
        f" ORDER BY {model._meta.pk.column} LIMIT 1 {settle}"
    )
    with pytest.raises(DatabaseError, match="只"), transaction.atomic():
        connection.cursor().execute(sql)
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("table", ["ledger_record", "ledger_content"])
def test_sqlite_refuses_a_hidden_number_that_is_taken(crew: Cast, table: str) -> None:
    if connection.vendor != "sqlite":
        return  # only SQLite has rowids
    model = {"ledger_record": Record, "ledger_content": Content}[table]
    columns = [f.column for f in model._meta.concrete_fields]
    others = [f"'{'0' * 32}'", *("seq + 100" if one == "seq" else one for one in columns[1:])]
    sql = (
        f"INSERT OR REPLACE INTO {table} (rowid, {', '.join(columns)})"
        f" SELECT rowid, {', '.join(others)} FROM {table} LIMIT 1"
    )
    with pytest.raises(DatabaseError, match="只"), transaction.atomic():
        connection.cursor().execute(sql)
