"""What a check says: fine, worth a look, or wrong; what it is about, and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found."""

    level: Level
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """When the question is asked, and how thoroughly."""

    at: datetime
    whole: bool = False  # read everything, not a sample


Check = Callable[[Asked], Iterator[Finding]]


def ok(what: str) -> Finding:
    """Something is as it should be."""
    return Finding(Level.OK, what)


def warn(what: str, remedy: str) -> Finding:
    """Something works and deserves a look."""
    return Finding(Level.WARN, what, remedy)


def bad(what: str, remedy: str) -> Finding:
    """Something is missing or wrong."""
    return Finding(Level.BAD, what, remedy)
