"""The database, broken one way at a time."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tests.project.upkeep.checks.conftest import Said
from tongxing.project.upkeep.checks import ALONE
from tongxing.project.upkeep.checks import FIRST
from tongxing.project.upkeep.checks import IN_DATABASE
from tongxing.project.upkeep.checks import database
from tongxing.project.upkeep.checks import examine
from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Level


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def drop(trigger: str, table: str) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {trigger}{on}")


def test_a_database_that_answers_is_named(db: None, said: Said) -> None:
    ((level, what, _),) = said(database.reachable)
    assert level is Level.OK
    assert {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor] in what


def test_one_that_does_not_is_wrong_and_the_rest_waits(
    db: None, said: Said, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    def refuse() -> None:
        raise OperationalError("could not connect\nmore")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "ensure_connection", refuse)
        ((level, what, _),) = said(database.reachable)
        titles = [title for title, _ in examine(Asked(at))]
    assert (level, what) == (Level.BAD, "连不上数据库：could not connect")
    assert titles[-1] == "数据库"
    assert not set(titles) & {title for title, _ in IN_DATABASE}


def test_a_database_of_this_version_is_fine(db: None, said: Said) -> None:
    assert [level for level, *_ in said(database.migrated)] == [Level.OK]


def test_steps_that_wait_are_counted(db: None, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])
    ((level, what, _),) = said(database.migrated)
    assert level is Level.BAD
    assert "还差2步升级" in what


def test_a_database_of_a_newer_version_is_wrong(db: None, said: Said) -> None:
    MigrationRecorder(connection).record_applied("ledger", "0999_of_the_future")
    found = said(database.migrated)
    assert found[-1][0] is Level.BAD
    assert "现在装的程序较旧" in found[-1][1]


def test_the_guarded_tables_are_exactly_those_the_migrations_guard(db: None) -> None:
    """A new append-only table fails here until doctor watches it too."""
    there = {table: verbs & {"UPDATE", "DELETE"} for table, verbs in database._triggers().items()}
    assert {table: verbs for table, verbs in there.items() if verbs} == database.GUARDED


def test_guards_in_place_are_fine(db: None, said: Said) -> None:
    assert said(database.guarded)[0][0] is Level.OK


def test_a_guard_taken_away_is_named(db: None, said: Said) -> None:
    name = {"sqlite": "content_no_delete", "postgresql": "content_no_delete"}
    drop(name[connection.vendor], "ledger_content")
    ((level, what, _),) = said(database.guarded)
    assert level is Level.BAD
    assert "ledger_content" in what
    assert "DELETE" in what


def test_what_is_written_is_on_the_disk(db: None, said: Said, monkeypatch: Any) -> None:
    if connection.vendor == "postgresql":
        assert said(database.durable)[0][0] is Level.OK
        return
    found = iter([("wal",), (2,), ("delete",), (1,)])
    cursor = SimpleNamespace(execute=lambda *_: None, fetchone=lambda: next(found))
    with monkeypatch.context() as other:
        other.setattr(connection, "cursor", lambda: nullcontext(cursor))
        assert said(database.durable)[0][0] is Level.OK
        ((level, what, remedy),) = said(database.durable)
    assert level is Level.WARN
    assert "delete" in what
    assert "网络共享" in remedy


SHOWN = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
    "server_version_num": "150004",
    "server_version": "15.4",
}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A PostgreSQL that says of itself what a test lets it say."""
    found = dict(SHOWN)
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(database, "_shown", found.__getitem__)
    return found


def test_postgresql_as_it_comes_is_fine(db: None, said: Said, shown: dict[str, str]) -> None:
    assert [level for level, *_ in said(database.durable)] == [Level.OK]
    assert database._postgresql_version().level is Level.OK


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("server_encoding", "SQL_ASCII"),
    ],
)
def test_a_setting_that_risks_data_is_named(
    db: None, said: Said, shown: dict[str, str], name: str, value: str
) -> None:
    shown[name] = value
    wrong = [one for one in said(database.durable) if one[0] is Level.BAD]
    assert len(wrong) == 1
    assert value in wrong[0][1] or name in wrong[0][1]


def test_an_old_postgresql_is_wrong(db: None, shown: dict[str, str]) -> None:
    shown["server_version_num"] = "130011"
    assert database._postgresql_version().level is Level.BAD


def test_every_check_has_a_title_of_its_own() -> None:
    titles = [title for title, _ in (*ALONE, *FIRST, *IN_DATABASE)]
    assert len(set(titles)) == len(titles)
