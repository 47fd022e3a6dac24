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
from tongxing.actions.system_record import system_row
from tongxing.actions.values import checked_values
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.models import Record
from tongxing.rules.plan.shipped import shipped_kind


def draft_sent_again(
    acting: Scope, draft: Draft, known: Known, *, replaces: tuple[UUID, ...] = ()
) -> Outcome | None:
    """The first answer to a draft that would be refused by now; None when there was none."""
    record = _written_by(acting, draft.id)
    if record is None:
        return None
    kind = shipped_kind(record.kind, record.kind_version)  # as it was when first checked
    values, problems = checked_values(kind, draft.values, known)
    if problems:
        return None
    row = replace(row_of(draft, kind, values, by=acting.person), replaces=replaces)
    try:
        return answered(acting, row)
    except NotCanonicalError:
        return None


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
    record = _written_by(acting, id)
    if record is None:
        return None
    row = system_row(
        acting=acting, at=record.recorded, id=id, kind=kind, place=record.place,
        values=values, about=about, replaces=replaces, files=files,
    )  # fmt: skip
    outcome = answered(acting, row)
    return outcome.record if outcome else None


def _written_by(acting: Scope, id: UUID) -> Record | None:
    return Record.objects.filter(pk=id, recorded_by=acting.person).first()
