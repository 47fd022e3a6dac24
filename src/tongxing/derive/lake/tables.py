"""A book's stretches as the kernel's tables, without an object for each name or pairing.

The same tables `cutting.cut_book` makes of a chunk and facts (a test compares them): with a
nation of pairings the objects alone would take longer than judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Field
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.facts import NEVER
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers

_PLACE = "place:"
# Codes within a code whose last so many digits are zeros; see `place_range`.
_WIDTHS = (10**10, 10**8, 10**6, 10**3)


def records_table(
    chunk: Chunk, deeds: Deeds, words: Mapping[str, Sequence[str]], wanted: Iterable[str]
) -> Records:
    """All rows of a chunk with the columns of the `wanted` fields."""
    return Records(
        seq=chunk.seq,
        deed=chunk.deed,
        happened=chunk.happened,
        makes_up=chunk.makes_up,
        received=chunk.received,
        replacing=chunk.replacing.saying,
        replaced=chunk.replacing.concerned,
        returning=chunk.returning.saying,
        returned=chunk.returning.concerned,
        accepting=chunk.accepting.saying,
        accepted=chunk.accepting.concerned,
        columns={
            key: _column(chunk.columns.get(key), words.get(key, ()), len(chunk.seq))
            for key in sorted(wanted)
        },
        deeds=deeds,
    )


def _column(field: Field | None, words: Sequence[str], rows: int) -> Column:
    values = np.zeros(rows, np.int64)
    present = np.zeros(rows, np.bool_)
    approx = np.zeros(rows, np.bool_)
    if field is not None:
        values[field.row] = field.value
        approx[field.row] = field.approx
        present[field.row] = True
    return Column(values, present, approx, tuple(words))


@dataclass(frozen=True, slots=True)
class FactTables:
    """What a judgement needs of a book's facts, as known at one seq."""

    pairings: Pairings
    waivers: Waivers
    attributes: Attributes


def fact_tables(row: Mapping[str, Any], deeds: Deeds, seq: int) -> FactTables:
    """The facts of a stretch's row that live at `seq`, resolved to pairings."""
    living = _living(row, seq)
    bearing = _bearing(living)
    pairings = _pairings(living, bearing, deeds)
    others = row[OTHERS]
    return FactTables(
        pairings,
        _waivers([one for one in others["waivers"] if _lives(one, seq)], pairings),
        _attributes([one for one in others["attributes"] if _lives(one, seq)], bearing),
    )


def _living(row: Mapping[str, Any], seq: int) -> Mapping[str, Any]:
    """The row without the pairings that are not known yet or no longer."""
    died = row["pairing_died"]
    alive = (row["pairing_born"] <= seq) & ((died == NEVER) | (seq < died))
    if alive.all():  # the common case: nothing is left out
        return row
    at = np.flatnonzero(alive)
    new = np.full(len(alive) + 1, -1, np.int32)
    new[at] = np.arange(len(at), dtype=np.int32)
    found = {**row, "pairing_keys": list(compress(row["pairing_keys"], alive.tolist()))}
    for name in ("kind", "place", "since", "until"):
        found[f"pairing_{name}"] = row[f"pairing_{name}"][at]
    for place, names in (("party_row", ("party", "party_role")), ("subject_row", ("subject",))):
        moved = new[row[place]]
        stays = moved >= 0
        found |= {place: moved[stays], **{name: row[name][stays] for name in names}}
    return found


def _lives(one: Mapping[str, Any], seq: int) -> bool:
    return bool(one["born"] <= seq and (one["died"] is None or seq < one["died"]))


@dataclass(frozen=True, slots=True)
class _Bearing:
    """What each pairing is aimed at: its place, or its subjects where it names any."""

    place: Places  # ascending
    row: Rows
    subject: Rows
    names: Sequence[str]
    plain: NDArray[np.intp]  # the pairings that name no subject

    def of(self, name: str) -> NDArray[np.intp]:
        """The pairings aimed at a subject, ascending."""
        at = [n for n, one in enumerate(self.names) if one == name]
        rows = self.row[np.isin(self.subject, at)].astype(np.intp) if at else self.plain[:0]
        if name.startswith(_PLACE):
            code = int(name.removeprefix(_PLACE))
            first, last = np.searchsorted(self.place[self.plain], (code, code + 1))
            rows = np.concatenate((rows, self.plain[first:last]))
        return np.sort(rows)


def _bearing(row: Mapping[str, Any]) -> _Bearing:
    place, rows = row["pairing_place"], row["subject_row"]
    some = np.zeros(len(place), np.bool_)
    some[rows] = True
    return _Bearing(place, rows, row["subject"], row["fact_subjects"], np.flatnonzero(~some))


def _pairings(row: Mapping[str, Any], bearing: _Bearing, deeds: Deeds) -> Pairings:
    kind, names = row["pairing_kind"], row["pairing_kinds"]
    kinds = tuple(sorted({names[one] for one in np.flatnonzero(np.bincount(kind)).tolist()}))
    as_sorted = np.array([kinds.index(one) if one in kinds else -1 for one in names], np.int32)
    actor_row, actor = _actors(row, deeds)
    targets = _targets(bearing, deeds)
    return Pairings(
        keys=tuple(row["pairing_keys"]),
        kind=as_sorted[kind] if len(kind) else kind,
        start=row["pairing_since"],
        until=row["pairing_until"],
        place=bearing.place,
        actor_row=actor_row,
        actor=actor,
        target_row=targets[0],
        target_low=targets[1],
        target_high=targets[2],
        target_subject=targets[3],
        kinds=kinds,
        target_subject_names=targets[4],
    )


def _actors(row: Mapping[str, Any], deeds: Deeds) -> tuple[Rows, Rows]:
    """(pairing, party) each once, parties as positions among those of the deeds, else -1."""
    at, party = row["party_row"], row["party"]
    key = (at.astype(np.int64) << 32) | party
    if not (key[1:] > key[:-1]).all():  # ascending they are each once already
        first = np.sort(np.unique(key, return_index=True)[1])
        at, party = at[first], party[first]
    return at, _positions(row["fact_parties"], deeds.parties)[party]


def _positions(names: Sequence[str], among: Sequence[str]) -> Rows:
    """Where each name stands, -1 where it does not, and one -1 more so that none is empty."""
    known = dict(zip(among, range(len(among)), strict=True))
    return np.array([*[known.get(name, -1) for name in names], -1], np.int32)


def _targets(bearing: _Bearing, deeds: Deeds) -> tuple[Rows, Places, Places, Rows, tuple[str, ...]]:
    """(pairing, low, high, position of the subject or -1, its name), by pairing."""
    place = bearing.place
    if not len(bearing.row):  # the common case: every pairing is aimed at its place
        rows = np.arange(len(place), dtype=np.int32)
        nobody = np.full(len(place), -1, np.int32)
        return rows, place, place + _widths(place), nobody, ("",) * len(place)
    ranges = [
        place_range(one.removeprefix(_PLACE)) if one.startswith(_PLACE) else (0, 0)
        for one in bearing.names
    ]
    named = ["" if one.startswith(_PLACE) else one for one in bearing.names]
    low, high = np.array([*ranges, (0, 0)], np.int64).T
    position = np.where(
        np.array([*(bool(one) for one in named), False]), _positions(named, deeds.subjects), -1
    ).astype(np.int32)
    plain = bearing.plain
    nothing = np.full(len(plain), len(named), np.int32)
    rows = np.concatenate((plain.astype(np.int32), bearing.row))
    subject = np.concatenate((nothing, bearing.subject))
    lows = np.concatenate((place[plain], low[bearing.subject]))
    highs = np.concatenate((place[plain] + _widths(place[plain]), high[bearing.subject]))
    order = np.argsort(rows, kind="stable")
    told = (*named, "")
    return (
        rows[order],
        lows[order],
        highs[order],
        position[subject[order]],
        tuple(told[one] for one in subject[order].tolist()),
    )


def _widths(codes: Places) -> Places:
    """How many codes lie within each, by the groups of zeros at its end."""
    found = np.ones(len(codes), np.int64)
    for width in reversed(_WIDTHS):
        whole = codes % width == 0
        if not whole.any():  # nor can any end in more zeros
            break
        found[whole] = width
    return found


def _waivers(waivers: Sequence[Mapping[str, Any]], pairings: Pairings) -> Waivers:
    row_of = dict(zip(pairings.keys, range(len(pairings.keys)), strict=True)) if waivers else {}
    met = [(row, one) for one in waivers for row in _concerned(one, pairings.place, row_of)]
    return Waivers(
        pairing=np.array([row for row, _ in met], np.int32),
        plan=tuple(one["plan"] for _, one in met),
        duties=tuple(frozenset(one["duties"]) for _, one in met),
        start=_days(one["since"] for _, one in met),
        until=_days(one["until"] for _, one in met),
    )


def _concerned(waiver: Mapping[str, Any], place: Places, row_of: Mapping[str, int]) -> list[int]:
    if waiver["pairing"]:
        row = row_of.get(waiver["pairing"])
        return [] if row is None else [row]
    if not waiver["place"]:
        return []
    low, high = place_range(waiver["place"])
    rows: list[int] = np.flatnonzero((low <= place) & (place < high)).tolist()
    return rows


def _attributes(attributes: Sequence[Mapping[str, Any]], bearing: _Bearing) -> Attributes:
    met = [(row, one) for one in attributes for row in bearing.of(one["subject"]).tolist()]
    return Attributes(
        pairing=np.array([row for row, _ in met], np.int32),
        name=tuple(one["name"] for _, one in met),
        value=tuple(one["value"] for _, one in met),
        start=_days(one["since"] for _, one in met),
        until=_days(one["until"] for _, one in met),
    )


def _days(days: Iterable[str | None]) -> Days:
    return np.array([_ordinal(day) for day in days], np.int32)


@lru_cache(maxsize=4096)
def _ordinal(day: str | None) -> int:
    return int(NO_DAY) if day is None else date.fromisoformat(day).toordinal()
