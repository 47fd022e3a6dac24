"""Waivers: asked for, running, past, declined, each with its reason, basis and who decided."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import naming
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import plan_named
from tongxing.derive.facts import WaiverFact
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import of_kinds
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said
from tongxing.records.registry.queries import parties

PROPOSED, GRANTED, DECLINED = "waiver-proposed", "waiver-granted", "waiver-declined"
ENDED = "waiver-ended"
_KINDS = (PROPOSED, GRANTED, DECLINED, ENDED)
_PAIRING, _RECORD = "pairing:", "record:"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a unit asks for. `answer` is the reason it was declined with, "" while it waits."""

    record: UUID
    pairing: PairingLine
    plan: str
    plan_title: str
    duties: tuple[str, ...]  # titles; empty = every duty of the plan
    duty_ids: tuple[str, ...]
    since: date
    until: date
    reason: str
    basis: str
    by: str
    day: date
    granted: UUID | None = None
    declined: str = ""
    answered_by: str = ""

    @property
    def waits(self) -> bool:
        return self.granted is None and not self.declined


@dataclass(frozen=True, slots=True)
class Granted:
    """A waiver in force, to come or past, for one pairing or everything in a place."""

    record: UUID
    pairing: PairingLine | None
    place: Named | None
    plan_title: str
    duties: tuple[str, ...]
    since: date
    until: date | None
    reason: str
    basis: str
    approver: str
    entered_by: str
    ended_why: str  # the reason it was ended early with

    def runs(self, day: date) -> bool:
        """Whether it still holds on a day, or begins later."""
        return self.until is None or day < self.until


@dataclass(frozen=True, slots=True)
class WaiversBoard:
    stand: Stand
    proposals: tuple[Proposal, ...]  # answered or not
    running: tuple[Granted, ...]  # and to come
    past: tuple[Granted, ...]

    @property
    def waiting(self) -> tuple[Proposal, ...]:
        return tuple(one for one in self.proposals if one.waits)

    @property
    def declined(self) -> tuple[Proposal, ...]:
        return tuple(one for one in reversed(self.proposals) if one.declined)


@dataclass(frozen=True, slots=True)
class WaiverForm:
    """What a form about one pairing offers: its plan's duties, as in force."""

    stand: Stand
    pairing: PairingLine
    plan: str
    plan_title: str
    duties: tuple[tuple[str, str], ...]  # (id, title)


def waivers_board(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> WaiversBoard:
    """All waivers and requests in view; at most eight queries."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("waivers",), lambda: _waivers(view))


def _waivers(view: View) -> WaiversBoard:
    book, as_of = view.stand.book, view.as_of
    records = of_kinds(book, _KINDS, view.stand.seq)
    people = parties({one.recorded_by for one in records})
    by_key = {one.key: one for row, one in enumerate(view.pairings) if view.seen[row]}
    names = pairing_names(view, by_key.values())
    lines = {key: pairing_line(view, one, names) for key, one in by_key.items()}
    granted = tuple(_granted(view, records, people, lines))
    return WaiversBoard(
        stand=view.stand,
        proposals=_proposals(view, records, people, lines),
        running=tuple(one for one in granted if one.runs(as_of)),
        past=tuple(reversed([one for one in granted if not one.runs(as_of)])),
    )


def waiver_form(scope: Scope, *, key: str, book: str, as_of: date) -> WaiverForm:
    """The duties a waiver of one pairing may name; raises NotInView."""
    view = view_of(scope, book=book, as_of=as_of, known_at=None)
    fact = view.pairings[view.row_of(key)]
    plan = fact.kind.partition(":")[0]
    duties = tuple((one.id, one.title) for one in view.asked_of(fact.kind))
    if not duties:
        raise NotInView
    title = next(one.title for one in view.present() if one.plan == plan)
    line = pairing_line(view, fact, pairing_names(view, (fact,)))
    return WaiverForm(view.stand, line, plan, title, duties)


def _answers(records: Iterable[Record], kind: str) -> Mapping[UUID, Record]:
    """Records of a kind by the record they answer."""
    return {
        UUID(subject.removeprefix(_RECORD)): one
        for one in records
        if one.kind == kind
        for subject in about_of(one)
        if subject.startswith(_RECORD)
    }


def _proposals(
    view: View,
    records: Iterable[Record],
    people: Mapping[str, str],
    lines: Mapping[str, PairingLine],
) -> tuple[Proposal, ...]:
    records = tuple(records)
    granted, declined = _answers(records, GRANTED), _answers(records, DECLINED)
    found = []
    for one in records:
        line = lines.get(_pairing_of(one)) if one.kind == PROPOSED else None
        if line is None:
            continue
        values: Mapping[str, Any] = said(one.body).values
        ids = tuple(filter(None, values.get("duties", "").split(",")))
        yes, no = granted.get(one.id), declined.get(one.id)
        answer = yes or no
        found.append(
            Proposal(
                record=one.id,
                pairing=line,
                plan=values["plan"],
                plan_title=_plan_title(view, values["plan"]),
                duties=_titles(view, values["plan"], ids),
                duty_ids=ids,
                since=date.fromisoformat(values["from"]),
                until=date.fromisoformat(values["until"]),
                reason=values["reason"],
                basis=values["basis"],
                by=people.get(one.recorded_by, ""),
                day=one.happened,
                granted=yes.id if yes else None,
                declined=said(no.body).values["reason"] if no else "",
                answered_by=people.get(answer.recorded_by, "") if answer else "",
            )
        )
    return tuple(found)


def _granted(
    view: View,
    records: Iterable[Record],
    people: Mapping[str, str],
    lines: Mapping[str, PairingLine],
) -> Iterable[Granted]:
    by_id = {str(one.id): one for one in records}
    ended = {
        subject.removeprefix("waiver:"): said(one.body).values["reason"]
        for one in by_id.values()
        if one.kind == ENDED
        for subject in about_of(one)
    }
    waivers = [one for one in view.judged.facts.waivers if _concerns(view, one, lines)]
    names = naming(view, {one.place for one in waivers if one.place}, ())
    for one in sorted(waivers, key=lambda each: (each.since, each.key)):
        record = by_id[one.key]
        grounds = said(record.body).values
        yield Granted(
            record=record.id,
            pairing=lines.get(one.pairing),
            place=_place(one, names),
            plan_title=_plan_title(view, one.plan),
            duties=_titles(view, one.plan, sorted(one.duties)),
            since=one.since,
            until=one.until,
            reason=grounds["reason"],
            basis=grounds["basis"],
            approver=grounds["approver"],
            entered_by=people.get(record.recorded_by, ""),
            ended_why=ended.get(one.key, ""),
        )


def _concerns(view: View, waiver: WaiverFact, lines: Mapping[str, PairingLine]) -> bool:
    """Whether a waiver is about a pairing in view, or a place with one in it."""
    if waiver.pairing:
        return waiver.pairing in lines
    return view.scope.sees_place(waiver.place) or any(
        waiver.concerns(one) for row, one in enumerate(view.pairings) if view.seen[row]
    )


def _place(waiver: WaiverFact, names: Naming) -> Named | None:
    return names.place(waiver.place) if waiver.place else None


def _pairing_of(record: Record) -> str:
    return next(
        (one.removeprefix(_PAIRING) for one in about_of(record) if one.startswith(_PAIRING)), ""
    )


def _plan_title(view: View, plan: str) -> str:
    editions = plan_named(view.judged.plans, plan)
    return editions[-1].title if editions else plan


def _titles(view: View, plan: str, duties: Iterable[str]) -> tuple[str, ...]:
    titles = {
        one.id: one.title
        for edition in plan_named(view.judged.plans, plan)
        for one in edition.duties.values()
    }
    return tuple(titles.get(duty, duty) for duty in duties)
