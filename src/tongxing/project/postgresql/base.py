"""Fewer messages to PostgreSQL, and less work for it with each.

A kept connection is asked whether it still answers only after it has been idle. Django asks by
`SELECT 1` before the first query of every request: a trip that says nothing new of a connection
used a moment ago. A server that went away meanwhile has closed it, which shows on our side
without asking.

What is asked again and again is planned once for a connection (`planned`) and goes to the server
without a cursor. Django writes the values into every statement's text, so each is read and
planned afresh, which costs several times what answering does.
"""

from __future__ import annotations

import select
import time
from collections.abc import Sequence

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus
from psycopg.pq import ExecStatus
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGconn
from psycopg.pq.abc import PGresult

IDLE = 30  # seconds after which a silent network may have forgotten the connection


class DatabaseWrapper(base.DatabaseWrapper):
    """Django looks for this name in `<ENGINE>.base`."""

    health_check_enabled: bool  # Django's own, unknown to its type stubs
    health_check_done: bool
    _plans: dict[str, bytes]  # names of the statements this connection knows, by their text
    _answered = float("-inf")  # when a request last began with a connection that answers

    def init_connection_state(self) -> None:
        """A plan that was kept is used: planning for each value anew costs more than it saves."""
        super().init_connection_state()
        self._plans = {}
        with self.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")

    def close_if_health_check_failed(self) -> None:
        """Before the first query of a request, ask a connection that was idle or has news."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        now = time.monotonic()
        if now - self._answered < IDLE and not self._has_news():
            self.health_check_done = True
        else:
            super().close_if_health_check_failed()
        self._answered = now

    def planned(self, sql: str, values: Sequence[str | None]) -> bytes | None:
        """The first value of the first row; None where there is none.

        For a few fixed texts, each with its values ($1, $2 …) as PostgreSQL writes them. In the
        transaction there is, and seen by whoever counts queries, as with any cursor.
        """
        self.validate_thread_sharing()
        self.validate_no_broken_transaction()
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self.queries_logged:
            self.queries_log.append({"sql": sql, "time": "0"})
        with self.wrap_database_errors:
            return self._exchanged(sql, values)

    def _exchanged(self, sql: str, values: Sequence[str | None]) -> bytes | None:
        line: PGconn = self.connection.pgconn
        if not self.connection.autocommit and line.transaction_status == TransactionStatus.IDLE:
            _fit(line, line.exec_(b"BEGIN"))  # which a cursor sends before its first statement
        name = self._plans.get(sql)
        if name is None:
            name = b"tongxing_%d" % len(self._plans)
            _fit(line, line.prepare(name, sql.encode()))
            self._plans[sql] = name
        sent = [None if value is None else value.encode() for value in values]
        found = _fit(line, line.exec_prepared(name, sent))  # type: ignore[arg-type]  # null is None
        return found.get_value(0, 0) if found.ntuples else None

    def _has_news(self) -> bool:
        """Whether something came that nobody asked for: the server's good-bye, most likely."""
        if self.connection.closed:
            return True
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))


def _fit(line: PGconn, result: PGresult) -> PGresult:
    """What PostgreSQL answered; raises what psycopg would."""
    if result.status in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        return result
    if line.status == ConnStatus.BAD:
        raise psycopg.OperationalError(line.get_error_message())
    raise psycopg.errors.error_from_result(result)
