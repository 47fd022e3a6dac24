"""The database itself keeps what belonged to which record, whatever a statement tries."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.db import connection
from django.db import transaction

from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.attach_evidence import attach_evidence
from tongxing.actions.keep_file import keep_file
from tongxing.actions.withdraw_evidence import withdraw_evidence
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.models import Removal
from tongxing.records.evidence.models import StoredFile
from tongxing.records.ledger.ids import new_id

TABLES = ("evidence_attachment", "evidence_removal", "evidence_storedfile")
SQLITE = (
    "DELETE FROM {}",
    "INSERT OR REPLACE INTO {} SELECT * FROM {}",
)
POSTGRESQL = ("DELETE FROM {}", "TRUNCATE {} CASCADE")


@pytest.fixture
def withdrawn(crew: Cast) -> Cast:
    """A record with a file that was taken off again."""
    acting, at = crew.scope("swb"), crew.at
    of = append_record(acting=acting, at=at, draft=crew.draft()).id
    kept = keep_file(acting=acting, at=at, name="名单.txt", data="到场三十人".encode())
    attach_evidence(acting=acting, at=at, id=new_id(at), of=of, files=[kept])
    withdraw_evidence(acting=acting, at=at, id=new_id(at), of=of, file=kept.sha256, reason="传错了")
    if connection.vendor == "postgresql":  # as once it is committed: no key is left to check
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    return crew


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_deleted_emptied_or_replaced(withdrawn: Cast, table: str, which: int) -> None:
    statement = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor][which]
    with pytest.raises(DatabaseError, match="只增"), transaction.atomic():
        connection.cursor().execute(statement.format(table, table))
    assert [one.objects.count() for one in (Attachment, Removal, StoredFile)] == [1, 1, 1]
