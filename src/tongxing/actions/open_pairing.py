"""Pair units, teams or people with a place or households from a day on, and end it."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from uuid import UUID

from tongxing.actions.cardinality import opening_warnings
from tongxing.actions.cardinality import refuse_unknown_kind
from tongxing.actions.draft import Doer
from tongxing.actions.entry import Outcome
from tongxing.actions.entry import enter
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.pairings.models import Pairing
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import party_rows
from tongxing.records.registry.queries import unknown_subjects
from tongxing.rules.periods import say_day


def open_pairing(  # noqa: PLR0913  what a pairing is made of, all by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    kind: str,
    actors: Sequence[Doer],
    place: str,
    since: date,
    until: date | None = None,
    subjects: Sequence[str] = (),
) -> Outcome:
    """Open a pairing of `kind` ("plan-id:pairing-kind"); its key is the id of the record.

    `warnings` say where the plan's numbers (units a village, households a member) are not
    met: a paper may be amended later, so they never refuse.
    """
    may_manage(acting, place)
    if problems := _wrong(actors, place, since, subjects):
        raise Invalid(problems=problems)
    refuse_unknown_kind(place[:6], kind)
    row = system_row(
        acting=acting, at=at, id=id, kind="pairing-opened", place=place,
        values={"pairing": kind, **span_given(since, until)},
        about=tuple(subjects), doers=tuple(actors),
    )  # fmt: skip
    outcome = enter(acting=acting, at=at, verb="open-pairing", row=row)
    warnings = opening_warnings(place[:6], kind, str(id))
    return Outcome(outcome.id, outcome.record, repeated=outcome.repeated, warnings=warnings)


def _wrong(
    actors: Sequence[Doer], place: str, since: date, subjects: Sequence[str]
) -> list[Problem]:
    problems = []
    if place not in known_places((place,), since):
        problems.append(Problem("place", "该日没有这个地方", "请从地名中选择"))
    if not actors:
        problems.append(Problem("actors", "没有写明由谁结对", "请至少选择一个单位、队伍或个人"))
    wanted = {actor.who for actor in actors}
    missing = sorted(wanted - set(party_rows(wanted)))
    problems += [Problem("actors", f"名录中没有“{one}”", "请先在管理中登记") for one in missing]
    problems += [
        Problem("subjects", f"名录中没有“{one}”", "请先登记该户")
        for one in sorted(unknown_subjects(subjects))
    ]
    return problems


def end_pairing(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    pairing: str,
    until: date,
    reason: str,
) -> Record:
    """Let a pairing hold until (not including) a day, with the reason."""
    found = Pairing.objects.filter(key=pairing, died=None).first()
    if found is None:
        raise NotFound("没有这对结对关系")
    may_manage(acting, found.place)
    reason = reason_given(reason, "结束原因")
    if until <= found.since:
        raise Unfitting(f"结束日须晚于开始日（{say_day(found.since)}）；登记有误的请撤回")
    row = system_row(
        acting=acting, at=at, id=id, kind="pairing-ended", place=found.place,
        values={"until": until.isoformat(), "reason": reason}, about=(f"pairing:{pairing}",),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="end-pairing", row=row).written()
