"""Forked processes that begin at the same moment, or come in each other's midst.

Children are forked without a connection of their parent's, and each opens its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from django.db import connection


class Ended(NamedTuple):
    failed: int  # of the processes
    said: str  # what each returned, one after another; at most 64 kB


def child(work: Callable[[], object]) -> int:
    """Fork a process that does `work` and ends."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:  # noqa: BLE001  reported, and the exit code tells
        os.write(2, repr(error).encode())
        os._exit(1)
    os._exit(0)


def failed(*pids: int) -> int:
    """Wait for these; how many of them failed."""
    return sum(os.waitpid(pid, 0)[1] != 0 for pid in pids)


def at_once(works: Sequence[Callable[[], str | None]]) -> Ended:
    """Do all of these, each in a process of its own, beginning at the same moment."""
    gate, opens = os.pipe()
    said, says = os.pipe()

    def waits(work: Callable[[], str | None]) -> None:
        os.read(gate, 1)
        os.write(says, (work() or "").encode())

    connection.close()
    pids = [child(lambda work=work: waits(work)) for work in works]
    os.write(opens, b"g" * len(pids))
    wrong = failed(*pids)
    os.close(says)
    found = Ended(wrong, os.read(said, 65536).decode())
    for end in (gate, opens, said):
        os.close(end)
    return found


def after(of: Any, name: str, then: Callable[[], object]) -> None:
    """From now on `of.name` does `then` too, before it answers."""
    real = getattr(of, name)

    def both(*args: Any, **given: Any) -> Any:
        found = real(*args, **given)
        then()
        return found

    setattr(of, name, both)


def in_the_midst(one: Callable[[], None], of: Any, name: str, other: Callable[[], None]) -> int:
    """Do `other` once `one` has called `of.name`, until it is done or waits; how many failed."""
    called, calls = os.pipe()
    gate, opens = os.pipe()

    def first() -> None:
        after(of, name, lambda: (os.write(calls, b"x"), os.read(gate, 1)))
        one()

    connection.close()
    begun = child(first)
    os.read(called, 1)
    second = child(other)
    ended, patience = (0, 0), time.monotonic() + 0.5
    while not ended[0] and time.monotonic() < patience:
        time.sleep(0.01)
        ended = os.waitpid(second, os.WNOHANG)
    os.write(opens, b"x")
    last = ended[1] != 0 if ended[0] else failed(second)
    return last + failed(begun)
