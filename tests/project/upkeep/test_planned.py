"""A question planned once for a connection: in its transaction, with its faults, counted."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.db.utils import OperationalError
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from tests.project.upkeep.test_kept_connections import Counted
from tests.project.upkeep.test_kept_connections import end
from tests.project.upkeep.test_kept_connections import kept  # noqa: F401
from tests.project.upkeep.test_kept_connections import request as asked

SUM = "SELECT $1::int + $2::int"
KNOWN = "SELECT count(*) FROM pg_prepared_statements WHERE statement = $1"


@pytest.fixture
def line(kept: Counted) -> Counted:  # noqa: F811
    with kept.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE noted (word text PRIMARY KEY)")
    return kept


def test_the_first_value_of_the_first_row(line: Counted) -> None:
    assert line.planned(SUM, ["1", "2"]) == b"3"
    assert line.planned(SUM, ["1", None]) is None
    assert line.planned("SELECT word FROM noted WHERE word = $1", ["x"]) is None
    assert line.planned("SELECT $1::text", ["荔枝 ' \" \\ \n"]) == "荔枝 ' \" \\ \n".encode()


def test_it_is_planned_once_for_a_connection(line: Counted) -> None:
    for number in range(7):
        line.planned(SUM, [str(number), "1"])
    assert line.planned(KNOWN, [SUM]) == b"1"
    assert line.planned("SELECT current_setting('plan_cache_mode')", []) == b"force_generic_plan"


def test_a_connection_renewed_knows_no_plans_and_makes_them(server: str, line: Counted) -> None:
    line.planned(SUM, ["1", "2"])
    end(server, asked(line))
    asked(line)
    assert line.planned(SUM, ["3", "4"]) == b"7"


def noted(line: Counted) -> list[str]:
    with line.cursor() as cursor:
        cursor.execute("SELECT word FROM noted ORDER BY word")
        return [word for (word,) in cursor.fetchall()]


@pytest.fixture
def ours(line: Counted, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """`transaction.atomic` is about this connection."""
    monkeypatch.setattr(transaction, "get_connection", lambda _=None: line)
    return line


def note(line: Counted, word: str) -> None:
    line.planned("INSERT INTO noted VALUES ($1) RETURNING word", [word])


def test_what_it_writes_first_in_a_transaction_goes_with_it(ours: Counted) -> None:
    note(ours, "outside")
    with transaction.atomic():
        note(ours, "within")
        transaction.set_rollback(True)
    with transaction.atomic():
        note(ours, "kept")
    assert noted(ours) == ["kept", "outside"]


def test_a_fault_is_the_fault_django_knows(line: Counted) -> None:
    note(line, "once")
    with pytest.raises(IntegrityError, match="noted_pkey"):
        note(line, "once")
    with pytest.raises(ProgrammingError):
        line.planned("SELECT nothing FROM nowhere", [])
    assert line.planned(SUM, ["1", "2"]) == b"3"


def test_nothing_is_asked_in_a_transaction_that_failed(ours: Counted) -> None:
    with transaction.atomic():
        note(ours, "once")
        with pytest.raises(IntegrityError), transaction.atomic():
            note(ours, "once")
        assert ours.planned(SUM, ["1", "2"]) == b"3", "the savepoint took the fault with it"
        ours.needs_rollback = True
        with pytest.raises(transaction.TransactionManagementError):
            ours.planned(SUM, ["1", "2"])


def test_a_server_gone_meanwhile_is_said_and_the_next_request_has_another(
    server: str, line: Counted
) -> None:
    process = asked(line)
    line.close_if_unusable_or_obsolete()
    line.health_check_done = True
    with psycopg.connect(server, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    with pytest.raises(OperationalError):
        line.planned(SUM, ["1", "2"])
    assert asked(line) != process
    assert line.planned(SUM, ["1", "2"]) == b"3"


def test_whoever_counts_queries_sees_it(line: Counted) -> None:
    context: Any = CaptureQueriesContext(line)
    with context:
        line.planned(SUM, ["1", "2"])
    assert [one["sql"] for one in context.captured_queries] == [SUM]
