"""Rows of the ledger turned into arrays, a stretch of a book at a time.

A `Chunk` never changes; two chunks of neighbouring stretches join into one. Names get their
positions from `Names`, and what records repeat stands once among the deeds of `Registers`;
both only grow, so an earlier chunk stays right when a later one adds to them, and reading a
book at once or in pieces gives equal arrays. Of what records say a chunk has what is held
(`held.py`); texts and persons a plan asks about are read apart (`texts.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from itertools import islice
from typing import Any
from typing import Self

import numpy as np
import orjson
from numpy.typing import NDArray

from tongxing.derive.digests import HASH
from tongxing.derive.digests import ID
from tongxing.derive.digests import Hexes
from tongxing.derive.digests import RowOf
from tongxing.derive.held import is_held
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Deeds

CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# In microseconds: how far China's clocks are ahead, and a day.
_AHEAD, _DAY = timedelta(hours=8) // _MICROSECOND, timedelta(days=1) // _MICROSECOND
_FIRST_DAY = _EPOCH.toordinal()
_BATCH = 250  # rows held at a time: more at once set Python looking for garbage among all it has


class Names:
    """Names and their positions, in the order they were first met."""

    __slots__ = ("_at",)

    def __init__(self, first: Iterable[str] = ()) -> None:
        self._at: dict[str, int] = {name: row for row, name in enumerate(first)}

    def place_of(self, name: str) -> int:
        """The position of `name`, which is added when it is new."""
        return self._at.setdefault(name, len(self._at))

    def find(self, name: str) -> int:
        """The position of `name`, -1 when it was never met."""
        return self._at.get(name, -1)

    def all(self) -> tuple[str, ...]:
        return tuple(self._at)


# Kind, place, (party, role) of every doer, subjects: as positions of the registers' names.
Deed = tuple[int, int, tuple[tuple[int, int], ...], tuple[int, ...]]


class Registers:
    """What the chunks of one book share: names of every sort, the deeds, and each record's row.

    Deeds are told apart by their very text, so their positions too depend on the order of
    the records alone.
    """

    __slots__ = (
        "_deed_of", "_deeds", "_doers", "_table",
        "kinds", "parties", "roles", "row_of", "subjects", "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.kinds = Names()
        self.parties = Names()
        self.roles = Names([""])
        self.subjects = Names()
        self.words: dict[str, Names] = {}
        self.row_of = RowOf()
        self._doers: dict[str, tuple[tuple[int, int], ...]] = {}
        self._deed_of: dict[tuple[str, str, str, str], int] = {}
        self._deeds: list[Deed] = []
        self._table: Deeds | None = None

    def deed_of(self, kind: str, place: str, doers: str, about: str) -> int:
        """The position of a deed, added when it is new; `doers` and `about` as canonical JSON."""
        key = (kind, place, doers, about)
        known = self._deed_of.get(key)
        if known is None:
            subjects = tuple(map(self.subjects.place_of, orjson.loads(about)))
            entry = (self.kinds.place_of(kind), int(place or 0), self.doers(doers), subjects)
            known = self._deed_of[key] = len(self._deeds)
            self._deeds.append(entry)
        return known

    def deeds(self) -> Deeds:
        """All deeds so far as the kernel's table; only what was added since is laid out."""
        known = self._table
        size = 0 if known is None else len(known)
        later = self._deeds[size:]
        if known is None or later:
            self._table = known = _deeds(known, later, self)
        return known

    def doers(self, text: str) -> tuple[tuple[int, int], ...]:
        """(party, role) of every doer; a person acting for a party stands twice."""
        known = self._doers.get(text)
        if known is None:
            found: dict[tuple[int, int], None] = {}
            for doer in orjson.loads(text):
                role = self.roles.place_of(doer.get("role", ""))
                found[self.parties.place_of(doer["who"]), role] = None
                if doer.get("of"):
                    found[self.parties.place_of(doer["of"]), role] = None
            known = self._doers[text] = tuple(found)
        return known


@dataclass(frozen=True, slots=True)
class Field:
    """One "kind.field" over a chunk: only the rows that state it."""

    row: NDArray[np.int32]
    value: NDArray[np.int64]
    approx: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """A column with the words its values are positions of, where it has any."""

    field: Field
    words: Names


@dataclass(frozen=True, slots=True)
class Links:
    """Records that say something about other records, as rows (saying, concerned)."""

    saying: NDArray[np.int32]
    concerned: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a book. Days are ordinals; `recorded` is in microseconds since 1970."""

    ids: Hexes
    hashes: Hexes
    seq: NDArray[np.int64]
    deed: NDArray[np.int32]  # positions in the registers' deeds
    happened: NDArray[np.int32]
    makes_up: NDArray[np.int32]
    received: NDArray[np.int32]
    recorded: NDArray[np.int64]
    replacing: Links
    returning: Links
    accepting: Links
    columns: dict[str, Field]

    @classmethod
    def read(cls, rows: Iterable[Sequence[Any]], registers: Registers, *, first_row: int) -> Self:
        """Rows as `stretches.COLUMNS` names them, ascending by seq; the first is `first_row`."""
        reader = _Reader(registers, first_row)
        left = iter(rows)
        while batch := list(islice(left, _BATCH)):
            reader.take(batch)
        return cls(**reader.arrays())

    def joined(self, later: Chunk) -> Chunk:
        """One chunk of these rows and the ones right after them."""
        return Chunk(**{one.name: _join(self, later, one.name) for one in fields(self)})


def _join(first: Chunk, second: Chunk, name: str) -> Any:
    left, right = getattr(first, name), getattr(second, name)
    if isinstance(left, Hexes):
        return left + right
    if isinstance(left, Links):
        return Links(
            np.concatenate((left.saying, right.saying)),
            np.concatenate((left.concerned, right.concerned)),
        )
    if isinstance(left, dict):
        return left | {
            key: join_fields(left[key], field) if key in left else field
            for key, field in right.items()
        }
    return np.concatenate((left, right))


def join_fields(left: Field, right: Field) -> Field:
    """One column of these rows and the ones after them."""
    return Field(
        np.concatenate((left.row, right.row)),
        np.concatenate((left.value, right.value)),
        np.concatenate((left.approx, right.approx)),
    )


def received_on(recorded: NDArray[np.int64]) -> NDArray[np.int32]:
    """The days in China of moments in microseconds, as ordinals."""
    return ((recorded + _AHEAD) // _DAY + _FIRST_DAY).astype(np.int32)


class Growing:
    """One "kind.field" while its column grows; `words` get a `Names` once it has any."""

    __slots__ = ("_place", "_words", "approx", "name", "row", "value")

    def __init__(self, name: str, words: dict[str, Names]) -> None:
        self.name = name
        self._words = words
        self._place: Callable[[str], int] | None = None  # of a word
        self.row: list[int] = []
        self.value: list[int] = []
        self.approx: list[bool] = []

    def take(self, row: int, value: Any) -> None:
        """What a record states; nothing where it is absent or a list of a system kind."""
        if isinstance(value, str):
            if self._place is None:
                self._place = self._words.setdefault(self.name, Names()).place_of
            self.row.append(row)
            self.value.append(self._place(value))
            self.approx.append(False)
        elif isinstance(value, dict) and "v" in value:
            self.row.append(row)
            self.value.append(int(value["v"]))
            self.approx.append(bool(value.get("approx")))

    def field(self) -> Field:
        return Field(
            np.array(self.row, np.int32),
            np.array(self.value, np.int64),
            np.array(self.approx, np.bool_),
        )


class _Stated:
    """What records state in the fields that are held."""

    def __init__(self, words: dict[str, Names]) -> None:
        self._words = words
        self._columns: dict[tuple[str, str], Growing | None] = {}

    def take(self, row: int, kind: str, values: dict[str, Any]) -> None:
        known = self._columns
        for name, value in values.items():
            key = (kind, name)
            column = known[key] if key in known else self._met(key)
            if column is not None:
                column.take(row, value)

    def _met(self, key: tuple[str, str]) -> Growing | None:
        name = ".".join(key)
        column = Growing(name, self._words) if is_held(name) else None
        self._columns[key] = column
        return column

    def columns(self) -> dict[str, Field]:
        """All columns any row has something in."""
        return {one.name: one.field() for one in self._columns.values() if one and one.row}


def stated(text: str | None, left: str | None) -> dict[str, Any]:
    """The values of a record's content as it is kept; `left` are those after a redaction."""
    if text:
        values: dict[str, Any] = orjson.loads(text)["values"]
        return values
    return orjson.loads(left) if left else {}


class _Reader:
    """Collects plain lists, a batch of rows at a time; NumPy takes them over at the end."""

    _SPEAKING = ("record-returned", "record-accepted")

    def __init__(self, registers: Registers, first_row: int) -> None:
        self.registers = registers
        self.row = first_row
        self.ids: list[str] = []
        self.hashes: list[str] = []
        self.days: dict[str, list[int]] = {"happened": [], "makes_up": []}
        self.seq: list[int] = []
        self.deed: list[int] = []
        self.recorded: list[int] = []
        self.links: dict[str, list[tuple[int, int]]] = {
            "replaces": [],
            "record-returned": [],
            "record-accepted": [],
        }
        self.stated = _Stated(registers.words)

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """The next rows, at least one; column by column, as most of them are only carried over."""
        (keys, seq, kinds, doers, places, abouts, happened, makes_up, recorded, replaces,
         hashes, texts, kept) = zip(*rows, strict=True)  # fmt: skip
        first, registers = self.row, self.registers
        self.row += len(rows)
        ids = [key.replace("-", "") for key in keys]
        registers.row_of.meet(first, ids)
        self.ids += ids
        self.hashes += hashes
        self.seq += seq
        self.deed += map(registers.deed_of, kinds, places, doers, abouts)
        self.days["happened"] += [day.toordinal() for day in happened]
        self.days["makes_up"] += [day.toordinal() if day else int(NO_DAY) for day in makes_up]
        self.recorded += [(moment - _EPOCH) // _MICROSECOND for moment in recorded]
        for row, (kind, about, old) in enumerate(zip(kinds, abouts, replaces, strict=True), first):
            if kind in self._SPEAKING:
                subjects = orjson.loads(about)
                told = [s.removeprefix("record:") for s in subjects if s.startswith("record:")]
                self._link(kind, row, told)
            if old != "[]":
                self._link("replaces", row, orjson.loads(old))
        for row, (kind, text, left) in enumerate(zip(kinds, texts, kept, strict=True), first):
            self.stated.take(row, kind, stated(text, left))

    def _link(self, sort: str, row: int, ids: list[str]) -> None:
        rows = (self.registers.row_of.get(one.replace("-", "")) for one in ids)
        self.links[sort].extend((row, other) for other in rows if other is not None)

    def arrays(self) -> dict[str, Any]:
        recorded = np.array(self.recorded, np.int64)
        return {
            "ids": Hexes.of(self.ids, ID),
            "hashes": Hexes.of(self.hashes, HASH),
            "seq": np.array(self.seq, np.int64),
            "deed": np.array(self.deed, np.int32),
            "happened": np.array(self.days["happened"], np.int32),
            "makes_up": np.array(self.days["makes_up"], np.int32),
            "received": received_on(recorded),
            "recorded": recorded,
            "replacing": Links(*_columns(self.links["replaces"], 2)),
            "returning": Links(*_columns(self.links["record-returned"], 2)),
            "accepting": Links(*_columns(self.links["record-accepted"], 2)),
            "columns": self.stated.columns(),
        }


def _deeds(known: Deeds | None, later: list[Deed], names: Registers) -> Deeds:
    """The known deeds and the later ones, under all the names so far."""
    first = 0 if known is None else len(known)
    doers = [(row, *one) for row, (_, _, some, _) in enumerate(later, first) for one in some]
    abouts = [(row, one) for row, (*_, some) in enumerate(later, first) for one in some]
    doer_row, doer, doer_role = _columns(doers, 3)
    about_row, about = _columns(abouts, 2)
    arrays: dict[str, NDArray[Any]] = {
        "kind": np.array([kind for kind, *_ in later], np.int32),
        "place": np.array([place for _, place, *_ in later], np.int64),
        "doer_row": doer_row,
        "doer": doer,
        "doer_role": doer_role,
        "about_row": about_row,
        "about": about,
    }
    if known is not None:
        arrays = {name: np.concatenate((getattr(known, name), one)) for name, one in arrays.items()}
    return Deeds(
        **arrays,
        kinds=names.kinds.all(),
        parties=names.parties.all(),
        roles=names.roles.all(),
        subjects=names.subjects.all(),
    )


def _columns(rows: list[Any], width: int) -> list[NDArray[np.int32]]:
    table = np.array(rows, np.int32).reshape(len(rows), width)
    return [np.ascontiguousarray(table[:, column]) for column in range(width)]
