"""My recent records and what became of each: counted, corrected, withdrawn, returned, conflict."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.db.models import OuterRef
from django.db.models import Q

from tongxing.derive.boards.lines import states_of
from tongxing.derive.boards.view import View
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.versions import versions_told
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import mending
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.queries import RETURNED
from tongxing.records.ledger.queries import WITHDRAWN
from tongxing.records.ledger.queries import records_seen_by
from tongxing.records.ledger.queries import rivals_of
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.rules.plan import shipped_kinds

DAYS = timedelta(days=60)
MOST = 100
STATES = {"effective": "counted"}


def recent_records(phone: Phone, views: Mapping[str, View]) -> list[dict[str, Any]]:
    """What I typed, or my own units did, of late; newest first. About ten queries, any number."""
    records = _records(phone, views)
    links = _links(records)
    further = {one for ids in links.values() for one in ids} - {one.id for one in records}
    others = list(Record.objects.filter(pk__in=further).select_related("body"))
    told = versions_told([*records, *others], phone.today)
    by_id = {one.id: one for one in (*records, *others)}
    states = _states(records, views)
    notes = _notes([one.id for one in records if states[one.id] == "returned"])
    return [
        _told(one, phone, states[one.id], links, by_id, told, notes.get(one.id, ""))
        for one in records
    ]


def _records(phone: Phone, views: Mapping[str, View]) -> list[Record]:
    """The latest in view by who typed them or whose they are, no system kinds (one query)."""
    own = {phone.scope.person, *phone.scope.units}
    mine = RecordDoer.objects.filter(record=OuterRef("pk")).filter(Q(party__in=own) | Q(of__in=own))
    system = [id_ for id_, kind in shipped_kinds().items() if kind.system]
    # Who typed a record for a place that is no longer theirs does not read it any more.
    seen = records_seen_by(phone.scope)
    found = seen.filter(book__in=list(views), recorded__gte=phone.at - DAYS)
    found = found.filter(Q(recorded_by=phone.scope.person) | Exists(mine)).exclude(kind__in=system)
    return list(found.select_related("body").order_by("-recorded", "-seq")[:MOST])


def _links(records: Sequence[Record]) -> dict[UUID, tuple[UUID, ...]]:
    """What replaces each of these, or what they replace, in order of seq (one query)."""
    ids = {one.id for one in records} | {old for one in records for old in replaced_by(one)}
    return rivals_of(ids) if ids else {}


def _states(records: Sequence[Record], views: Mapping[str, View]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for book, view in views.items():
        some = [one for one in records if one.book_id == book]
        rows = [view.judged.snapshot.row_of(one.id) for one in some]
        known = [(one, row) for one, row in zip(some, rows, strict=True) if row is not None]
        for (one, _), state in zip(known, states_of(view, [r for _, r in known]), strict=True):
            found[one.id] = STATES.get(state, state)
    # What came in after the book was judged is told at the next asking.
    return {one.id: found.get(one.id, "counted") for one in records}


def _notes(returned: Sequence[UUID]) -> dict[UUID, str]:
    """The latest note each of these was returned with (one query)."""
    if not returned:
        return {}
    subjects = [f"record:{id_}" for id_ in returned]
    about = RecordAbout.objects.filter(subject__in=subjects).values("record")
    rows = Record.objects.filter(pk__in=about, kind=RETURNED).select_related("body")
    return {
        UUID(subject.removeprefix("record:")): str(said(one.body).values.get("note", ""))
        for one in rows.order_by("recorded", "seq")
        for subject in about_of(one)
    }


def _told(
    one: Record,
    phone: Phone,
    state: str,
    links: Mapping[UUID, tuple[UUID, ...]],
    by_id: Mapping[UUID, Record],
    told: Mapping[UUID, dict[str, Any]],
    note: str,
) -> dict[str, Any]:
    by = _instead(one, state, links)
    winner = by_id.get(by) if by else None
    if state == "withdrawn" and winner is not None:
        note = str(said(winner.body).values.get("reason", ""))
    shown = winner is not None and winner.kind != WITHDRAWN
    return {
        **told[one.id],
        "state": state,
        "mine": one.recorded_by == phone.scope.person,
        "may_correct": state in {"counted", "returned"} and _may_correct(phone.scope, one),
        "note": note,
        "replaced_by": told[winner.id] if shown and winner is not None else None,
    }


def _instead(one: Record, state: str, links: Mapping[UUID, tuple[UUID, ...]]) -> UUID | None:
    """The record that stands in this one's place, or that came before it."""
    if state in {"corrected", "withdrawn"}:
        return _last(one.id, links)
    if state == "conflict":
        rivals = (rival for old in replaced_by(one) for rival in links.get(old, ()))
        return next((rival for rival in rivals if rival != one.id), None)
    return None


def _last(of: UUID, links: Mapping[UUID, tuple[UUID, ...]]) -> UUID | None:
    """Where the first corrections of corrections end, as far as is known here."""
    by = None
    while links.get(of):
        by = of = links[of][0]
    return by


def _may_correct(scope: Scope, record: Record) -> bool:
    kind = shipped_kinds().get(record.kind)
    settles = len(replaced_by(record)) > 1
    verb = mending("correct", assesses=bool(kind and kind.assesses), settles=settles)
    parties = parties_of(record) | {record.recorded_by}
    return scope.may(verb, place=record.place, parties=parties)
