"""Searching the audit: a page of rows, newest first, quick however many there are.

Each page is read along one index that gives the rows in order, one short walk for each value
looked for (an "arm"); the other conditions are only tested on the way. They are written so that
no database takes their index instead and sorts millions of rows for fifty.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import F
from django.db.models import Max
from django.db.models import Q
from django.db.models import QuerySet
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.db.models.functions import Left

from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.origin import COUNTY_DIGITS

ARMS_MOST = 20
DRIVING = ("subject", "who", "address", "verb", "place")  # the most telling first


@dataclass(frozen=True, slots=True)
class Cut:
    """Whose rows somebody may read: county codes, wider prefixes, and those of no county."""

    counties: frozenset[str]
    wider: frozenset[str]  # two or four digits; "" reads everything
    nobodys: bool

    @property
    def empty(self) -> bool:
        return not (self.counties or self.wider or self.nobodys)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty tuple or None is no condition."""

    who: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None  # not included


def cut_of(prefixes: Sequence[str], books: Sequence[str]) -> Cut:
    """What the places of an auditor come to, given the codes of all books.

    Rows of no county (commands, strangers at the door) are read by those who answer for every
    book there is. A grant narrower than a county reads nothing: rows do not say which town.
    """
    known = [one for one in prefixes if len(one) <= COUNTY_DIGITS]
    return Cut(
        counties=frozenset(one for one in known if len(one) == COUNTY_DIGITS),
        wider=frozenset(one for one in known if len(one) < COUNTY_DIGITS),
        nobodys=bool(known) and all(book.startswith(tuple(known)) for book in books),
    )


def page(
    cut: Cut, search: Search, *, size: int, before: tuple[datetime, int] | None = None
) -> list[AuditRow]:
    """The next rows by (at, id), newest first, `before` the last one shown; at most `size`."""
    arms = [_arm(cut, search, driven, before)[:size] for driven in _driven(cut, search)]
    found = heapq.merge(*arms, key=lambda row: (row.at, row.pk), reverse=True)
    return list(islice(found, size))


def places_of(who: str, verbs: Sequence[str], since: datetime) -> tuple[str, ...]:
    """Where somebody did this since then, the latest first (one query, among their own rows)."""
    rows = AuditRow.objects.filter(who=who, at__gte=since, verb__in=verbs)
    found = rows.order_by().values("place").annotate(last=Max("at")).order_by("-last", "place")
    return tuple(found.values_list("place", flat=True))


def walk(cut: Cut, search: Search, *, most: int, step: int = 2000) -> Iterator[AuditRow]:
    """All rows found, newest first, page by page; at most `most`."""
    before: tuple[datetime, int] | None = None
    left = most
    while left > 0:
        rows = page(cut, search, size=min(step, left), before=before)
        yield from rows
        if len(rows) < min(step, left):
            return
        left -= len(rows)
        before = (rows[-1].at, rows[-1].pk)


def _driven(cut: Cut, search: Search) -> list[tuple[str, str]]:
    """(column, value) of each arm: of the most telling condition there is."""
    if cut.empty:
        return []
    values = {
        "subject": search.subjects,
        "who": search.who,
        "address": search.addresses,
        "verb": search.verbs,
        "place": () if cut.wider else (*sorted(cut.counties), *([""] if cut.nobodys else [])),
    }
    for column in DRIVING:
        if 0 < len(values[column]) <= ARMS_MOST:
            return [(column, one) for one in values[column]]
    return [("", "")]


def _arm(
    cut: Cut, search: Search, driven: tuple[str, str], before: tuple[datetime, int] | None
) -> QuerySet[AuditRow]:
    column, value = driven
    rows = AuditRow.objects.order_by("-at", "-id")
    if column:
        rows = rows.filter(**{column: value})
    conditions = {
        "subject": search.subjects,
        "who": search.who,
        "address": search.addresses,
        "verb": search.verbs,
    }
    for name, wanted in conditions.items():
        if wanted and name != column:
            rows = rows.alias(**{f"_{name}": Coalesce(F(name), Value(""))})
            rows = rows.filter(**{f"_{name}__in": wanted})
    if column != "place":
        rows = _within(rows, cut)
    if search.since:
        rows = rows.filter(at__gte=search.since)
    if search.until:
        rows = rows.filter(at__lt=search.until)
    if before:
        at, key = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=key), at__lte=at)
    return rows


def _within(rows: QuerySet[AuditRow], cut: Cut) -> QuerySet[AuditRow]:
    """Only rows of the cut, tested on the way."""
    if "" in cut.wider:
        return rows
    rows = rows.alias(_place=Coalesce(F("place"), Value("")))
    wanted = Q(_place__in=[*cut.counties, *([""] if cut.nobodys else [])])
    for prefix in cut.wider:
        rows = rows.alias(**{f"_in{prefix}": Left("place", len(prefix))})
        wanted |= Q(**{f"_in{prefix}": prefix})
    return rows.filter(wanted)
