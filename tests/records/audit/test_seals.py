"""Seals tell whether audit rows were altered or are missing."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime

import pytest
from django.db import DatabaseError
from django.db import connection
from django.db import transaction

from tests.records.cast import Cast
from tongxing.actions.errors import NotAllowed
from tongxing.actions.seal_audit import seal_audit
from tongxing.project.cli import main
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.models import AuditSeal
from tongxing.records.audit.operations import note
from tongxing.records.audit.seals import broken
from tongxing.records.audit.seals import last_seal

NOON = datetime(2025, 3, 12, 4, 0, tzinfo=UTC)
DISARM = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("ALTER TABLE audit_auditrow DISABLE TRIGGER USER",),
}


def seal(crew: Cast) -> AuditSeal | None:
    return seal_audit(acting=everything(), at=crew.at)


def tampered(sql: str) -> None:
    """Change the table as somebody who owns the database can."""
    with connection.cursor() as cursor:
        for statement in (*DISARM[connection.vendor], sql):
            cursor.execute(statement)


def test_what_is_untouched_holds_and_the_sealing_is_noted(crew: Cast) -> None:
    first = seal(crew)
    assert first is not None
    assert first.rows == AuditRow.objects.filter(pk__lte=first.last).count() > 0
    assert AuditRow.objects.latest("pk").verb == "seal-audit"
    second = seal(crew)
    assert second is not None
    assert (second.first, second.rows) == (first.last + 1, 1)
    assert broken() is None


CHANGES = {
    "another person": "UPDATE audit_auditrow SET who = 'person:x' WHERE id = {}",
    "another moment": "UPDATE audit_auditrow SET at = '2020-01-01 00:00:00+00:00' WHERE id = {}",
    "another address": "UPDATE audit_auditrow SET address = '10.0.0.1' WHERE id = {}",
    "another place": "UPDATE audit_auditrow SET place = '990000' WHERE id = {}",
    "a missing row": "DELETE FROM audit_auditrow WHERE id = {}",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_found_and_the_span_named(crew: Cast, what: str) -> None:
    first = seal(crew)
    note(at=crew.at, who="person:office", verb="export", subject="book:440981")
    second = seal(crew)
    assert first is not None
    assert second is not None
    tampered(CHANGES[what].format(second.last))
    fault = broken()
    assert fault is not None
    assert fault.seal.pk == second.pk
    assert f"第{second.first}至{second.last}行" in fault.say()


def test_a_missing_row_is_counted(crew: Cast) -> None:
    first = seal(crew)
    assert first is not None
    tampered(CHANGES["a missing row"].format(first.first))
    fault = broken()
    assert fault is not None
    assert f"封存时{first.rows}行，现有{first.rows - 1}行" in fault.say()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditseal SET sha256 = 'x'",
        "DELETE FROM audit_auditseal",
    ],
)
def test_the_database_refuses_to_change_a_seal(crew: Cast, sql: str) -> None:
    seal(crew)
    with pytest.raises(DatabaseError, match="只"), transaction.atomic():
        connection.cursor().execute(sql)


def test_only_an_auditor_seals(crew: Cast) -> None:
    with pytest.raises(NotAllowed):
        seal_audit(acting=crew.scope("office"), at=crew.at)
    assert seal_audit(acting=crew.scope("auditor"), at=crew.at) is not None


@pytest.mark.django_db
def test_where_nothing_was_written_nothing_is_sealed() -> None:
    assert AuditRow.objects.count() == 0
    assert seal_audit(acting=everything(), at=NOON) is None
    assert broken() is None


def test_the_commands_say_it_in_chinese(
    crew: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> tuple[int, str]:
        code = main(["audit", *words])
        return code, capsys.readouterr().out

    assert run("verify") == (0, "还没有封存过，无从核对；请先运行 tongxing audit seal\n")
    code, said = run("seal")
    last = last_seal()
    assert (code, str(last) in said) == (0, True)
    assert AuditRow.objects.latest("pk").address == "命令行"
    assert "其后1行尚未封存" in run("verify")[1]
    assert run("verify", "--head", str(last))[0] == 0
    assert run("verify", "--head", f"{last.last}:{'0' * 64}" if last else "")[0] == 1
    assert run("verify", "--head", "甲")[0] == 2
    tampered(CHANGES["another person"].format(1))
    code, said = run("verify")
    assert (code, "被改动过" in said) == (1, True)
