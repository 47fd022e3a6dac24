"""Lines of pairings and records with their names, each list in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tongxing.derive.boards.doors import Doors
from tongxing.derive.boards.doors import doors_of
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import RecordState
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import frozen
from tongxing.derive.chunks import CHINA
from tongxing.derive.facts import PairingFact
from tongxing.derive.standings import Judged
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import said
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names
from tongxing.rules.plan import shipped_kind
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.model import KindField
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import say
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.take import valid_records

ENTERED_LATE_DAYS = 7  # recorded more days than this after it happened: 补录
_TOWN_DIGITS = 9
_CODE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of places and parties; what has no name is called by its id."""

    places: Mapping[str, str]
    parties: Mapping[str, str]
    doors: Doors

    def place(self, code: str) -> Named:
        opens = code in self.places and self.doors.place(code)
        return Named(code, self.places.get(code, code), opens)

    def party(self, party: str) -> Named:
        return Named(party, self.parties.get(party, party), self.doors.party(party))


def town_of(code: str) -> str:
    """The 12-digit code of the town a place lies in; of itself for a county and above."""
    return code[:_TOWN_DIGITS].ljust(_CODE_DIGITS, "0")


def naming(view: View, places: Iterable[str], of: Iterable[str]) -> Naming:
    """Names on the board's day: at most four queries, whatever the number."""
    codes = set(places)
    codes |= {town_of(code) for code in codes}
    return Naming(place_names(codes, view.as_of), parties(set(of)), doors_of(view))


def pairing_names(view: View, facts: Iterable[PairingFact]) -> Naming:
    """The names the lines of these pairings need."""
    known = tuple(facts)
    return naming(
        view,
        (one.place for one in known),
        (party for one in known for party in one.actors),
    )


def pairing_line(view: View, fact: PairingFact, names: Naming) -> PairingLine:
    return PairingLine(
        key=fact.key,
        kind=fact.kind,
        kind_title=view.kind_title(fact.kind),
        actors=tuple(names.party(party) for party in fact.actors),
        place=names.place(fact.place),
        town=names.place(town_of(fact.place)),
        subjects=fact.subjects,
        since=fact.since,
        until=fact.until,
        running=fact.runs(view.as_of),
    )


def record_lines(view: View, rows: Sequence[int]) -> tuple[RecordLine, ...]:
    """Records of the book by row, in that order: one query for them, at most four for names.

    The caller has chosen rows the viewer may see.
    """
    known = view.judged.snapshot
    ids = [known.id_of(int(row)) for row in rows]
    found = {one.id: one for one in Record.objects.filter(id__in=ids).select_related("body")}
    records = [found[id_] for id_ in ids]
    doers = [_acting(one) for one in records]
    names = naming(
        view, (one.place for one in records), (party for some in doers for party in some)
    )
    states = states_of(view, rows)
    return tuple(
        _line(record, state, names, some)
        for record, state, some in zip(records, states, doers, strict=True)
    )


def _acting(record: Record) -> tuple[str, ...]:
    """Who acted, as printed: the party acted for rather than the person."""
    return tuple(dict.fromkeys(one.of or one.who for one in doers_of(record)))


def _line(record: Record, state: RecordState, names: Naming, doers: Sequence[str]) -> RecordLine:
    kind = shipped_kind(record.kind, record.kind_version)
    content = said(record.body)
    gap = record.recorded.astimezone(CHINA).date() - record.happened
    return RecordLine(
        id=record.id,
        seq=record.seq,
        kind=record.kind,
        kind_title=kind.title,
        happened=record.happened,
        makes_up=record.makes_up,
        recorded=record.recorded,
        doers=tuple(names.party(party) for party in doers),
        place=names.place(record.place),
        text=content.text,
        values=values_said(kind, content.values),
        state=state,
        entered_late=gap.days > ENTERED_LATE_DAYS,
    )


def values_said(kind: Kind, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(field title, value as said), in the order of the kind's form."""
    return tuple(
        (field.title, _said(field, values[name]))
        for name, field in kind.fields.items()
        if values.get(name) is not None
    )


def _said(field: KindField, value: Any) -> str:
    if field.type in QUANTITY_TYPES:
        return say(Quantity(value["v"], field.type, field.unit, value.get("approx", "")))
    return field.choices.get(value, str(value))


def latest(view: View, among: Flags | None, limit: int) -> list[int]:
    """The latest records that count and are in view, newest first; system kinds left out."""
    standing = view.judged.standing
    counts = standing.effective & view.sight & ~system_rows(view)
    if among is not None:
        counts = counts & among
    rows = np.flatnonzero(counts)
    order = np.lexsort((rows, standing.book.records.happened[rows]))[::-1]
    found: list[int] = rows[order[:limit]].tolist()
    return found


def system_rows(view: View) -> Flags:
    """Records of system kinds: written by actions, not by people about their work."""
    return view.judged.remember("system rows", lambda: _system_rows(view))


def _system_rows(view: View) -> Flags:
    table = view.judged.standing.book.records
    shipped = shipped_kinds()
    system = {kind.id for kind in shipped.values() if kind.system}
    return frozen(table.whose(table.deeds.of_kinds(system)))


def states_of(view: View, rows: Sequence[int]) -> list[RecordState]:
    """What became of these records of the book, by row."""
    known = view.judged.remember("states", lambda: _settled(view.judged))
    return [known.get(row, "effective") for row in rows]


def _settled(judged: Judged) -> Mapping[int, RecordState]:
    """The records that are not simply effective, by row."""
    table = judged.standing.book.records
    valid = valid_records(table)
    found: dict[int, RecordState] = {}
    for row in table.returned[valid[table.returning]].tolist():
        found[row] = "returned"
    for row in table.replacing[~valid[table.replacing]].tolist():
        found[row] = "conflict"
    # A correction corrected in its turn still took the place of the first: newest first, so that
    # it is known of each whether it counts or led to one that does.
    winner: dict[int, int] = {}
    pairs = zip(table.replacing.tolist(), table.replaced.tolist(), strict=True)
    for saying, concerned in sorted(pairs, reverse=True):
        if valid[saying] or saying in winner:
            winner[concerned] = saying
    for row, by in winner.items():
        found[row] = "withdrawn" if table.kind_of(by) == "record-withdrawn" else "corrected"
    return found
