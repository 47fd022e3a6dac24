"""What several commands ask for on the command line, and a sign that work goes on."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from typing import Any
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from tongxing.records.registry.codes import LEVEL_DIGITS
from tongxing.records.registry.codes import prefix_of
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.periods import read_moment

PLAIN_WIDTH = 200
MOST_WORKERS = 256  # processes one may ask for
PATIENCE = 2.0  # seconds before a progress bar is worth showing
T = TypeVar("T")


def day(text: str) -> date:
    """A day given as an argument."""
    return _read(read_day, text)


def moment(text: str) -> datetime:
    """A moment given as an argument; without a zone it is China's."""
    return _read(read_moment, text)


def place(text: str) -> str:
    """A place given as an argument, as the code prefix of all within it.

    Whole levels only: filled up with zeros, any other number of digits would be another place.
    """
    if not (text.isascii() and text.isdigit() and len(text) in LEVEL_DIGITS):
        raise argparse.ArgumentTypeError(
            "请写两位、四位、六位、九位或十二位数字的区划代码，如 44、440981"
        )
    return prefix_of(text)


def between(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number given as an argument."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"请写{least}至{most}之间的整数")
        return int(text)

    return read


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


@contextmanager
def progressing(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for what takes longer than one waits without asking; told (done, in all)."""
    begun = time.monotonic()
    with Progress(console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
        task: list[Any] = []

        def progress(done: int, total: int) -> None:
            if not task and time.monotonic() - begun > PATIENCE:
                task.append(bar.add_task(what, total=total))
            if task:
                bar.update(task[0], completed=done, total=total)

        yield progress
