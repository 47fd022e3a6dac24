"""What several commands ask for on the command line, and a sign that work goes on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from typing import TypeVar

from rich.console import Console

from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.periods import read_moment

PLAIN_WIDTH = 200
T = TypeVar("T")


def day(text: str) -> date:
    """A day given as an argument."""
    return _read(read_day, text)


def moment(text: str) -> datetime:
    """A moment given as an argument; without a zone it is China's."""
    return _read(read_moment, text)


def _read(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except PeriodError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def printer() -> Console:
    """Where a command prints: as wide as the terminal, wide enough for any table otherwise."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(file=sys.stdout, highlight=False, soft_wrap=True, width=width)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Shows that something goes on, where somebody looks at the terminal."""
    console = Console(file=sys.stderr)
    if not sys.stderr.isatty():
        yield
        return
    with console.status(f"{what}……"):
        yield
