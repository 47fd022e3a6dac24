"""Fewer messages to PostgreSQL, and less work for it with each.

A kept connection is asked whether it still answers only after it has been idle. Django asks by
`SELECT 1` before the first query of every request: a trip that says nothing new of a connection
used a moment ago. A server that went away meanwhile has closed it, which shows on our side
without asking.

What is asked again and again can be planned once for a connection (`planned_cursor`). Django
writes the values into every statement's text, so each is read and planned afresh, which costs
several times what answering does.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper

IDLE = 30  # seconds after which a silent network may have forgotten the connection


class PlannedCursor(base.ServerBindingCursor):
    """Sends the values beside the text, which is planned when the connection first sees it."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> PlannedCursor:
        super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """Django looks for this name in `<ENGINE>.base`."""

    health_check_enabled: bool  # Django's own, unknown to its type stubs
    health_check_done: bool
    _answered = float("-inf")  # when a request last began with a connection that answers

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

    def planned_cursor(self) -> CursorWrapper:
        """As `cursor`, for statements of one fixed text each."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PlannedCursor(self.connection)  # type: ignore[call-arg]
            wrapped: CursorWrapper = self._prepare_cursor(cursor)  # type: ignore[attr-defined]
        return wrapped

    def _has_news(self) -> bool:
        """Whether something came that nobody asked for: the server's good-bye, most likely."""
        if self.connection.closed:
            return True
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))
