"""A book's stretches as the kernel's tables, without an object for each name or pairing.

The same tables `cutting.cut_book` makes of a chunk and facts (a test compares them): with a
nation of pairings the objects alone would take longer than judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Field
from tongxing.derive.lake.columns import NEVER
from tongxing.derive.lake.columns import NOBODY
from tongxing.derive.lake.columns import NOWHERE
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Places
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers

UNREAD = ("",)  # names stand where judging does not look
_OF_PAIRING = tuple(f"pairing_{one}" for one in ("first", "kind", "place", "since", "until"))
# Codes within a code whose last so many digits are zeros; see `place_range`.
_WIDTHS = (10**10, 10**8, 10**6, 10**3)


def columns_of(
    fields: Mapping[str, Field],
    words: Mapping[str, Sequence[str]],
    wanted: Iterable[str],
    rows: int,
) -> dict[str, Column]:
    """The `wanted` fields, each over all `rows` of a book."""
    return {key: _column(fields.get(key), words.get(key, ()), rows) for key in sorted(wanted)}


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


def fact_tables(row: Mapping[str, Any], seq: int) -> FactTables:
    """The facts of a stretch's row that live at `seq`, resolved to pairings; without names."""
    living = _living(row, seq)
    bearing = _bearing(living)
    return FactTables(
        _pairings(living, bearing), _waivers(living, seq), _attributes(living, bearing, seq)
    )


def _living(row: Mapping[str, Any], seq: int) -> Mapping[str, Any]:
    """The row without the pairings that are not known yet or no longer."""
    died = row["pairing_died"]
    alive = (row["pairing_born"] <= seq) & ((died == NEVER) | (seq < died))
    if alive.all():
        return row
    at = np.flatnonzero(alive)
    new = np.full(len(alive) + 1, -1, np.int32)
    new[at] = np.arange(len(at), dtype=np.int32)
    found = {**row, **{name: row[name].take(at) for name in _OF_PAIRING}}
    for place, name in (("party_row", "party"), ("subject_row", "subject")):
        moved = new.take(row[place])
        stays = moved >= 0
        found |= {place: moved[stays], name: row[name][stays]}
    return found


@dataclass(frozen=True, slots=True)
class _Bearing:
    """What each pairing is aimed at: its place, or its subjects where it names any."""

    place: Places  # ascending
    row: Rows
    subject: Rows
    plain: NDArray[np.intp]  # the pairings that name no subject

    def of(self, subject: int, place: int) -> NDArray[np.intp]:
        """The pairings aimed at a subject or, named by no other name, a place; ascending."""
        rows = self.row[self.subject == subject] if subject != NOBODY else self.plain[:0]
        if place != NOWHERE:
            first, last = np.searchsorted(self.place[self.plain], (place, place + 1))
            rows = np.concatenate((rows, self.plain[first:last]))
        return np.sort(rows)


def _bearing(row: Mapping[str, Any]) -> _Bearing:
    place, rows = row["pairing_place"], row["subject_row"]
    some = np.zeros(len(place), np.bool_)
    some[rows] = True
    return _Bearing(place, rows, row["subject"], np.flatnonzero(~some))


def _pairings(row: Mapping[str, Any], bearing: _Bearing) -> Pairings:
    kind, names = row["pairing_kind"], row["pairing_kinds"]
    kinds = tuple(sorted({names[one] for one in np.flatnonzero(np.bincount(kind)).tolist()}))
    as_sorted = np.array([kinds.index(one) if one in kinds else -1 for one in names], np.int32)
    actor_row, actor = _actors(row)
    target_row, low, high, subject = _targets(row, bearing)
    return Pairings(
        keys=UNREAD * len(kind),
        kind=as_sorted[kind] if len(kind) else kind,
        start=row["pairing_since"],
        until=row["pairing_until"],
        place=bearing.place,
        actor_row=actor_row,
        actor=actor,
        target_row=target_row,
        target_low=low,
        target_high=high,
        target_subject=subject,
        kinds=kinds,
        target_subject_names=UNREAD * len(target_row),
    )


def _actors(row: Mapping[str, Any]) -> tuple[Rows, Rows]:
    """(pairing, party) each once, parties as positions among those of the deeds, else -1."""
    at, party = row["party_row"], row["party"]
    key = (at.astype(np.int64) << 32) | party
    if not (key[1:] > key[:-1]).all():  # ascending they are each once already
        first = np.sort(np.unique(key, return_index=True)[1])
        at, party = at[first], party[first]
    return at, row["party_at"].take(party)


def _targets(row: Mapping[str, Any], bearing: _Bearing) -> tuple[Rows, Places, Places, Rows]:
    """(pairing, low, high, position of the subject or -1), by pairing."""
    place = bearing.place
    if not len(bearing.row):  # the common case: every pairing is aimed at its place
        rows = np.arange(len(place), dtype=np.int32)
        return rows, place, place + _widths(place), np.full(len(place), NOBODY, np.int32)
    plain, own = bearing.plain, place[bearing.plain]
    rows = np.concatenate((plain.astype(np.int32), bearing.row))
    lows = np.concatenate((own, row["subject_low"].take(bearing.subject)))
    highs = np.concatenate((own + _widths(own), row["subject_high"].take(bearing.subject)))
    nobody = np.full(len(plain), NOBODY, np.int32)
    subject = np.concatenate((nobody, row["subject_at"].take(bearing.subject)))
    order = np.argsort(rows, kind="stable")
    return rows[order], lows[order], highs[order], subject[order]


def _widths(codes: Places) -> Places:
    """How many codes lie within each, by the groups of zeros at its end."""
    found = np.ones(len(codes), np.int64)
    for width in reversed(_WIDTHS):
        whole = codes % width == 0
        if not whole.any():  # nor can any end in more zeros
            break
        found[whole] = width
    return found


def _waivers(row: Mapping[str, Any], seq: int) -> Waivers:
    found = [one for one in row["waivers"] if _lives(one[0], one[1], seq)]
    last = _last(row["pairing_first"]) if found else []
    met = [
        (pairing, *told)
        for _, _, first, low, high, *told in found
        for pairing in (_named(last, first) if first != NOBODY else _within(row, low, high))
    ]
    pairing, plan, duties, since, until = zip(*met, strict=True) if met else ((),) * 5
    return Waivers(
        pairing=np.array(pairing, np.int32),
        plan=plan,
        duties=tuple(map(frozenset, duties)),
        start=np.array(since, np.int32),
        until=np.array(until, np.int32),
    )


def _lives(born: int, died: int, seq: int) -> bool:
    return born <= seq and (died == NEVER or seq < died)


def _last(first: Rows) -> list[int]:
    """For each first version of a pairing its last one's row, NOBODY where there is none."""
    found = np.full(int(first.max(initial=0)) + 1, NOBODY, np.int32)
    found[first] = np.arange(len(first), dtype=np.int32)
    told: list[int] = found.tolist()
    return told


def _named(last: Sequence[int], first: int) -> Sequence[int]:
    known = last[first] if first < len(last) else NOBODY
    return () if known == NOBODY else (known,)


def _within(row: Mapping[str, Any], low: int, high: int) -> Sequence[int]:
    place = row["pairing_place"]  # ascending
    return range(int(place.searchsorted(low)), int(place.searchsorted(high)))


def _attributes(row: Mapping[str, Any], bearing: _Bearing, seq: int) -> Attributes:
    met = [
        (pairing, *told)
        for born, died, subject, place, *told in row["attributes"]
        if _lives(born, died, seq)
        for pairing in bearing.of(subject, place).tolist()
    ]
    pairing, name, value, since, until = zip(*met, strict=True) if met else ((),) * 5
    return Attributes(
        pairing=np.array(pairing, np.int32),
        name=name,
        value=value,
        start=np.array(since, np.int32),
        until=np.array(until, np.int32),
    )
