"""From system records to the rows judging is asked from: one fold, used live and in replay.

Each system kind has one small function here. Given the same records in the same order they
write the same rows, so a book replayed into an empty database gives the same pairings (law 7).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import TypeVar

from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Projection
from tongxing.records.pairings.models import Waiver

T = TypeVar("T", bound=Projection)
PROJECTED: tuple[type[Projection], ...] = (Pairing, Waiver, EditionInForce, Attribute)


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


def apply(fact: Fact) -> None:
    """Write what one record changes; a record of an ordinary kind changes nothing here."""
    if step := STEPS.get(fact.kind):
        step(fact)


def clear(book: str) -> None:
    """Drop every row projected from a book, before a replay."""
    for model in PROJECTED:
        model._default_manager.filter(book=book).delete()  # noqa: SLF001


def _opened(fact: Fact) -> None:
    pairing = Pairing.objects.create(**_dated(fact), kind=fact.values["pairing"], place=fact.place)
    _parties(pairing, fact.doers, fact.about)


def _parties(pairing: Pairing, actors: Iterable[tuple[str, str]], subjects: Iterable[str]) -> None:
    PairingParty.objects.bulk_create(
        PairingParty(pairing=pairing, party=party, role=role) for party, role in actors
    )
    PairingSubject.objects.bulk_create(
        PairingSubject(pairing=pairing, subject=subject) for subject in subjects
    )


def _ended(fact: Fact) -> None:
    for old in _alive(Pairing, fact, "pairing"):
        actors = list(old.parties.order_by("pk").values_list("party", "role"))
        subjects = list(old.subjects.order_by("pk").values_list("subject", flat=True))
        _parties(_reborn(old, fact.seq, _day(fact.values["until"])), actors, subjects)


def _waived(fact: Fact) -> None:
    values = fact.values
    pairing = _named(fact, "pairing")
    Waiver.objects.create(
        **_dated(fact),
        pairing=pairing[0] if pairing else "",
        place="" if pairing else fact.place,
        plan=values["plan"],
        duties=values.get("duties", ""),
        reason=values["reason"],
        basis=values["basis"],
        approver=values["approver"],
    )


def _waiver_ended(fact: Fact) -> None:
    for old in _alive(Waiver, fact, "waiver"):
        _reborn(old, fact.seq, _day(fact.values["until"]))


def _in_force(fact: Fact) -> None:
    values = fact.values
    same = EditionInForce.objects.filter(
        book=fact.book, died=None, plan=values["plan"], edition=values["edition"]
    )
    same.update(died=fact.seq)
    EditionInForce.objects.create(
        **_dated(fact),
        plan=values["plan"],
        edition=values["edition"],
        sha256=values["sha256"],
        text=fact.text,
    )


def _attribute(fact: Fact) -> None:
    """A later word on the same attribute cuts what was known for those days."""
    values, (subject, *_) = fact.values, fact.about
    start, until = _day(values["from"]), _maybe_day(values.get("until"))
    known = Attribute.objects.filter(
        book=fact.book, died=None, subject=subject, name=values["name"]
    ).order_by("since", "pk")
    for n, old in enumerate(list(known)):
        if (old.until and old.until <= start) or (until and until <= old.since):
            continue
        _die(old, fact.seq)
        if old.since < start:
            _copy(old, key=old.key, born=fact.seq, since=old.since, until=start)
        if until and (old.until is None or old.until > until):
            _copy(old, key=f"{fact.id}/{n}", born=fact.seq, since=until, until=old.until)
    Attribute.objects.create(
        **_dated(fact), subject=subject, name=values["name"], value=values["value"]
    )


def _withdrawn(fact: Fact) -> None:
    """Withdrawing what opened a row takes the row back; other records leave no row here."""
    for model in PROJECTED:
        model._default_manager.filter(  # noqa: SLF001
            book=fact.book, died=None, key__in=fact.replaces
        ).update(died=fact.seq)


STEPS: Mapping[str, Callable[[Fact], None]] = {
    "pairing-opened": _opened,
    "pairing-ended": _ended,
    "waiver-granted": _waived,
    "waiver-ended": _waiver_ended,
    "edition-in-force": _in_force,
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


def _alive(model: type[T], fact: Fact, sort: str) -> list[T]:
    manager = model._default_manager  # noqa: SLF001
    return list(manager.filter(book=fact.book, died=None, key__in=_named(fact, sort)))


def _die(old: Projection, seq: int) -> None:
    old.died = seq
    old.save(update_fields=("died",))


def _reborn(old: T, seq: int, until: date) -> T:
    _die(old, seq)
    return _copy(old, key=old.key, born=seq, since=old.since, until=until)


def _copy(old: T, *, key: str, born: int, since: date, until: date | None) -> T:
    """A new version of a row: everything else stays."""
    columns = [f for f in old._meta.concrete_fields if not f.primary_key]  # noqa: SLF001
    fields = {f.attname: getattr(old, f.attname) for f in columns}
    new = type(old)(**fields | {"key": key, "born": born, "died": None})
    new.since, new.until = since, until
    new.save(force_insert=True)
    return new
