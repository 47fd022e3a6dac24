"""From plain rows to the kernel's arrays: for tests, for a plan's examples, for small books.

Add records and pairings in words (ids, dates, codes), then `build()`. Parties, kinds, roles
and subjects get their positions in the order they are first seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import TypeVar

import numpy as np

from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers


@dataclass(frozen=True, slots=True)
class Amount:
    """A scaled integer that may be approximate."""

    value: int
    approx: bool = False


Value = int | Amount | str


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it, in which role; a person may act `of` an organization or team."""

    who: str
    role: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record in words. The references are rows of records added before it."""

    kind: str
    happened: date
    doers: Sequence[Doer | str]
    place: str = ""
    about: Sequence[str] = ()
    makes_up: date | None = None
    received: date | None = None  # None = the day it happened
    values: Mapping[str, Value] = field(default_factory=dict)
    replaces: Sequence[int] = ()
    returns: int | None = None
    accepts: int | None = None


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One pairing in words. Targets are place codes, or subjects such as "household:7"."""

    key: str
    kind: str  # "plan-id:pairing-kind"
    actors: Sequence[str]
    targets: Sequence[str]
    start: date
    until: date | None = None
    place: str = ""  # where it is counted; "" = the first target, which must be a code


@dataclass(frozen=True, slots=True)
class WaiverRow:
    pairing: str
    plan: str
    start: date
    until: date | None
    duties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AttributeRow:
    pairing: str
    name: str
    value: str
    start: date
    until: date | None = None


# What records repeat: kind, place, doers with their roles, subjects.
Deed = tuple[str, int, tuple[tuple[str, str], ...], tuple[str, ...]]
Name = TypeVar("Name")


class Positions(dict[Name, int]):
    """Names in the order first seen: `positions[name]` adds what is new."""

    def __missing__(self, name: Name) -> int:
        self[name] = len(self)
        return self[name]


@dataclass(slots=True)
class BookBuilder:
    """Collects rows and builds a `Book`. Adding a record answers its row."""

    code: str
    records: list[RecordRow] = field(default_factory=list)
    pairings: list[PairingRow] = field(default_factory=list)
    waivers: list[WaiverRow] = field(default_factory=list)
    attributes: list[AttributeRow] = field(default_factory=list)
    parties: Positions[str] = field(default_factory=Positions)
    subjects: Positions[str] = field(default_factory=Positions)

    def record(self, row: RecordRow) -> int:
        """Append one record; its row is what later records refer to."""
        self.records.append(row)
        return len(self.records) - 1

    def build(self) -> Book:
        """The book with all rows added so far; seq counts from 1."""
        ordered = sorted(self.pairings, key=lambda one: (place_of(one), one.key))
        rows = {one.key: number for number, one in enumerate(ordered)}
        records = build_records(self.records, self.parties, self.subjects)
        return Book(
            self.code,
            records,
            build_pairings(ordered, self.parties, self.subjects),
            build_waivers(self.waivers, rows),
            build_attributes(self.attributes, rows),
        )


def day(one: date | None) -> int:
    return int(NO_DAY) if one is None else one.toordinal()


def days(many: Iterable[date | None]) -> Days:
    return np.array([day(one) for one in many], dtype=np.int32)


def rows_of(many: Iterable[int]) -> Rows:
    return np.array(list(many), dtype=np.int32)


def place_of(pairing: PairingRow) -> int:
    return int((pairing.place or pairing.targets[0]).ljust(12, "0"))


def doers_of(row: RecordRow) -> list[tuple[str, str]]:
    """(party, role) of every doer; one who acts for a unit stands twice."""
    every = [Doer(one) if isinstance(one, str) else one for one in row.doers]
    pairs = [(party, one.role) for one in every for party in (one.who, one.of) if party]
    return list(dict.fromkeys(pairs))


def build_records(
    rows: Sequence[RecordRow], parties: Positions[str], subjects: Positions[str]
) -> Records:
    deeds = Positions[Deed]()
    deed = rows_of(deeds[deed_of(row)] for row in rows)
    edges = [(n, old) for n, row in enumerate(rows) for old in row.replaces]
    returns = [(n, row.returns) for n, row in enumerate(rows) if row.returns is not None]
    accepts = [(n, row.accepts) for n, row in enumerate(rows) if row.accepts is not None]
    return Records(
        deed=deed,
        happened=days(row.happened for row in rows),
        makes_up=days(row.makes_up for row in rows),
        received=days(row.received or row.happened for row in rows),
        replacing=rows_of(n for n, _ in edges),
        replaced=rows_of(old for _, old in edges),
        returning=rows_of(n for n, _ in returns),
        returned=rows_of(old for _, old in returns),
        accepting=rows_of(n for n, _ in accepts),
        accepted=rows_of(old for _, old in accepts),
        columns=build_columns(rows),
        deeds=build_deeds(tuple(deeds), parties, subjects),
    )


def deed_of(row: RecordRow) -> Deed:
    place = int(row.place.ljust(12, "0"))
    return row.kind, place, tuple(doers_of(row)), tuple(row.about)


def build_deeds(rows: Sequence[Deed], parties: Positions[str], subjects: Positions[str]) -> Deeds:
    kinds, roles = Positions[str](), Positions[str]({"": 0})
    doers = [(n, *pair) for n, (_, _, pairs, _) in enumerate(rows) for pair in pairs]
    about = [(n, subject) for n, (_, _, _, named) in enumerate(rows) for subject in named]
    return Deeds(
        kind=rows_of(kinds[kind] for kind, *_ in rows),
        place=np.array([place for _, place, *_ in rows], dtype=np.int64),
        doer_row=rows_of(n for n, _, _ in doers),
        doer=rows_of(parties[party] for _, party, _ in doers),
        doer_role=rows_of(roles[role] for _, _, role in doers),
        about_row=rows_of(n for n, _ in about),
        about=rows_of(subjects[subject] for _, subject in about),
        kinds=tuple(kinds),
        parties=tuple(parties),
        roles=tuple(roles),
        subjects=tuple(subjects),
    )


def build_columns(rows: Sequence[RecordRow]) -> dict[str, Column]:
    written: dict[str, dict[int, Value]] = {}
    for number, row in enumerate(rows):
        for name, value in row.values.items():
            written.setdefault(f"{row.kind}.{name}", {})[number] = value
    return {name: build_column(cells, len(rows)) for name, cells in written.items()}


def build_column(cells: Mapping[int, Value], size: int) -> Column:
    """Numbers as they are, words by their position."""
    words = Positions[str]()
    values = np.zeros(size, dtype=np.int64)
    present, approx = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    for number, cell in cells.items():
        present[number] = True
        approx[number] = isinstance(cell, Amount) and cell.approx
        values[number] = number_of(cell, words)
    return Column(values, present, approx, tuple(words))


def number_of(cell: Value, words: Positions[str]) -> int:
    if isinstance(cell, str):
        return words[cell]
    return cell.value if isinstance(cell, Amount) else cell


def build_pairings(
    rows: Sequence[PairingRow], parties: Positions[str], subjects: Positions[str]
) -> Pairings:
    kinds = Positions[str]()
    actors = [(n, actor) for n, row in enumerate(rows) for actor in row.actors]
    targets = [(n, target) for n, row in enumerate(rows) for target in row.targets]
    names = ["" if target.isdigit() else target for _, target in targets]
    ranges = [place_range(t) if t.isdigit() else (0, 0) for _, t in targets]
    return Pairings(
        keys=tuple(row.key for row in rows),
        kind=rows_of(kinds[row.kind] for row in rows),
        start=days(row.start for row in rows),
        until=days(row.until for row in rows),
        place=np.array([place_of(row) for row in rows], dtype=np.int64),
        actor_row=rows_of(n for n, _ in actors),
        actor=rows_of(parties.get(actor, -1) for _, actor in actors),
        target_row=rows_of(n for n, _ in targets),
        target_low=np.array([low for low, _ in ranges], dtype=np.int64),
        target_high=np.array([high for _, high in ranges], dtype=np.int64),
        target_subject=rows_of(subjects.get(name, -1) for name in names),
        kinds=tuple(kinds),
        target_subject_names=tuple(names),
    )


def build_waivers(rows: Sequence[WaiverRow], pairings: Mapping[str, int]) -> Waivers:
    return Waivers(
        pairing=rows_of(pairings[row.pairing] for row in rows),
        plan=tuple(row.plan for row in rows),
        duties=tuple(row.duties for row in rows),
        start=days(row.start for row in rows),
        until=days(row.until for row in rows),
    )


def build_attributes(rows: Sequence[AttributeRow], pairings: Mapping[str, int]) -> Attributes:
    return Attributes(
        pairing=rows_of(pairings[row.pairing] for row in rows),
        name=tuple(row.name for row in rows),
        value=tuple(row.value for row in rows),
        start=days(row.start for row in rows),
        until=days(row.until for row in rows),
    )
