"""Beside every write stands its audit row; beside a refusal stands nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.db import connection
from django.db import transaction

from tests.actions.deeds import DEEDS
from tests.actions.deeds import Desk
from tests.actions.deeds import appends
from tests.actions.deeds import desk
from tests.actions.deeds import grades
from tests.actions.deeds import pairs
from tests.actions.deeds import redacts
from tests.actions.deeds import returns
from tests.actions.deeds import unpairs
from tests.actions.deeds import waives
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of

# Steps taken before the one that is refused: their audit rows, and their records.
PREPARED = {
    "settles": (2, 2),
    "ends_waiver": (1, 1),
    "adds_a_file": (1, 0),
    "takes_a_file_off": (2, 1),
    "erases_a_file": (2, 1),
}
by_name = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)


@by_name
def test_who_did_what_and_when(crew: Cast, deed: Callable[[Desk], object]) -> None:
    at = desk(crew)
    deed(at)
    row = AuditRow.objects.latest("id")
    verb, subject = DEEDS[deed]
    assert (row.verb, row.who, row.at) == (verb, "person:office", crew.at)
    if subject == "record":
        last = Record.objects.get(book=c.BOOK, seq=head_of(c.BOOK).seq)
        assert row.subject == f"record:{last.id}"
    else:
        assert row.subject == subject


@by_name
@pytest.mark.parametrize("who", ["supervisor", "auditor", "fl"])
def test_a_refusal_leaves_no_trace(crew: Cast, deed: Callable[[Desk], object], who: str) -> None:
    at = desk(crew, who)
    with pytest.raises((NotAllowed, NotFound)) as refused:
        _only_last(deed, at)
    assert refused.value.say().endswith("。")


def _only_last(deed: Callable[[Desk], object], at: Desk) -> None:
    """Do the deed, and see that what its last step refused changed nothing."""
    noted, recorded = PREPARED.get(deed.__name__, (0, 0))
    before, head = AuditRow.objects.count(), head_of(c.BOOK).seq
    try:
        deed(at)
    finally:
        assert AuditRow.objects.count() == before + noted
        assert head_of(c.BOOK).seq == head + recorded


TOGETHER = (appends, returns, redacts, pairs, unpairs, waives, grades)


def test_every_record_has_its_audit_row_which_never_says_what_it_says(crew: Cast) -> None:
    at = desk(crew)
    for deed in TOGETHER:
        deed(at)
    told = set(AuditRow.objects.values_list("subject", flat=True))
    assert {f"record:{id_}" for id_ in Record.objects.values_list("id", flat=True)} <= told
    details = "".join(AuditRow.objects.values_list("detail", flat=True))
    assert not any(word in details for word in ("荔枝", "防汛", "请核对", "本人申请"))


def test_without_its_audit_row_nothing_is_recorded(crew: Cast) -> None:
    """Law 2: record and audit row, or neither."""
    before, acting = head_of(c.BOOK), crew.scope("swb")
    with connection.cursor() as cursor:
        cursor.execute(AUDIT_FULL[connection.vendor])
    with pytest.raises(DatabaseError, match="磁盘"), transaction.atomic():
        append_record(acting=acting, at=crew.at, draft=crew.draft())
    assert head_of(c.BOOK) == before
    assert Record.objects.filter(book=c.BOOK).count() == before.seq


# The audit takes no row more; undone with the test's transaction.
AUDIT_FULL = {
    "sqlite": """CREATE TRIGGER audit_full BEFORE INSERT ON audit_auditrow
        BEGIN SELECT RAISE(ABORT, '磁盘已满'); END""",
    "postgresql": """
        CREATE FUNCTION audit_full() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION '磁盘已满'; END $$;
        CREATE TRIGGER audit_full BEFORE INSERT ON audit_auditrow
            EXECUTE FUNCTION audit_full()""",
}
