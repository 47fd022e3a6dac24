"""Something sent again: answered as the first time, whatever has changed since (law 1)."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from tongxing.actions.checks import row_of
from tongxing.actions.draft import Draft
from tongxing.actions.entry import Outcome
from tongxing.actions.entry import answered
from tongxing.actions.known import Known
from tongxing.actions.reach import system
from tongxing.actions.system_record import system_row
from tongxing.actions.values import checked_values
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import parties_of
from tongxing.rules.plan.shipped import shipped_kind


def draft_sent_again(
    acting: Scope, draft: Draft, known: Known, *, replaces: tuple[UUID, ...] = ()
) -> Outcome | None:
    """The first answer to a draft that would be refused by now; None when there was none.

    Whoever wrote it: an office takes in the file of a phone, and the phone sends it all the same.
    Who does not know all of the record, or says it differently, is answered as if it were not
    there; who may not see it is told nothing beyond its being there.
    """
    record = _standing(draft.id)
    if record is None or system(record.kind) or record.kind != draft.kind:
        return None
    if draft.kind_version not in {None, record.kind_version}:
        return None
    kind = shipped_kind(record.kind, record.kind_version)  # as it was when first checked
    values, problems = checked_values(kind, draft.values, known)
    if problems:
        return None
    row = replace(row_of(draft, kind, values, by=acting.person), replaces=replaces)
    try:
        found = answered(row, record)
    except NotCanonicalError:
        return None
    if found is None or _in_view(acting, record):
        return found
    return replace(found, conflicts=())


def _in_view(acting: Scope, record: Record) -> bool:
    if record.recorded_by == acting.person:
        return True
    return acting.sees(place=record.place, parties=parties_of(record))


def decision_sent_again(
    acting: Scope,
    id: UUID,
    kind: str,
    values: Mapping[str, Any],
    *,
    about: tuple[str, ...] = (),
    replaces: tuple[UUID, ...] = (),
    files: tuple[str, ...] = (),
) -> Record | None:
    """The record of a system kind that says this already, by the same person; else None."""
    record = _standing(id)
    if record is None or record.recorded_by != acting.person:
        return None
    row = system_row(
        acting=acting, at=record.recorded, id=id, kind=kind, place=record.place,
        values=values, about=about, replaces=replaces, files=files,
    )  # fmt: skip
    outcome = answered(row, record)
    return outcome.record if outcome else None


def _standing(id: UUID) -> Record | None:
    return Record.objects.select_related("body").filter(pk=id).first()
