"""From system records to the rows judging is asked from: one fold, whatever keeps the rows.

Each system kind has one small function here. Given the same records in the same order they
give the same rows, so a book replayed into an empty database gives the same pairings (law 7).
The rows are kept by a `Shelf`: the tables when a record is written or a book replayed, plain
memory when a book is verified.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import Protocol
from typing import TypeVar

from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import Projection
from tongxing.records.pairings.models import Waiver

T = TypeVar("T", bound=Projection)
PROJECTED: tuple[type[Projection], ...] = (Pairing, Waiver, EditionInForce, Attribute)
CHANGE = "change:"  # names the change of many pairings a record was part of; no subject of one


@dataclass(frozen=True, slots=True)
class Fact:
    """What a projection needs of a record."""

    id: str
    book: str
    seq: int
    kind: str
    place: str
    doers: tuple[tuple[str, str], ...]  # (party, role)
    about: tuple[str, ...]
    replaces: tuple[str, ...]
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stands on either side of one version of a pairing, in the order given."""

    actors: tuple[tuple[str, str], ...]  # (party, role)
    subjects: tuple[str, ...]


class Shelf(Protocol):
    """Where rows are kept; `book` and being alive (not died) are asked of every row."""

    def keyed(self, model: type[T], book: str, keys: Iterable[str]) -> list[T]:
        """The alive rows with one of these keys."""

    def alike(self, model: type[T], book: str, **columns: str) -> list[T]:
        """The alive rows with these columns, by first day, then as they were put."""

    def put(self, row: Projection) -> None:
        """Keep a new row."""

    def join(self, pairing: Pairing, sides: Sides) -> None:
        """Keep who stands on the sides of a pairing that was put."""

    def sides(self, pairing: Pairing) -> Sides:
        """What was joined."""

    def end(self, row: Projection, seq: int) -> None:
        """A row is no longer known from `seq` on."""


def fold(fact: Fact, shelf: Shelf) -> None:
    """Write what one record changes; a record of an ordinary kind changes nothing here."""
    if step := STEPS.get(fact.kind):
        step(fact, shelf)


def _opened(fact: Fact, shelf: Shelf) -> None:
    pairing = Pairing(**_dated(fact), kind=fact.values["pairing"], place=fact.place)
    shelf.put(pairing)
    subjects = tuple(one for one in fact.about if not one.startswith(CHANGE))
    shelf.join(pairing, Sides(fact.doers, subjects))


def _ended(fact: Fact, shelf: Shelf) -> None:
    """From now on known to hold until the day given; resumed, there is none."""
    for old in shelf.keyed(Pairing, fact.book, _named(fact, "pairing")):
        new = _reborn(old, fact, shelf)
        shelf.join(new, shelf.sides(old))


def _waived(fact: Fact, shelf: Shelf) -> None:
    values = fact.values
    pairing = _named(fact, "pairing")
    waiver = Waiver(
        **_dated(fact),
        pairing=pairing[0] if pairing else "",
        place="" if pairing else fact.place,
        plan=values["plan"],
        duties=values.get("duties", ""),
        reason=values["reason"],
        basis=values["basis"],
        approver=values["approver"],
    )
    shelf.put(waiver)


def _waiver_ended(fact: Fact, shelf: Shelf) -> None:
    for old in shelf.keyed(Waiver, fact.book, _named(fact, "waiver")):
        _reborn(old, fact, shelf)


def _in_force(fact: Fact, shelf: Shelf) -> None:
    values = fact.values
    plan, edition = values["plan"], values["edition"]
    for old in shelf.alike(EditionInForce, fact.book, plan=plan, edition=edition):
        shelf.end(old, fact.seq)
    row = EditionInForce(
        **_dated(fact), plan=plan, edition=edition, sha256=values["sha256"], text=fact.text
    )
    shelf.put(row)


def _edition_ended(fact: Fact, shelf: Shelf) -> None:
    for old in shelf.keyed(EditionInForce, fact.book, _named(fact, "edition")):
        _reborn(old, fact, shelf)


def _attribute(fact: Fact, shelf: Shelf) -> None:
    """A later word on the same attribute cuts what was known for those days."""
    values, (subject, *_) = fact.values, fact.about
    start, until = _day(values["from"]), _maybe_day(values.get("until"))
    known = shelf.alike(Attribute, fact.book, subject=subject, name=values["name"])
    for n, old in enumerate(known):
        if (old.until and old.until <= start) or (until and until <= old.since):
            continue
        shelf.end(old, fact.seq)
        if old.since < start:
            shelf.put(_copy(old, key=old.key, born=fact.seq, since=old.since, until=start))
        if until and (old.until is None or old.until > until):
            rest = f"{fact.id}/{n}"
            shelf.put(_copy(old, key=rest, born=fact.seq, since=until, until=old.until))
    row = Attribute(**_dated(fact), subject=subject, name=values["name"], value=values["value"])
    shelf.put(row)


def _withdrawn(fact: Fact, shelf: Shelf) -> None:
    """Withdrawing what opened a row takes the row back; other records leave no row here."""
    for model in PROJECTED:
        for old in shelf.keyed(model, fact.book, fact.replaces):
            shelf.end(old, fact.seq)


STEPS: Mapping[str, Callable[[Fact, Shelf], None]] = {
    "pairing-opened": _opened,
    "pairing-ended": _ended,
    "pairing-resumed": _ended,
    "waiver-granted": _waived,
    "waiver-ended": _waiver_ended,
    "edition-in-force": _in_force,
    "edition-ended": _edition_ended,
    "attribute-set": _attribute,
    "record-withdrawn": _withdrawn,
}


def _dated(fact: Fact) -> dict[str, Any]:
    return {
        "key": fact.id,
        "book": fact.book,
        "born": fact.seq,
        "since": _day(fact.values["from"]),
        "until": _maybe_day(fact.values.get("until")),
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _named(fact: Fact, sort: str) -> list[str]:
    return [s.removeprefix(f"{sort}:") for s in fact.about if s.startswith(f"{sort}:")]


def _reborn(old: T, fact: Fact, shelf: Shelf) -> T:
    shelf.end(old, fact.seq)
    until = _maybe_day(fact.values.get("until"))
    new = _copy(old, key=old.key, born=fact.seq, since=old.since, until=until)
    shelf.put(new)
    return new


def _copy(old: T, *, key: str, born: int, since: date, until: date | None) -> T:
    """A new version of a row, not yet put: everything else stays."""
    columns = [f for f in old._meta.concrete_fields if not f.primary_key]  # noqa: SLF001
    fields = {f.attname: getattr(old, f.attname) for f in columns}
    new = type(old)(**fields | {"key": key, "born": born, "died": None})
    new.since, new.until = since, until
    return new
