"""A migration's script runs on the database it names, forward and back, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from tongxing.records.scripts import Script

HERE = {"sqlite", "postgresql"}
MADE = ("CREATE TABLE written (what text)", "INSERT INTO written VALUES ('百分之 5%s')")
GONE = ("DROP TABLE written",)

pytestmark = pytest.mark.django_db


def other() -> str:
    (vendor,) = HERE - {connection.vendor}
    return vendor


def migration(*operations: Script | SeparateDatabaseAndState) -> Migration:
    made = Migration("0001_written", "ledger")
    made.operations = list(operations)
    return made


def applied(made: Migration) -> ProjectState:
    return made.apply(ProjectState(), connection.schema_editor(atomic=False))


def taken_back(made: Migration) -> None:
    made.unapply(ProjectState(), connection.schema_editor(atomic=False))


def written() -> list[str] | None:
    """What stands in the table; None where there is none."""
    if "written" not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM written")
        return [row[0] for row in cursor.fetchall()]


def test_here_it_runs_in_order_and_to_the_letter() -> None:
    made = migration(Script(connection.vendor, MADE, GONE))
    assert applied(made).models == {}
    assert written() == ["百分之 5%s"]
    taken_back(made)
    assert written() is None


def test_for_the_other_nothing_is_done() -> None:
    no_sql = ("this is no SQL",)
    made = migration(Script(other(), no_sql, no_sql))
    applied(made)
    taken_back(made)


def test_each_database_gets_its_own() -> None:
    wrong = ("this is no SQL",)
    made = migration(Script(other(), wrong, wrong), Script(connection.vendor, MADE, GONE))
    applied(made)
    assert written() == ["百分之 5%s"]
    taken_back(made)
    assert written() is None


@pytest.mark.parametrize("named", sorted(HERE))
def test_without_a_way_back_it_is_not_taken_back(named: str) -> None:
    with pytest.raises(IrreversibleError):
        taken_back(migration(Script(named, ())))


def test_nor_within_another_operation() -> None:
    """Which says of itself that it can always be taken back."""
    within = SeparateDatabaseAndState(database_operations=[Script(connection.vendor, MADE)])
    made = migration(within)
    applied(made)
    with pytest.raises(NotImplementedError, match="cannot reverse"):  # Django's own word for it
        taken_back(made)
    assert written() == ["百分之 5%s"]


def test_nothing_to_run_is_a_way_back() -> None:
    made = migration(Script(connection.vendor, MADE, ()))
    applied(made)
    taken_back(made)
    assert written() == ["百分之 5%s"]


def test_squashed_it_still_names_its_database() -> None:
    text = MigrationWriter(migration(Script(other(), MADE, GONE))).as_string()
    names: dict[str, type[Migration]] = {}
    exec(text, names)
    (again,) = names["Migration"].operations
    assert isinstance(again, Script)
    assert (again.vendor, again.sql, again.reverse_sql) == (other(), MADE, GONE)
