"""From a book's rows and facts to the kernel's tables as known at one seq."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Links
from tongxing.derive.chunks import Names
from tongxing.derive.chunks import Registers
from tongxing.derive.chunks import Told
from tongxing.derive.facts import PLACE
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.held import is_held
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Waivers

_NO_WORDS = Names()
_NO_DAY = int(NO_DAY)


def nothing_apart(_key: str) -> Told | None:
    """Where there are no texts to be asked for."""
    return None


class LaidOut(Mapping[str, Column]):
    """The wanted columns, each laid out when it is first looked at.

    A page asks for a few of them, and of what it does not ask for nothing is read.
    """

    def __init__(self, wanted: Iterable[str], lay_out: Callable[[str], Column]) -> None:
        self._wanted = frozenset(wanted)
        self._lay_out = lay_out
        self._known: dict[str, Column] = {}

    def __getitem__(self, key: str) -> Column:
        if key not in self._wanted:
            raise KeyError(key)
        if key not in self._known:
            self._known[key] = self._lay_out(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._wanted))

    def __len__(self) -> int:
        return len(self._wanted)


def cut_book(
    code: str,
    chunk: Chunk,
    registers: Registers,
    facts: Facts,
    *,
    rows: int,
    wanted: Iterable[str],
    apart: Callable[[str], Told | None] = nothing_apart,
) -> Book:
    """The first `rows` rows with the `wanted` "kind.field" columns, and `facts` resolved.

    A column that is not held (`held.py`) is asked of `apart`. All are laid out when looked at.
    """
    pairings = _pairings(facts.pairings, registers)

    def laid_out(key: str) -> Column:
        held = chunk.columns.get(key)
        if held is not None:
            return _column(Told(held, registers.words.get(key, _NO_WORDS)), rows)
        return _column(None if is_held(key) else apart(key), rows)

    return Book(
        code=code,
        records=_records(chunk, registers, rows, LaidOut(wanted, laid_out)),
        pairings=pairings,
        waivers=_waivers(facts, pairings),
        attributes=_attributes(facts, facts.pairings),
    )


def _records(
    chunk: Chunk, registers: Registers, rows: int, columns: Mapping[str, Column]
) -> Records:
    replacing, replaced = _upto(chunk.replacing, rows)
    returning, returned = _upto(chunk.returning, rows)
    accepting, accepted = _upto(chunk.accepting, rows)
    return Records(
        deed=chunk.deed[:rows],
        happened=chunk.happened[:rows],
        makes_up=chunk.makes_up[:rows],
        received=chunk.received[:rows],
        replacing=replacing,
        replaced=replaced,
        returning=returning,
        returned=returned,
        accepting=accepting,
        accepted=accepted,
        columns=columns,
        deeds=registers.deeds(),
    )


def _upto(links: Links, rows: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    count = np.searchsorted(links.saying, rows)
    return links.saying[:count], links.concerned[:count]


def _column(told: Told | None, rows: int) -> Column:
    values = np.zeros(rows, np.int64)
    present = np.zeros(rows, np.bool_)
    approx = np.zeros(rows, np.bool_)
    if told is None:
        return Column(values, present, approx, ())
    field = told.field
    count = np.searchsorted(field.row, rows)
    at = field.row[:count]
    values[at] = field.value[:count]
    approx[at] = field.approx[:count]
    present[at] = True
    return Column(values, present, approx, told.words.all())


def _days(days: Iterable[date | None]) -> NDArray[np.int32]:
    return np.array([_NO_DAY if day is None else day.toordinal() for day in days], np.int32)


def _rows(values: Sequence[int]) -> NDArray[np.int32]:
    return np.array(values, np.int32)


def _range(aim: str) -> tuple[int, int]:
    """The codes of a place; nothing for a household, which is met by its name."""
    return place_range(aim.removeprefix(PLACE)) if aim.startswith(PLACE) else (0, 0)


def _pairings(facts: Sequence[PairingFact], registers: Registers) -> Pairings:
    kinds = tuple(dict.fromkeys(sorted(one.kind for one in facts)))
    actors = [(row, party) for row, one in enumerate(facts) for party in dict(one.parties)]
    targets = [(row, aim) for row, one in enumerate(facts) for aim in one.aims]
    ranges = {aim: _range(aim) for aim in {aim for _, aim in targets}}  # many share a village
    subjects = ["" if aim.startswith(PLACE) else aim for _, aim in targets]
    return Pairings(
        keys=tuple(one.key for one in facts),
        kind=_rows([kinds.index(one.kind) for one in facts]),
        start=_days(one.since for one in facts),
        until=_days(one.until for one in facts),
        place=np.array([int(one.place) for one in facts], np.int64),
        actor_row=_rows([row for row, _ in actors]),
        actor=_rows([registers.parties.find(party) for _, party in actors]),
        target_row=_rows([row for row, _ in targets]),
        target_low=np.array([ranges[aim][0] for _, aim in targets], np.int64),
        target_high=np.array([ranges[aim][1] for _, aim in targets], np.int64),
        target_subject=_rows(
            [registers.subjects.find(subject) if subject else -1 for subject in subjects]
        ),
        kinds=kinds,
        target_subject_names=tuple(subjects),
    )


def _waivers(facts: Facts, pairings: Pairings) -> Waivers:
    met = [(row, one) for one in facts.waivers for row in _concerned(one, pairings)]
    return Waivers(
        pairing=_rows([row for row, _ in met]),
        plan=tuple(waiver.plan for _, waiver in met),
        duties=tuple(waiver.duties for _, waiver in met),
        start=_days(waiver.since for _, waiver in met),
        until=_days(waiver.until for _, waiver in met),
    )


def _concerned(waiver: WaiverFact, pairings: Pairings) -> list[int]:
    """The rows of the pairings a waiver concerns (`WaiverFact.concerns`), ascending."""
    if waiver.pairing:
        return [row for row, key in enumerate(pairings.keys) if key == waiver.pairing]
    if not waiver.place:
        return []
    low, high = place_range(waiver.place)
    rows: list[int] = np.flatnonzero((low <= pairings.place) & (pairings.place < high)).tolist()
    return rows


def _attributes(facts: Facts, pairings: Sequence[PairingFact]) -> Attributes:
    bearers: dict[str, list[int]] = {}
    for row, pairing in enumerate(pairings):
        for subject in pairing.aims:
            bearers.setdefault(subject, []).append(row)
    met = [(row, one) for one in facts.attributes for row in bearers.get(one.subject, ())]
    return Attributes(
        pairing=_rows([row for row, _ in met]),
        name=tuple(one.name for _, one in met),
        value=tuple(one.value for _, one in met),
        start=_days(one.since for _, one in met),
        until=_days(one.until for _, one in met),
    )
