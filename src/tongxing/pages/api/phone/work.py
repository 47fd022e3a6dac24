"""GET work: the workbook a phone goes by without a network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

import tongxing
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import kind_versions
from tongxing.derive.facts import PairingFact
from tongxing.derive.kept import Kept
from tongxing.derive.phone import DueLine
from tongxing.derive.phone import carried_books
from tongxing.derive.phone import due_lines
from tongxing.pages.api.phone.answering import moment
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.limits import LIMITS
from tongxing.pages.api.phone.recent import DAYS
from tongxing.pages.api.phone.recent import recent_records
from tongxing.pages.api.phone.versions import place_told
from tongxing.pages.desk.records.choices import own_places
from tongxing.pages.desk.records.choices import place_choices
from tongxing.pages.desk.records.choices import writable
from tongxing.pages.desk.records.owed import kinds_for
from tongxing.pages.desk.records.owed import likely
from tongxing.pages.desk.records.versions import ROLES
from tongxing.records.evidence.queries import awaiting_mark
from tongxing.records.pairings.queries import scope_with_pairings
from tongxing.records.registry.models import Household
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import revision
from tongxing.rules.periods import title_of
from tongxing.rules.plan.model import Kind

MOST_PAIRINGS = 500
MOST_DUE = 200
MOST_PLACES = 1_500
BODIES = Kept(200)


@dataclass(frozen=True, slots=True)
class Seen:
    """The books a phone keeps, judged as of today, and how many more its account sees."""

    views: Mapping[str, View]
    more: int = 0

    @property
    def names(self) -> list[str]:
        return [one.stand.book_name for one in self.views.values()]


def seen_books(phone: Phone) -> tuple[Phone, Seen]:
    """The phone with its scope widened by pairings, and its books."""
    wide = replace(phone, scope=scope_with_pairings(phone.scope, phone.today))
    carried = carried_books(wide.scope, home=phone.carrier.home, since=phone.at - DAYS)
    views = {
        book.id: view_of(wide.scope, book=book.id, as_of=phone.today, known_at=None)
        for book in carried.books
    }
    return wide, Seen(views, carried.more)


def etag_of(phone: Phone, seen: Seen) -> str:
    """Everything the workbook follows from; two accounts never share one (two queries)."""
    parts = (
        phone.carrier.account,
        phone.carrier.revision,
        phone.carrier.name,
        phone.carrier.until,
        phone.today,
        sorted(one.stand.key for one in seen.views.values()),
        seen.more,
        revision(),
        awaiting_mark(phone.scope.person),
        kind_versions(),
        tongxing.__version__,
    )
    return f'"{hashlib.sha256(orjson.dumps(parts, default=str)).hexdigest()[:32]}"'


def workbook(phone: Phone, seen: Seen, etag: str) -> dict[str, Any]:
    """The workbook, as `Workbook` describes it."""
    known: dict[str, Any] = BODIES.get(etag, lambda: _worked_out(phone, seen))
    return {**known, "now": moment(phone.at)}


def _worked_out(phone: Phone, seen: Seen) -> dict[str, Any]:
    views = seen.views
    mine = {book: _writable(view) for book, view in views.items()}
    pairings = [one for some in mine.values() for one in some][:MOST_PAIRINGS]
    due = [line for book, view in views.items() for line in _due(view, mine[book])]
    places = _places(views, mine, phone.today)
    return {
        "me": _me(phone),
        "as_of": phone.today.isoformat(),
        "kinds": _kinds(views.values()),
        "pairings": _pairings(views, mine, {one.key for one in pairings}, phone.today),
        "places": places,
        "due": [due_told(one) for one in due[:MOST_DUE]],
        "due_more": max(0, len(due) - MOST_DUE),
        "recent": recent_records(phone, views),
        "books": seen.names if seen.more else [],
        "books_more": seen.more,
        "limits": LIMITS,
    }


def _me(phone: Phone) -> dict[str, Any]:
    carrier = phone.carrier
    units = sorted(phone.scope.units)
    names = parties(units)
    return {
        "account": carrier.username,
        "person": carrier.person,
        "name": carrier.name,
        "acts_for": [{"id": one, "name": names.get(one, one)} for one in units],
        "until": moment(carrier.until),
    }


def _writable(view: View) -> tuple[PairingFact, ...]:
    """The pairings this account writes for, or about which it writes checks."""
    own = writable(view.scope, view.pairings, view.as_of)
    about = writable(view.scope, view.pairings, view.as_of, assesses=True)
    return tuple(dict.fromkeys((*own, *about)))


def _due(view: View, mine: Iterable[PairingFact]) -> list[DueLine]:
    """What my own pairings owe; who only checks others owes nothing."""
    own = {one.key for one in writable(view.scope, view.pairings, view.as_of)}
    return due_lines(view, own & {one.key for one in mine})


def _kinds(views: Iterable[View]) -> list[dict[str, Any]]:
    """The kinds this account may write, those its plans count first."""
    found: dict[str, Kind] = {}
    for view in views:
        offered = likely(view)
        allowed = kinds_for(view)
        for kind in (*offered.kinds, *offered.others):
            if kind.id in allowed:
                found.setdefault(kind.id, kind)
    return [_kind(one) for one in found.values()]


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "version": kind.version,
        "title": kind.title,
        "about": kind.about,
        "assesses": kind.assesses,
        "fields": [
            {
                "id": one.id,
                "title": one.title,
                "type": one.type,
                "unit": one.unit,
                "measure": one.measure,
                "optional": one.optional,
                "choices": _choices(one.choices),
            }
            for one in kind.fields.values()
        ],
        "roles": _choices(ROLES),
    }


def _choices(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": id_, "title": title} for id_, title in titles.items()]


def _pairings(
    views: Mapping[str, View],
    mine: Mapping[str, tuple[PairingFact, ...]],
    told: set[str],
    on: date,
) -> list[dict[str, Any]]:
    """At most five queries, however many."""
    some = [one for found in mine.values() for one in found if one.key in told]
    codes = {one.place for one in some}
    names, paths = place_names(codes, on), paths_of(codes, on)
    who = parties({party for one in some for party in one.actors})
    subjects = {subject for one in some for subject in one.subjects}
    keys = [one.removeprefix("household:") for one in subjects]
    labels = dict(Household.objects.filter(key__in=keys).values_list("key", "label"))
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "title": views[book].kind_title(one.kind),
            "actors": [
                {"id": party, "name": who.get(party, party), "role": role}
                for party, role in one.parties
            ],
            "place": place_told(one.place, names, paths),
            "subjects": [
                {"id": subject, "name": labels.get(subject.removeprefix("household:"), subject)}
                for subject in one.subjects
            ],
        }
        for book, found in mine.items()
        for one in found
        if one.key in told
    ]


def _places(
    views: Mapping[str, View], mine: Mapping[str, tuple[PairingFact, ...]], on: date
) -> list[dict[str, str]]:
    """The places a form offers, those of pairings first; about three queries a book."""
    first = dict.fromkeys(one.place for found in mine.values() for one in found)
    names: dict[str, str] = {}
    for book, view in views.items():
        within = own_places(view.scope, book, paired=bool(mine[book]))
        for town in place_choices(mine[book], view.as_of, within=within):
            names |= {one.code: one.name for one in town.places}
    codes = [*(one for one in first if one in names), *(one for one in names if one not in first)]
    paths = paths_of(codes[:MOST_PLACES], on)
    return [place_told(code, names, paths) for code in codes[:MOST_PLACES]]


def due_told(line: DueLine) -> dict[str, Any]:
    """A line as `Due` describes it."""
    cell, period = line.cell, line.cell.period
    return {
        "pairing": cell.pairing.key,
        "plan": cell.standing.plan,
        "duty": cell.standing.duty,
        "title": line.duty.title,
        "clause": line.duty.clause,
        "kinds": list(line.duty.counts),
        "role": line.duty.where.by_role,
        "period": {
            "key": period.key,
            "title": title_of(period.key),
            "start": period.start.isoformat(),
            "until": period.until.isoformat(),
            "by": period.by.isoformat(),
            "closes": period.closes.isoformat(),
        },
        "state": cell.state.name.lower(),
        "need": line.need,
        "need_said": line.need_said,
        "done": line.done,
        "done_said": line.done_said,
        "days_left": line.days_left,
        "makes_up": cell.makes_up.isoformat() if cell.makes_up else None,
    }
