"""My recent records and what became of each: counted, corrected, withdrawn, returned, conflict."""

from __future__ import annotations

from collections.abc import Iterator
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
from tongxing.pages.api.phone.versions import instead_seen
from tongxing.pages.api.phone.versions import versions_told
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import mending
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.models import RecordAbout
from tongxing.records.ledger.models import RecordDoer
from tongxing.records.ledger.queries import RETURNED
from tongxing.records.ledger.queries import ends_of
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
OPEN = frozenset({"counted", "returned"})
HIDDEN = "现在算数的一条登记在别处，不在您的查看范围内，请向县专班了解。"
LOCKED = "过了锁定期才收到，要县专班采认后才计入任务。"


def recent_records(phone: Phone, views: Mapping[str, View]) -> list[dict[str, Any]]:
    """What I typed, or my own units did, of late; newest first. About ten queries, any number."""
    records = _records(phone, views)
    states = _states(records, views)
    instead = _instead(records, states)
    further = set(instead.values()) - {one.id for one in records}
    others, gone = instead_seen(further, phone.scope)
    told = versions_told([*records, *others], phone.today)
    notes = _notes([one.id for one in records if states[one.id] == "returned"])
    notes |= dict.fromkeys(_locked_out(records, views), LOCKED)
    why = {one.id: str(said(one.body).values.get("reason", "")) for one in gone}
    for one, end in instead.items():
        if end in why:
            notes[one] = why[end]
        elif end not in told and states[one] == "corrected":
            notes[one] = HIDDEN
    return [
        {
            **told[one.id],
            "state": states[one.id],
            "mine": one.recorded_by == phone.scope.person,
            "may_correct": states[one.id] in OPEN and _may_correct(phone.scope, one),
            "note": notes.get(one.id, ""),
            "replaced_by": told.get(instead[one.id]) if one.id in instead else None,
        }
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


def _instead(records: Sequence[Record], states: Mapping[UUID, str]) -> dict[UUID, UUID]:
    """What stands by now in the place of each of these, or of the rival that came before it."""
    begun = {one.id: one.id for one in records if states[one.id] in {"corrected", "withdrawn"}}
    lost = [one for one in records if states[one.id] == "conflict"]
    rivals = rivals_of({old for one in lost for old in replaced_by(one)}) if lost else {}
    for one in lost:
        others = [rival for old in replaced_by(one) for rival in rivals.get(old, ())]
        first = next((rival for rival in others if rival != one.id), None)
        if first is not None:
            begun[one.id] = first
    ends = ends_of(begun.values())
    return {one: ends[start] for one, start in begun.items() if ends[start] != one}


def _states(records: Sequence[Record], views: Mapping[str, View]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for view, rows in _judged(records, views):
        for one, state in zip(rows, states_of(view, list(rows.values())), strict=True):
            found[one] = STATES.get(state, state)
    # What came in after the book was judged is told at the next asking.
    return {one.id: found.get(one.id, "counted") for one in records}


def _judged(
    records: Sequence[Record], views: Mapping[str, View]
) -> Iterator[tuple[View, dict[UUID, int]]]:
    """Each book with the rows of those of these records it was judged with."""
    for book, view in views.items():
        some = {
            one.id: view.judged.snapshot.row_of(one.id) for one in records if one.book_id == book
        }
        yield view, {one: row for one, row in some.items() if row is not None}


def _locked_out(records: Sequence[Record], views: Mapping[str, View]) -> list[UUID]:
    """What would count for a duty once the office accepts it."""
    found: list[UUID] = []
    for view, rows in _judged(records, views):
        late = set(view.judged.standing.locked_out.tolist())
        found += [one for one, row in rows.items() if row in late]
    return found


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


def _may_correct(scope: Scope, record: Record) -> bool:
    kind = shipped_kinds().get(record.kind)
    settles = len(replaced_by(record)) > 1
    verb = mending("correct", assesses=bool(kind and kind.assesses), settles=settles)
    parties = parties_of(record) | {record.recorded_by}
    return scope.may(verb, place=record.place, parties=parties)
