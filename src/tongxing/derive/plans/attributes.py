"""What plans ask to be known of households and places (`for`), and what is registered of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.chunks import CHINA
from tongxing.derive.facts import PLACE
from tongxing.derive.facts import AttributeFact
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import about_some
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said
from tongxing.records.registry.kept import kept_households
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import within
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.words import attribute_word
from tongxing.rules.plan.words import say_attribute

SET = "attribute-set"
HOUSEHOLD = "household:"


@dataclass(frozen=True, slots=True)
class AskedAttribute:
    """An attribute the plans in force, or to come, ask for, in their words."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]  # (value, said)
    duties: tuple[str, ...]  # which duty of which plan asks whom


@dataclass(frozen=True, slots=True)
class Told:
    """One registration as its record says it; of what holds, for the days it still holds."""

    record: UUID
    name: str
    title: str
    said: str
    since: date
    until: date | None
    entered: date


@dataclass(frozen=True, slots=True)
class Bearer:
    """A household or place: what holds of it on the day, by attribute, and all that was said."""

    subject: str
    label: str
    paired: bool
    held: Mapping[str, Told]
    told: tuple[Told, ...]  # the latest first


@dataclass(frozen=True, slots=True)
class AttributesBoard:
    stand: Stand
    asked: tuple[AskedAttribute, ...]
    bearers: tuple[Bearer, ...]

    def without(self, name: str) -> int:
        """Of how many nothing is registered on the day."""
        return sum(name not in one.held for one in self.bearers)


@dataclass(frozen=True, slots=True)
class Unregistered:
    """An attribute a plan asks for and none of those concerned has: its duties ask nobody."""

    title: str
    said: str  # "户类为监测户"
    duties: tuple[str, ...]
    number: int
    households: bool


def household_attributes(
    scope: Scope, *, place: str, as_of: date, known_at: datetime | None = None
) -> AttributesBoard:
    """The households of a village that run on the day; four queries when nothing is new."""
    view = view_of(scope, book=place[:6], as_of=as_of, known_at=known_at)
    rows = kept_households(scope.where("manage"), place).filter(holding(as_of))
    labels = {f"{HOUSEHOLD}{one.key}": one.label for one in rows}
    return _board(view, labels, households=True)


def place_attributes(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> AttributesBoard:
    """The places some pairing of a kind so asked is with; four queries when nothing is new."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    kinds = {duty.of for _, duty in _asking(view, households=False)}
    codes = {
        aim.removeprefix(PLACE)
        for one in view.pairings
        if one.kind in kinds and (one.until is None or as_of < one.until)
        for aim in one.aims
        if aim.startswith(PLACE)
    }
    paths = paths_of(codes, as_of)
    kept = [code for code in sorted(codes) if scope.may("manage", place=code, parties=())]
    labels = {f"{PLACE}{code}": paths[code] or code for code in kept}
    return _board(view, labels, households=False)


def attributes_asked(
    scope: Scope, *, book: str, as_of: date, households: bool
) -> tuple[AskedAttribute, ...]:
    """What is asked of households, or of places; nothing where there is no book."""
    try:
        view = view_of(scope, book=book, as_of=as_of, known_at=None)
    except NotInView:
        return ()
    return _asked(view, households=households)


def households_without(scope: Scope, *, book: str, as_of: date, name: str) -> Counter[str]:
    """Of how many households of each village nothing is registered on the day; one query."""
    view = view_of(scope, book=book, as_of=as_of, known_at=None)
    having = {one.subject for one in _holding(view) if one.name == name}
    rows = kept_households(scope.where("manage")).filter(holding(as_of), within(book, "place"))
    return Counter(
        place for key, place in rows.values_list("key", "place") if HOUSEHOLD + key not in having
    )


def unregistered(view: View, edition: Edition) -> tuple[Unregistered, ...]:
    """What an edition, or a draft, asks for and nobody in the county has."""
    having = {(one.subject, one.name) for one in _holding(view)}
    running = [one for one in view.pairings if one.runs(view.as_of)]
    met: dict[tuple[str, bool], list[Duty]] = {}
    for duty in edition.duties.values():
        for name in duty.attributes:
            met.setdefault((name, _of_households(view, duty.of, edition)), []).append(duty)
    found = []
    for (name, households), duties in met.items():
        kinds = {duty.of for duty in duties}
        aims = {aim for one in running if one.kind in kinds for aim in one.aims}
        if aims and not any((aim, name) in having for aim in aims):
            values = dict.fromkeys(value for duty in duties for value in duty.attributes[name])
            titles = tuple(duty.title for duty in duties)
            found.append(
                Unregistered(
                    attribute_word(name), say_attribute(name, values), titles, len(aims), households
                )
            )
    return tuple(found)


def _holding(view: View) -> Iterator[AttributeFact]:
    """What holds on the day; an empty value says that nothing does."""
    for one in view.judged.facts.attributes:
        if one.value and one.since <= view.as_of < (one.until or date.max):
            yield one


def _asking(view: View, *, households: bool) -> Iterator[tuple[Edition, Duty]]:
    """The duties with `for`, of editions that hold on the day or will: who registers is ahead."""
    for plan in view.judged.plans:
        for edition in plan.editions:
            until = edition.effective.until
            if until is not None and until <= view.as_of:
                continue
            for duty in edition.duties.values():
                if duty.attributes and _of_households(view, duty.of, edition) == households:
                    yield edition, duty


def _of_households(view: View, of: str, edition: Edition) -> bool:
    """Whether a kind of pairing, "plan-id:pairing-kind", is with households."""
    plan, _, kind = of.partition(":")
    editions = (edition, *(e for one in view.judged.plans for e in one.editions))
    named = [one.pairings[kind] for one in editions if one.plan == plan and kind in one.pairings]
    return bool(named) and named[0].target == "household"


def _asked(view: View, *, households: bool) -> tuple[AskedAttribute, ...]:
    asking = tuple(_asking(view, households=households))
    names = dict.fromkeys(name for _, duty in asking for name in duty.attributes)
    return tuple(_asked_by(name, asking) for name in names)


def _asked_by(name: str, asking: Sequence[tuple[Edition, Duty]]) -> AskedAttribute:
    mine = [(edition, duty) for edition, duty in asking if name in duty.attributes]
    values = dict.fromkeys(value for _, duty in mine for value in duty.attributes[name])
    return AskedAttribute(
        name=name,
        title=attribute_word(name),
        values=tuple((value, attribute_word(value)) for value in values),
        duties=tuple(dict.fromkeys(_asks(name, edition, duty) for edition, duty in mine)),
    )


def _asks(name: str, edition: Edition, duty: Duty) -> str:
    whom = say_attribute(name, duty.attributes[name])
    return f"“{edition.title}”的“{duty.title}”只对{whom}的要求。"


def _board(view: View, labels: Mapping[str, str], *, households: bool) -> AttributesBoard:
    told: dict[str, list[Told]] = {}
    for record in about_some(view.stand.book, SET, labels, view.stand.seq):
        told.setdefault(about_of(record)[0], []).insert(0, _told(record))
    facts: dict[str, list[AttributeFact]] = {}
    for fact in _holding(view):
        facts.setdefault(fact.subject, []).append(fact)
    paired = {aim for one in view.pairings if one.runs(view.as_of) for aim in one.aims}
    bearers = []
    for subject, label in labels.items():
        words = tuple(told.get(subject, ()))
        held = {one.name: _held(one, words, view.as_of) for one in facts.get(subject, ())}
        bearers.append(Bearer(subject, label, subject in paired, held, words))
    return AttributesBoard(view.stand, _asked(view, households=households), tuple(bearers))


def _told(record: Record) -> Told:
    values = said(record.body).values
    until = values.get("until")
    return Told(
        record=record.id,
        name=values["name"],
        title=attribute_word(values["name"]),
        said=attribute_word(values["value"]),
        since=date.fromisoformat(values["from"]),
        until=date.fromisoformat(until) if until else None,
        entered=record.recorded.astimezone(CHINA).date(),
    )


def _held(fact: AttributeFact, told: Iterable[Told], day: date) -> Told:
    """What holds, for the days left to it by what was said since, with the record that said it."""
    value = attribute_word(fact.value)
    said_by = next(
        one
        for one in told
        if (one.name, one.said) == (fact.name, value)
        and one.since <= day < (one.until or date.max)
    )  # fmt: skip
    return Told(
        said_by.record, fact.name, said_by.title, value, fact.since, fact.until, said_by.entered
    )
