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
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any


@contextmanager
def workers(count: int, begin: Callable[..., object], *given: Any) -> Iterator[ProcessPoolExecutor]:
    """Processes that each began with `begin(*given)`; a block that ends badly ends them at once."""
    context = get_context("spawn")  # a fork would take the caller's threads' locks along
    line, held = context.Pipe(duplex=False)
    with line, held, ProcessPoolExecutor(count, context, _begun, (line, begin, *given)) as pool:
        with _left_to_this_process():
            pool.submit(int)  # the first thing asked for starts them all
        try:
            yield pool
        except BaseException:
            held.close()
            raise


@contextmanager
def _left_to_this_process() -> Iterator[None]:
    """What is started within never hears an interruption, not even while it gets ready."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begun(line: Connection, begin: Callable[..., object], *given: Any) -> None:
    Thread(target=_end_with, args=(line,), daemon=True).start()
    begin(*given)


def _end_with(line: Connection) -> None:
    """Nothing is ever sent: the line ends when nobody holds its other end any more."""
    line.poll(None)
    os._exit(1)
