"""A kept connection is asked whether it still answers only after it has been idle.

Django asks by `SELECT 1` before the first query of every request: a trip that says nothing new
of a connection used a moment ago. A server that went away meanwhile has closed it, which shows
on our side without asking.
"""

from __future__ import annotations

import select
import time

from django.db.backends.postgresql import base

IDLE = 30  # seconds after which a silent network may have forgotten the connection


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

    def _has_news(self) -> bool:
        """Whether something came that nobody asked for: the server's good-bye, most likely."""
        if self.connection.closed:
            return True
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))
