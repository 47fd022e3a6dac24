"""What several commands ask for on the command line, and a sign that work goes on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime

from django.utils import timezone
from rich.console import Console

PLAIN_WIDTH = 200


def day(text: str) -> date:
    """A day given as an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-03-05 的样子") from None


def moment(text: str) -> datetime:
    """A moment given as an argument; without a zone it is China's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是时刻，请写成 2026-03-05T15:04 的样子"
        ) from None
    return found if found.tzinfo else timezone.make_aware(found)


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
