"""The form of one record: what it offers and holds, whichever page it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.view import View
from tongxing.derive.facts import PairingFact
from tongxing.pages.desk.records.choices import DoerChoice
from tongxing.pages.desk.records.choices import TownChoice
from tongxing.pages.desk.records.choices import doer_choices
from tongxing.pages.desk.records.choices import own_places
from tongxing.pages.desk.records.choices import place_choices
from tongxing.pages.desk.records.choices import subjects_at
from tongxing.pages.desk.records.choices import writable
from tongxing.pages.desk.records.entry import Entry
from tongxing.pages.desk.records.values import read_back
from tongxing.records.registry.models import Household
from tongxing.rules.plan.model import QUANTITY_TYPES


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class DoerPart:
    """The part of the form that changes with the place."""

    entry: Entry
    doers: tuple[DoerChoice, ...]
    subjects: tuple[SubjectChoice, ...]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormPart:
    """One record's form. `readings` holds how amounts already typed are read."""

    entry: Entry
    towns: tuple[TownChoice, ...]
    part: DoerPart
    errors: Mapping[str, str]
    notice: str
    similar: tuple[RecordLine, ...]
    readings: Mapping[str, str]


def form_part(
    view: View,
    entry: Entry,
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    similar: Sequence[RecordLine] = (),
) -> FormPart:
    """Everything the form shows; about eight queries, whatever the size of the book."""
    problems = errors or {}
    judging = entry.kind.assesses
    mine = writable(view.scope, view.pairings, view.as_of, assesses=judging)
    within = own_places(view.scope, view.stand.book, paired=bool(mine), assesses=judging)
    return FormPart(
        entry=entry,
        towns=place_choices(mine, view.as_of, also=entry.place, within=within),
        part=doer_part(view, entry, problems),
        errors=problems,
        notice=notice,
        similar=tuple(similar),
        readings={
            name: said
            for name, field in entry.kind.fields.items()
            if field.type in QUANTITY_TYPES and entry.raw.get(name)
            for readable, said in (read_back(field, entry.raw[name]),)
            if readable
        },
    )


def doer_part(view: View, entry: Entry, errors: Mapping[str, str]) -> DoerPart:
    """Who may be ticked at the entry's place on its day, or today while it has none."""
    if not entry.place:
        return DoerPart(entry, (), (), errors)
    day = _day(entry.happened, view.as_of)
    named = entry.doers | entry.persons
    subjects = {*subjects_at(view.scope, view.pairings, entry.place, day), *entry.about}
    return DoerPart(
        entry=entry,
        doers=doer_choices(view.scope, seen_pairings(view), entry.place, day, named),
        subjects=_subjects(subjects),
        errors=errors,
    )


def seen_pairings(view: View) -> tuple[PairingFact, ...]:
    """The pairings the viewer sees; nobody learns of others from a form."""
    return tuple(one for one, seen in zip(view.pairings, view.seen, strict=True) if seen)


def _day(raw: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return otherwise


def _subjects(subjects: set[str]) -> tuple[SubjectChoice, ...]:
    """Households by their number; other subjects a record names are kept as they are."""
    if not subjects:
        return ()
    keys = [one.removeprefix("household:") for one in subjects]
    labels = dict(Household.objects.filter(key__in=keys).values_list("key", "label"))
    return tuple(
        SubjectChoice(one, labels.get(one.removeprefix("household:"), one))
        for one in sorted(subjects)
    )
