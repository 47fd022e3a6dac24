"""Say from when until when something holds of places, households, units or persons."""

# ruff: noqa: A002  `id` is what the records go by

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.entry import enter_all
from tongxing.actions.entry import hold
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.party_fields import EARLIEST
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import span_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.ids import part_of
from tongxing.records.ledger.models import Record
from tongxing.records.pairings.models import Attribute
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Household
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import party_rows

MOST_AT_ONCE = 500
LONGEST_NAME, LONGEST_VALUE = 40, 120  # the columns


@dataclass(frozen=True, slots=True)
class AttributeSet:
    """One record for each subject; none for those of whom the same was known already."""

    records: tuple[Record, ...]
    known: tuple[str, ...]


@transaction.atomic
def set_attribute(  # noqa: PLR0913
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    subjects: Sequence[str],
    name: str,
    value: str,
    since: date,
    until: date | None = None,
    book: str = "",
) -> AttributeSet:
    """Set one attribute of one or many for a span: of all of them, or of none.

    What was known for those days gives way to it; an empty value says that from then on none
    holds. `book` (six digits) is needed for parties, which belong to no county. Raises
    `NotAllowed`, `NotFound`, `Invalid`, `Unfitting` or `Conflict`.
    """
    subjects = tuple(dict.fromkeys(subjects))
    if problems := _problems(subjects, name, value, since):
        raise Invalid(problems=problems)
    values = {"name": name, "value": value, **span_given(since, until)}
    places = _places_of(subjects, book)
    for place in set(places.values()):
        may_manage(acting, place)
    code, *others = {place[:6] for place in places.values()}
    if others:
        raise Unfitting("一次只能登记一个县的，请分开登记")
    hold(code)
    ids = {subject: part_of(id, subject) for subject in subjects}
    sent = set(Record.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    already = _holding(code, subjects, name, value, since, until)
    known = tuple(one for one in subjects if one in already and ids[one] not in sent)
    rows = [
        system_row(
            acting=acting, at=at, id=ids[one], kind="attribute-set", place=places[one],
            values=values, about=(one,),
        )
        for one in subjects if one not in known
    ]  # fmt: skip
    if not rows:
        return AttributeSet((), known)
    done = enter_all(acting=acting, at=at, verb="set-attribute", book=code, rows=rows)
    return AttributeSet(tuple(one.written() for one in done), known)


def _problems(subjects: Sequence[str], name: str, value: str, since: date) -> list[Problem]:
    if not subjects:
        return [Problem("subjects", "没有选择要登记的户或地方", "请至少选择一个")]
    if len(subjects) > MOST_AT_ONCE:
        told = f"一次最多登记{MOST_AT_ONCE}个，现有{len(subjects)}个"
        return [Problem("subjects", told, "请分几次登记")]
    if not name or len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE:
        return [Problem("value", "名称或取值过长或为空", "请缩短")]
    if since < EARLIEST:
        return [Problem("since", "日期过早", "请核对年份")]
    return []


def _places_of(subjects: Iterable[str], book: str) -> Mapping[str, str]:
    """Where each subject lies, in at most five queries; raises `NotFound` naming a stranger."""
    keys: dict[str, list[str]] = {"place": [], "household": []}
    for one in subjects:
        sort, _, key = one.partition(":")
        keys.setdefault(sort, []).append(key)
    homes = Household.objects.filter(key__in=keys["household"]).values_list("key", "place")
    found = {f"place:{code}": code for code in known_places(keys["place"])}
    found |= {f"household:{key}": place for key, place in homes}
    if book:
        found |= dict.fromkeys(party_rows(subjects), full(book))
    for one in subjects:
        if one not in found:
            raise NotFound(f"名录中没有“{one[:80]}”，或未指明所属县")
    return found


def _holding(
    book: str, subjects: Iterable[str], name: str, value: str, since: date, until: date | None
) -> frozenset[str]:
    """Of which subjects just this is known for all of these days, so that nothing is said anew."""
    rows = Attribute.objects.filter(book=book, died=None, name=name, subject__in=list(subjects))
    met = [
        (one.subject, one.value == value and one.since <= since
         and (one.until is None or (until is not None and until <= one.until)))
        for one in rows
        if (until is None or one.since < until) and (one.until is None or since < one.until)
    ]  # fmt: skip
    told = {subject for subject, _ in met}
    silent = frozenset(subjects) - told if not value else frozenset()  # none holds anyhow
    return silent | {subject for subject, same in met if same}
