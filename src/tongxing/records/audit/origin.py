"""From where a write comes: set once where a request or a command begins, read beside the write.

No action is told of it, so none can forget or forge it.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

COMMAND_LINE = "命令行"
COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """What an audit row says of where it came from; empty where nothing is known."""

    address: str = ""  # of the machine that asked, or COMMAND_LINE
    account: str = ""  # the account signed in
    session: str = ""  # a short digest: tells sessions apart, opens none
    agent: str = ""  # family of the browser, or the machine's user
    home: Callable[[], str] = str  # code prefix the account belongs to, asked only when needed


_origin: ContextVar[Callable[[], Origin]] = ContextVar("origin", default=Origin)


def current() -> Origin:
    """Where this moment's work comes from."""
    return _origin.get()()


@contextmanager
def coming_from(tell: Callable[[], Origin]) -> Iterator[None]:
    """Within this block, writes come from what `tell` says when they are made."""
    before = _origin.set(tell)
    try:
        yield
    finally:
        _origin.reset(before)


def place_of(subject: str, given: str) -> str:
    """Whose auditors may read a row: the code prefix, of six digits at most, it belongs to.

    What the caller gave, else the place or book the row is about, else where the account
    belongs; "" is nobody's county.
    """
    sort, _, key = subject.partition(":")
    found = given or (key if sort in {"place", "book"} else "") or current().home()
    return found[:COUNTY_DIGITS]
