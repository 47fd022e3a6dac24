"""What people decided about steps of the ladder, and why (C10)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongxing.derive.boards.view import View
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import of_kinds
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said
from tongxing.records.registry.queries import parties

DECIDED = "ladder-decided"
_PAIRING = "pairing:"


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a step, and why."""

    record: UUID
    pairing: str
    plan: str
    step: str
    issued: bool  # 发出, else 不发
    reason: str
    by: str
    day: date


def decisions_of(view: View) -> tuple[Decision, ...]:
    """All decisions known, in order (two queries)."""
    records = of_kinds(view.stand.book, (DECIDED,), view.stand.seq)
    names = parties({one.recorded_by for one in records})
    return tuple(_decided(one, names) for one in records)


def _decided(record: Record, names: Mapping[str, str]) -> Decision:
    values: Mapping[str, Any] = said(record.body).values
    about = next(one for one in about_of(record) if one.startswith(_PAIRING))
    return Decision(
        record=record.id,
        pairing=about.removeprefix(_PAIRING),
        plan=values["plan"],
        step=values["step"],
        issued=values["decision"] == "issue",
        reason=values["reason"],
        by=names.get(record.recorded_by, record.recorded_by),
        day=record.happened,
    )


def decision_on(
    decisions: Iterable[Decision], pairing: str, plan: str, step: str, reached: date
) -> Decision | None:
    """The last decision on a step of a pairing since it was reached."""
    own = [
        one
        for one in decisions
        if (one.pairing, one.plan, one.step) == (pairing, plan, step) and one.day >= reached
    ]
    return own[-1] if own else None
