"""Processes that work for this one on its own machine: nobody else's, and never longer than it.

Interruptions by hand are left to the process that asked: a terminal sends them to all at once.
And workers end with it however it ends: one that waited for work from a process that was killed
would wait for ever, and keep its memory and its output open.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Any


@contextmanager
def workers(count: int, begin: Callable[..., object], *given: Any) -> Iterator[ProcessPoolExecutor]:
    """Processes that each began with `begin(*given)`; a block that ends badly ends them at once."""
    context = _Context()
    line, held = context.Pipe(duplex=False)
    with line, held, ProcessPoolExecutor(count, context, _begun, (line, begin, *given)) as pool:
        try:
            yield pool
        except BaseException:
            held.close()
            raise


class _Worker(SpawnProcess):
    """A process that never hears an interruption, not even while it gets ready."""

    def start(self) -> None:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it takes that over
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context(SpawnContext):
    """A pool starts its processes one by one, when there is work for them."""

    Process = _Worker  # not forked: a fork would take the caller's threads' locks along


def _begun(line: Connection, begin: Callable[..., object], *given: Any) -> None:
    Thread(target=_end_with, args=(line,), daemon=True).start()
    begin(*given)


def _end_with(line: Connection) -> None:
    """Nothing is ever sent: the line ends when nobody holds its other end any more."""
    line.poll(None)
    os._exit(1)
