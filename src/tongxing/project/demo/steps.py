"""What is to be done to a book, one step after another: data only, no database."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from uuid import UUID

Value = str | Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class By:
    """Who did something: a party, the role it had, and whom it acted for."""

    who: str
    role: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record to be written: quantities as `{"v": scaled, "approx": …, "text": …}`."""

    id: UUID
    kind: str
    doers: tuple[By, ...]
    place: str
    happened: date
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    makes_up: date | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """Write a record."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Correct:
    """Write a record in place of another."""

    of: UUID
    entry: Entry


@dataclass(frozen=True, slots=True)
class Settle:
    """Write a record in place of two corrections that contradict each other."""

    of: tuple[UUID, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a record back."""

    id: UUID
    of: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Return:
    """Give a record back to whoever wrote it."""

    id: UUID
    of: UUID
    note: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Let a record count that came after the lock."""

    id: UUID
    of: UUID
    note: str


@dataclass(frozen=True, slots=True)
class Open:
    """Open a pairing."""

    id: UUID
    kind: str
    actors: tuple[By, ...]
    place: str
    since: date
    until: date | None = None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """End a pairing that is open."""

    id: UUID
    of: UUID
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Waive:
    """Waive duties of one pairing, or of all within a place, for a span."""

    id: UUID
    plan: str
    since: date
    until: date
    reason: str
    basis: str
    approver: str
    pairing: UUID | None = None
    place: str = ""
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutInForce:
    """Put a shipped plan edition in force."""

    id: UUID
    folder: str
    plan: str  # the file's stem


Deed = Append | Correct | Settle | Withdraw | Return | Accept | Open | End | Waive | PutInForce


@dataclass(frozen=True, slots=True)
class Step:
    """One deed, at its moment, by whoever sat at the keyboard (`person:KEY`)."""

    at: datetime
    typist: str
    deed: Deed


def in_order(steps: Sequence[Step], *, until: date) -> tuple[Step, ...]:
    """Steps of days before `until`, ascending by moment; equal moments by typist, as given."""
    kept = (step for step in steps if step.at.date() < until)
    return tuple(sorted(kept, key=lambda step: (step.at, step.typist)))
