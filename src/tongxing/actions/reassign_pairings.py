"""Change many pairings at once: ends and openings in one step, under one change id, or none.

Undone by another change, never by erasing: a pairing that had begun ends on the day, one that
had not is withdrawn, and both stay readable.
"""

# ruff: noqa: A002  `id` is what the records themselves call it

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Change
from tongxing.actions.assignment import Line
from tongxing.actions.assignment import draw_up
from tongxing.actions.cardinality import kinds_in_force
from tongxing.actions.draft import Doer
from tongxing.actions.entry import enter_all
from tongxing.actions.entry import hold
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_registry import add_households
from tongxing.actions.keep_registry import add_organizations
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.ledger.ids import part_of
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import NewRow
from tongxing.records.pairings.fold import CHANGE
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization
from tongxing.records.registry.queries import party_rows
from tongxing.records.registry.queries import spans_of
from tongxing.records.registry.queries import unknown_subjects

MOST_LINES = 5000
MOST_NAMED = 10  # problems of one sort named one by one
VERB = "reassign-pairings"
MOVED = "从您核对到确认之间，结对关系有了变动，没有作任何改动，请按现在的情况重新核对后再确认"


@dataclass(frozen=True, slots=True)
class Reassigned:
    """What one change did, as ids of its records."""

    id: UUID
    opened: tuple[UUID, ...]
    ended: tuple[UUID, ...]
    taken_back: tuple[UUID, ...]
    resumed: tuple[UUID, ...] = ()
    repeated: bool = False  # the same change had been made before; nothing changed


@transaction.atomic
def reassign_pairings(  # noqa: PLR0913  what a change is made of, all by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    assignment: Assignment,
    reason: str,
    shown: str | None = None,
    organizations: Sequence[Organization] = (),
    households: Sequence[Household] = (),
) -> Reassigned:
    """Make the change an assignment comes to, under the change id `id`: all of it or nothing.

    `shown` is the digest of the change a person looked at: when the book has moved so that
    it would do something else, nothing is done. Units and households not yet registered are
    registered in the same step. Raises `NotAllowed`, `NotFound`, `Invalid`, `Unfitting`,
    `Conflict` or `NoReason`.
    """
    may_manage(acting, full(assignment.book))
    reason = reason_given(reason, "调整依据或原因")
    hold(assignment.book)
    if before := _made_before(acting, assignment.book, id):
        return before
    if organizations:
        add_organizations(acting=acting, at=at, organizations=organizations)
    if households:
        add_households(acting=acting, at=at, households=households)
    _refuse_wrong(acting, assignment)
    change = draw_up(assignment)
    if shown is not None and shown != change.digest:
        raise Unfitting(MOVED)
    if change.nothing:
        raise Unfitting("与现有结对关系完全一致，没有需要改动的，也没有写入任何内容")
    rows = list(_rows(acting, at, id, assignment, change, reason))
    for outcome in enter_all(acting=acting, at=at, verb=VERB, book=assignment.book, rows=rows):
        outcome.written()
    made = _made(id, [(row.kind, row.id) for row in rows])
    audit.note(
        at=at, who=acting.person, verb=VERB, subject=f"{CHANGE}{id}", place=assignment.book,
        detail={"opened": len(made.opened), "ended": len(made.ended),
                "taken_back": len(made.taken_back), "resumed": len(made.resumed)},
    )  # fmt: skip
    return made


def _made_before(acting: Scope, book: str, id: UUID) -> Reassigned | None:
    found = Record.objects.filter(about_rows__subject=f"{CHANGE}{id}").order_by("seq")
    rows = list(found.values_list("book", "recorded_by", "kind", "pk"))
    if not rows:
        return None
    if any((code, by) != (book, acting.person) for code, by, _, _ in rows):
        raise Conflict("同一编号已用于另一次调整，本次未写入，请重新核对后再确认")
    return _made(id, [(kind, pk) for _, _, kind, pk in rows], repeated=True)


def _made(id: UUID, rows: Sequence[tuple[str, UUID]], *, repeated: bool = False) -> Reassigned:
    def of(kind: str) -> tuple[UUID, ...]:
        return tuple(pk for one, pk in rows if one == kind)

    return Reassigned(
        id,
        of("pairing-opened"),
        of("pairing-ended"),
        of("record-withdrawn"),
        of("pairing-resumed"),
        repeated,
    )


def _refuse_wrong(acting: Scope, assignment: Assignment) -> None:
    """Raise with everything wrong in the lines, asked in at most six queries."""
    lines = assignment.lines
    if len(lines) > MOST_LINES:
        raise Unfitting(f"一次最多调整{MOST_LINES}对")
    for place in {line.place for line in lines}:
        may_manage(acting, place)
        if not place.startswith(assignment.book):
            raise Unfitting("一次只能调整一个县的结对关系")
    if problems := [*_strangers(lines), *_places(lines), *_kinds(assignment)]:
        raise Invalid(problems=problems)


def _strangers(lines: Sequence[Line]) -> Iterator[Problem]:
    wanted = {party for line in lines for party, _ in line.actors}
    subjects = {one for line in lines for one in line.subjects}
    missing = [*sorted(wanted - set(party_rows(wanted))), *sorted(unknown_subjects(subjects))]
    for one in missing[:MOST_NAMED]:
        yield Problem("actors", f"名录中没有“{one}”", "请先在管理中登记")
    if any(not line.actors for line in lines):
        yield Problem("actors", "没有写明由谁结对", "请至少选择一个单位、队伍或个人")


def _places(lines: Sequence[Line]) -> Iterator[Problem]:
    spans = spans_of({line.place for line in lines})
    wrong = {
        line.place
        for line in lines
        if not any(
            since <= line.since and (until is None or line.since < until)
            for since, until in spans.get(line.place, ())
        )
    }
    for place in sorted(wrong)[:MOST_NAMED]:
        yield Problem("place", f"该日没有代码为“{place}”的地方", "请核对地方和起始日期")


def _kinds(assignment: Assignment) -> Iterator[Problem]:
    kinds = kinds_in_force(assignment.book)
    plans = {one.edition.plan for one in kinds.values()}
    for kind in sorted({line.kind for line in assignment.lines}):
        plan, colon, name = kind.partition(":")
        if not (plan and colon and name) or (plan in plans and kind not in kinds):
            yield Problem("kind", f"施行中的方案没有结对种类“{kind[:40]}”", "请从列表中选择")


def _rows(
    acting: Scope, at: datetime, id: UUID, assignment: Assignment, change: Change, reason: str
) -> Iterator[NewRow]:
    """Ends first, so that at no moment two rounds stand side by side in the book."""
    mark = f"{CHANGE}{id}"
    for row in change.ends:
        yield system_row(
            acting=acting, at=at, id=part_of(id, "end", row.key), kind="pairing-ended",
            place=row.place, about=(f"pairing:{row.key}", mark),
            values={"until": assignment.on.isoformat(), "reason": reason},
        )  # fmt: skip
    for row in change.taken_back:
        yield system_row(
            acting=acting, at=at, id=part_of(id, "take-back", row.key), kind="record-withdrawn",
            place=row.place, about=(mark,), values={"reason": reason}, replaces=(UUID(row.key),),
        )  # fmt: skip
    for row in change.resumes:
        yield system_row(
            acting=acting, at=at, id=part_of(id, "resume", row.key), kind="pairing-resumed",
            place=row.place, about=(f"pairing:{row.key}", mark), values={"reason": reason},
        )  # fmt: skip
    for line in change.opens:
        yield system_row(
            acting=acting, at=at, id=part_of(id, "open", *_name(line)), kind="pairing-opened",
            place=line.place, about=(*line.subjects, mark), text=reason,
            doers=tuple(Doer(party, role) for party, role in line.actors),
            values={"pairing": line.kind, **span_given(line.since, None)},
        )  # fmt: skip


def _name(line: Line | PairingRow) -> tuple[str, ...]:
    return (line.kind, line.place, *(f"{who}/{role}" for who, role in line.actors), *line.subjects)
