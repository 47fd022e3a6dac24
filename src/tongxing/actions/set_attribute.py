"""Say from when until when something holds of a place, household, unit or person."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import date
from datetime import datetime
from uuid import UUID

from tongxing.actions.entry import enter
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Household
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import party_rows


def set_attribute(  # noqa: PLR0913
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    subject: str,
    name: str,
    value: str,
    since: date,
    until: date | None = None,
    book: str = "",
) -> Record:
    """Set one attribute for a span; what was known for those days gives way to it.

    `book` (six digits) is needed for parties, which belong to no county.
    """
    place = _place_of(subject, book)
    may_manage(acting, place)
    if not name or len(name) > 40 or len(value) > 120:  # noqa: PLR2004  the columns
        raise Invalid(problems=[Problem("value", "名称或取值过长或为空", "请缩短")])
    row = system_row(
        acting=acting, at=at, id=id, kind="attribute-set", place=place,
        values={"name": name, "value": value, **span_given(since, until)}, about=(subject,),
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="set-attribute", row=row).written()


def _place_of(subject: str, book: str) -> str:
    sort, _, key = subject.partition(":")
    if sort == "place" and key in known_places((key,)):
        return key
    if sort == "household" and (found := Household.objects.filter(key=key).first()):
        return found.place
    if subject in party_rows((subject,)) and book:
        return full(book)
    raise NotFound(f"名录中没有“{subject[:80]}”，或未指明所属县")
