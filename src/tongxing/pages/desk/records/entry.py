"""One record as a form holds it: raw as typed, so that an error never loses anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import QueryDict

from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.pages.desk.records.values import read_back
from tongxing.pages.desk.records.values import typed
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of as doers_of_record
from tongxing.records.ledger.rows import said
from tongxing.rules.plan.model import QUANTITY_TYPES
from tongxing.rules.plan.model import Kind

LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the form. `persons` are "person:KEY@org:KEY": who acted for which unit."""

    id: UUID
    kind: Kind
    place: str = ""
    happened: str = ""
    makes_up: str = ""
    doers: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    raw: Mapping[str, str] = field(default_factory=dict)  # field id -> as typed
    text: str = ""


class Unreadable(ValueError):  # noqa: N818 - not a fault of the program but of the form
    """What is missing in the form or cannot be read; `errors` by the name of the input."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


def read_id(raw: str) -> UUID | None:
    """The id a form carries back, None when it is missing or has been tampered with."""
    try:
        return UUID(raw)
    except ValueError:
        return None


def read_entry(given: QueryDict, kind: Kind, fresh: UUID) -> Entry:
    """The form as sent; an id that cannot be read is replaced by `fresh`."""
    return Entry(
        id=read_id(given.get("id", "")) or fresh,
        kind=kind,
        place=given.get("place", ""),
        happened=given.get("happened", ""),
        makes_up=given.get("makes_up", ""),
        doers=frozenset(given.getlist("doer")),
        leaders=frozenset(given.getlist("leader")),
        persons=frozenset(given.getlist("person")),
        about=frozenset(given.getlist("about")),
        raw={name: given.get(f"f.{name}", "").strip() for name in kind.fields},
        text=given.get("text", "").strip(),
    )


def entry_of(record: Record, kind: Kind, fresh: UUID) -> Entry:
    """The form prefilled with what a record says, under a fresh id: a correction of it."""
    content = said(record.body)
    doers = doers_of_record(record)
    return Entry(
        id=fresh,
        kind=kind,
        place=record.place,
        happened=record.happened.isoformat(),
        makes_up=record.makes_up.isoformat() if record.makes_up else "",
        doers=frozenset(one.of or one.who for one in doers),
        leaders=frozenset(one.of or one.who for one in doers if one.role == LEADER),
        persons=frozenset(f"{one.who}@{one.of}" for one in doers if one.of),
        about=frozenset(about_of(record)),
        raw={
            name: "" if content.values.get(name) is None else typed(field, content.values[name])
            for name, field in kind.fields.items()
        },
        text=content.text,
    )


def draft_of(entry: Entry) -> Draft:
    """The draft the form makes, its amounts still as typed; raises Unreadable.

    What is missing or cannot be read is named here, all at once, so that a form half filled
    in is not refused for want of a right; everything else is for the action to check.
    """
    errors = _missing(entry)
    happened = _day("happened", entry.happened, errors)
    makes_up = _day("makes_up", entry.makes_up, errors) if entry.makes_up else None
    if happened is None or errors:
        raise Unreadable(errors)
    return Draft(
        id=entry.id,
        kind=entry.kind.id,
        kind_version=entry.kind.version,
        doers=doers_of(entry),
        place=entry.place,
        happened=happened,
        makes_up=makes_up,
        about=tuple(sorted(entry.about)),
        values={name: raw for name, raw in entry.raw.items() if raw},
        text=entry.text,
    )


def _missing(entry: Entry) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not entry.place:
        errors["place"] = "请选择地点。"
    if not entry.doers:
        errors["doer"] = "请至少勾选一个单位。"
    for name, one in entry.kind.fields.items():
        raw = entry.raw.get(name, "")
        if not raw and not one.optional:
            errors[f"f.{name}"] = f"请填写{one.title}。"
        elif raw and one.type in QUANTITY_TYPES:
            readable, said = read_back(one, raw)
            if not readable:
                errors[f"f.{name}"] = said
    return errors


def _day(name: str, raw: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        errors[name] = "请填写日期，写成 2026-03-05 的样子。"
        return None


def doers_of(entry: Entry) -> tuple[Doer, ...]:
    """One doer a ticked unit, or one for each person who acted for it; in a fixed order."""
    found: list[Doer] = []
    for party in sorted(entry.doers):
        role = LEADER if party in entry.leaders else ""
        people = sorted(
            who for one in entry.persons for who, _, of in (one.partition("@"),) if of == party
        )
        if people:
            found.extend(Doer(who=who, role=role, of=party) for who in people)
        else:
            found.append(Doer(who=party, role=role, of=""))
    return tuple(found)


def moved_to(entry: Entry, place: str, doers: frozenset[str]) -> Entry:
    """The form at another place: its units are ticked afresh, the rest stays as typed."""
    return replace(
        entry,
        place=place,
        doers=doers,
        leaders=frozenset(),
        persons=frozenset(),
        about=frozenset(),
    )
