"""The database itself refuses to change or delete what was recorded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.db import connection
from django.db import transaction

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
