"""Many rows at once: one kind, each row a pairing and a day."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from uuid import UUID

from django.http import QueryDict

from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.facts import PairingFact
from tongxing.pages.desk.records.entry import Entry
from tongxing.pages.desk.records.entry import read_id
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names
from tongxing.rules.plan.model import Kind

ROWS, MOST = 8, 40


@dataclass(frozen=True, slots=True)
class PairingChoice:
    key: str
    name: str  # "柏桥村 — 市委办"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row as typed; `number` is its place in the form, from 0."""

    number: int
    id: UUID
    pairing: str = ""
    happened: str = ""
    leader: bool = False
    raw: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def empty(self) -> bool:
        """Nothing typed: a day alone says nothing, as it is prefilled."""
        return not (self.pairing or self.text or any(self.raw.values()))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what is wrong with it and what seems to say the same already."""

    row: GridRow
    errors: Mapping[str, str]
    similar: tuple[RecordLine, ...] = ()


def read_rows(given: QueryDict, kind: Kind, fresh: Iterable[UUID]) -> tuple[GridRow, ...]:
    """The rows as sent, the empty ones too; at most MOST."""
    numbers = range(how_many(given.get("rows", "")))
    return tuple(
        GridRow(
            number=number,
            id=read_id(given.get(f"r{number}.id", "")) or spare,
            pairing=given.get(f"r{number}.pairing", ""),
            happened=given.get(f"r{number}.happened", ""),
            leader=given.get(f"r{number}.leader", "") == "1",
            raw={name: given.get(f"r{number}.f.{name}", "").strip() for name in kind.fields},
            text=given.get(f"r{number}.text", "").strip(),
        )
        for number, spare in zip(numbers, fresh, strict=False)
    )


def how_many(asked: str) -> int:
    """How many rows a form has: at least one, at most MOST; ROWS when no number is given."""
    return min(MOST, max(1, int(asked[:4]))) if asked.isdecimal() else ROWS


def entry_of_row(row: GridRow, kind: Kind, pairings: Mapping[str, PairingFact]) -> Entry:
    """The record a row writes: at the pairing's place, by its actors."""
    pairing = pairings.get(row.pairing)
    doers = frozenset(pairing.actors) if pairing else frozenset()
    return Entry(
        id=row.id,
        kind=kind,
        place=pairing.place if pairing else "",
        happened=row.happened,
        doers=doers,
        leaders=doers if row.leader else frozenset(),
        about=frozenset(pairing.subjects) if pairing else frozenset(),
        raw=row.raw,
        text=row.text,
    )


def pairing_choices(pairings: Iterable[PairingFact], on: date) -> tuple[PairingChoice, ...]:
    """The pairings by place, named by village and unit; at most four queries."""
    some = list(pairings)
    places = place_names({one.place for one in some}, on)
    named = parties({party for one in some for party in one.actors})
    return tuple(
        PairingChoice(
            one.key,
            f"{places.get(one.place, one.place)} — "
            f"{'、'.join(named.get(party, party) for party in one.actors)}",
        )
        for one in some
    )
