"""Records of system kinds: what an office decides, written into the book like any other."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any
from uuid import UUID

from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Problem
from tongxing.actions.known import local_day
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.rows import NewRow
from tongxing.rules.plan.shipped import shipped_kinds

LONGEST_REASON = 200


def system_row(  # noqa: PLR0913  what a record is made of, all by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    kind: str,
    place: str,
    values: Mapping[str, Any],
    about: tuple[str, ...] = (),
    replaces: tuple[UUID, ...] = (),
    doers: tuple[Doer, ...] = (),
    text: str = "",
    files: tuple[str, ...] = (),
) -> NewRow:
    """A row of a system kind, done today by the acting person unless others are named.

    Raises `Invalid` on words or values that cannot be written.
    """
    clean = _writable("values", {k: v for k, v in values.items() if v is not None}, "内容")
    return NewRow(
        id=id,
        kind=kind,
        kind_version=shipped_kinds()[kind].version,
        doers=doers or (Doer(acting.person),),
        place=place,
        happened=local_day(at),
        recorded_by=acting.person,
        text=_writable("text", text, "说明"),
        values=clean,
        about=about,
        replaces=replaces,
        files=files,
    )


def _writable(field: str, value: Any, where: str) -> Any:
    try:
        return cleaned(value, where)
    except NotCanonicalError as error:
        raise Invalid(problems=[Problem(field, str(error), "")]) from None


def reason_given(text: str, what: str) -> str:
    """The reason, trimmed; raises `NoReason` when it is empty or too long to be one."""
    reason = text.strip()
    if not reason:
        raise NoReason(f"请写明{what}")
    if len(reason) > LONGEST_REASON:
        raise NoReason(f"{what}请缩短到{LONGEST_REASON}字以内")
    return reason


def may_manage(acting: Scope, place: str) -> None:
    """Raise `NotAllowed` unless the scope manages this place."""
    if not acting.may("manage", place=place, parties=()):
        raise NotAllowed("只有该县的县专班可以办理此事")


def span_given(since: date, until: date | None) -> dict[str, str | None]:
    """`from` and `until` as values; raises `Invalid` when the span is empty."""
    if until is not None and until <= since:
        problem = Problem("until", "止日不晚于起日", "止日是不再有效的第一天，须晚于起日")
        raise Invalid(problems=[problem])
    return {"from": since.isoformat(), "until": until.isoformat() if until else None}
