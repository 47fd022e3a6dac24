"""What an assignment changes: who stays, who is opened, ended or taken back. Writes nothing.

A page shows it, and `reassign_pairings` computes it again under the book's lock; the digest
says whether both came to the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tongxing.actions.cardinality import Breach
from tongxing.actions.cardinality import breaches
from tongxing.actions.cardinality import kinds_in_force
from tongxing.actions.errors import NotFound
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.pairings.fold import CHANGE
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import pairings_at


@dataclass(frozen=True, slots=True)
class Line:
    """One pairing an assignment asks for."""

    kind: str  # "plan-id:pairing-kind"
    actors: tuple[tuple[str, str], ...]  # (party, role)
    place: str
    since: date
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is asked of a book: the pairings wanted, and which others give way to them.

    Running pairings of a kind in `replaced` that are not wanted end on the day `on`; so do
    those the change `undoes` opened. Without either nothing ends.
    """

    book: str
    on: date
    lines: tuple[Line, ...]
    replaced: frozenset[str] = frozenset()
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an assignment comes to against the pairings a book has."""

    stays: tuple[PairingRow, ...]
    opens: tuple[Line, ...]
    ends: tuple[PairingRow, ...]  # begun before the day: they end on it
    taken_back: tuple[PairingRow, ...]  # not begun by the day: withdrawn, as if never opened
    resumes: tuple[PairingRow, ...]  # ended by what is undone, no later than the day: as before
    bare: tuple[str, ...]  # places that had a pairing and are left without any
    before: tuple[Breach, ...]
    after: tuple[Breach, ...]
    digest: str

    @property
    def nothing(self) -> bool:
        return not (self.opens or self.ends or self.taken_back or self.resumes)


def draw_up(assignment: Assignment) -> Change:
    """The change an assignment makes to what the book holds now (five queries)."""
    rows = pairings_at(assignment.book, head_of(assignment.book).seq)
    undone = _opened_by(assignment.book, assignment.undoes) if assignment.undoes else frozenset()
    wanted = {_same(line): line for line in assignment.lines}
    met = {
        same: row
        for row in rows
        if (line := wanted.get(same := _same(row))) and _runs(row, line.since)
    }
    giving_way = [
        row
        for row in rows
        if (row.kind in assignment.replaced or row.key in undone)
        and _runs(row, assignment.on)
        and row not in met.values()
    ]
    ends = tuple(row for row in giving_way if row.since < assignment.on)
    taken_back = tuple(row for row in giving_way if row.since >= assignment.on)
    cut = _cut_by(assignment, rows) if assignment.undoes else {}
    missing = {same: line for same, line in wanted.items() if same not in met}
    resumes = tuple(cut[same] for same in missing if same in cut)
    opens = tuple(line for same, line in missing.items() if same not in cut)
    bare, before, after = _weighed(assignment, rows, (*opens, *resumes), giving_way)
    return Change(
        tuple(met.values()), opens, ends, taken_back, resumes, bare, before, after,
        _digest(assignment.on, opens, (*ends, *resumes), taken_back),
    )  # fmt: skip


def reverse_of(book: str, change: UUID, on: date) -> tuple[Line, ...]:
    """What a change ended or took back, as lines wanted again from a day on; `NotFound`."""
    keys = _left_by(book, change)
    if not keys and not _opened_by(book, change):
        raise NotFound("没有这次调整")
    rows = {row.key: row for row in pairings_at(book, None)}  # the last version of each
    return tuple(
        Line(row.kind, row.actors, row.place, max(row.since, on), row.subjects)
        for key in keys
        if (row := rows.get(key))
    )


def _cut_by(
    assignment: Assignment, rows: Iterable[PairingRow]
) -> dict[tuple[object, ...], PairingRow]:
    """What the change undone ended on the day or later: it goes on as if it had not ended."""
    assert assignment.undoes is not None
    keys = set(_left_by(assignment.book, assignment.undoes))
    return {
        _same(row): row
        for row in rows
        if row.key in keys and row.until is not None and row.until >= assignment.on
    }


def _same(one: PairingRow | Line) -> tuple[object, ...]:
    """What makes two pairings the same but for their days."""
    return (one.kind, frozenset(one.actors), one.place, frozenset(one.subjects))


def _runs(row: PairingRow, on: date) -> bool:
    """Whether a pairing holds on a day or begins after it."""
    return row.until is None or row.until > max(on, row.since)


def _weighed(
    assignment: Assignment,
    rows: Iterable[PairingRow],
    opens: Sequence[Line | PairingRow],
    giving_way: Sequence[PairingRow],
) -> tuple[tuple[str, ...], tuple[Breach, ...], tuple[Breach, ...]]:
    """Places left bare; where the plans' numbers are not met around them, before and after."""
    kinds = kinds_in_force(assignment.book)
    on = max((assignment.on, *(line.since for line in opens)))
    gone = {row.key for row in giving_way}
    touched = {line.place for line in assignment.lines} | {row.place for row in giving_way}
    parties = {party for line in assignment.lines for party, _ in line.actors}
    now = [row for row in rows if row.since <= on and (row.until is None or row.until > on)]
    then: list[PairingRow | Line] = [row for row in now if row.key not in gone]
    then += opens
    before = breaches(kinds, now, touched, parties)
    bare = {row.place for row in giving_way} - {row.place for row in then}
    return tuple(sorted(bare)), before, breaches(kinds, then, touched, parties)


def _opened_by(book: str, change: UUID) -> frozenset[str]:
    """Keys of the pairings a change opened, or let go on."""
    found = Record.objects.filter(book=book, about_rows__subject=f"{CHANGE}{change}")
    opened = found.filter(kind="pairing-opened").values_list("pk", flat=True)
    resumed = found.filter(kind="pairing-resumed")
    return frozenset((*map(str, opened), *(key for one in resumed for key in _about(one))))


def _left_by(book: str, change: UUID) -> list[str]:
    """Keys of the pairings a change ended or took back, in the order it did."""
    found = Record.objects.filter(book=book, about_rows__subject=f"{CHANGE}{change}")
    keys: list[str] = []
    left = found.filter(kind__in=("pairing-ended", "record-withdrawn"))
    for one in left.order_by("seq"):
        keys += (*_about(one), *map(str, replaced_by(one)))
    return keys


def _about(record: Record) -> list[str]:
    """Keys of the pairings a record names."""
    return [s.removeprefix("pairing:") for s in about_of(record) if s.startswith("pairing:")]


def _digest(
    on: date,
    opens: Sequence[Line],
    ends: Sequence[PairingRow],
    taken_back: Sequence[PairingRow],
) -> str:
    """What is to be done, as a short text that differs whenever it does."""
    what = {
        "on": on.isoformat(),
        "opens": sorted(
            [one.kind, one.place, one.since.isoformat(), *map("/".join, one.actors), *one.subjects]
            for one in opens
        ),
        "ends": sorted(one.key for one in ends),
        "taken_back": sorted(one.key for one in taken_back),
    }
    return hashlib.sha256(written(what).encode()).hexdigest()[:32]
