"""A kept connection is asked whether it answers when it was idle, and renewed when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db.utils import OperationalError
from django.db.utils import load_backend

from tongxing.project.postgresql import base
from tongxing.project.postgresql.base import DatabaseWrapper
from tongxing.project.settings import _database


class Counted(DatabaseWrapper):
    """Counts how often the server is asked whether it is there."""

    asked = 0

    def is_usable(self) -> bool:
        self.asked += 1
        return bool(super().is_usable())


@pytest.fixture
def kept(server: str, django_db_blocker: Any) -> Iterator[Counted]:
    """A connection of our own, used once."""
    defaults = {
        "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "OPTIONS": {}, "TIME_ZONE": None, "TEST": {},
    }  # fmt: skip
    found = Counted({**defaults, **_database(server)})
    with django_db_blocker.unblock():
        request(found)
        yield found
        found.close()


def request(kept: Counted) -> int:
    """What a request does: begins, asks something, ends. The server's process is told."""
    kept.close_if_unusable_or_obsolete()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
    kept.close_if_unusable_or_obsolete()
    return found


def end(server: str, process: int) -> None:
    with psycopg.connect(server, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_it_is_the_engine_of_every_postgresql_address(server: str) -> None:
    engine = load_backend(_database(server)["ENGINE"])
    assert engine.DatabaseWrapper is DatabaseWrapper
    assert DatabaseWrapper.vendor == "postgresql"


def test_a_busy_connection_is_not_asked_again_and_again(kept: Counted) -> None:
    request(kept)
    asked = kept.asked
    assert len({request(kept) for _ in range(5)}) == 1, "one connection serves them all"
    assert kept.asked == asked


def test_an_idle_one_is_asked_once_a_request(
    kept: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "IDLE", 0)
    asked = kept.asked
    request(kept)
    request(kept)
    assert kept.asked == asked + 2


@pytest.mark.parametrize("idle", [0, 30])
def test_one_the_server_closed_is_renewed_before_the_request_notices(
    server: str, kept: Counted, idle: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "IDLE", idle)
    first = request(kept)
    end(server, first)
    assert request(kept) != first


def test_one_closed_on_our_side_is_renewed(kept: Counted) -> None:
    first = request(kept)
    kept.connection.close()
    assert request(kept) != first


def test_one_lost_within_a_request_is_renewed_at_the_next(server: str, kept: Counted) -> None:
    process = request(kept)
    kept.close_if_unusable_or_obsolete()
    with kept.cursor() as cursor:
        end(server, process)
        with pytest.raises(OperationalError):
            cursor.execute("SELECT 1")
    assert request(kept) != process
