"""What judging depends on, as known at one seq of a book or in all its versions.

Plain frozen rows, few queries; whoever reads these tables reads them here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import BigIntegerField
from django.db.models import Q
from django.db.models import QuerySet
from django.db.models import Value

from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Projection
from tongxing.records.pairings.models import Waiver
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.queries import holding
from tongxing.records.statements import Asking
from tongxing.records.statements import day_of
from tongxing.records.statements import rows_of

T = TypeVar("T", bound=Projection)
PAIRED_VERBS: tuple[Verb, ...] = ("append",)


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One pairing as known; `actors` are (party id, role), `subjects` households and the like."""

    key: str
    kind: str  # "plan-id:pairing-kind"
    place: str
    since: date
    until: date | None
    actors: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    born: int
    died: int | None


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in force, with the very text that was put in force."""

    key: str
    plan: str
    edition: str
    since: date
    until: date | None
    sha256: str
    text: str
    born: int
    died: int | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a waiver was granted, on what paper, and by whom: for people to read."""

    reason: str
    basis: str
    approver: str


def known(rows: QuerySet[T], book: str, seq: int | None) -> QuerySet[T]:
    """The rows of a book known at `seq`; every version of them for None."""
    if seq is None:
        return rows.filter(book=book)
    return rows.filter(Q(died__isnull=True) | Q(died__gt=seq), book=book, born__lte=seq)


def _died(seq: int | None) -> str | Value:
    """At a seq nobody knows yet that a row will die."""
    return "died" if seq is None else Value(None, output_field=BigIntegerField())


def pairings_at(book: str, seq: int | None) -> tuple[PairingRow, ...]:
    """Every pairing known at `seq`, past ones too, by place then key (three queries).

    For None every version of every pairing, as in the queries below.
    """
    rows = known(Pairing.objects.all(), book, seq)
    ids = rows.values("pk")
    actors: dict[int, list[tuple[str, str]]] = defaultdict(list)
    parties = PairingParty.objects.filter(pairing__in=ids).order_by("pk")
    for at, party, role in parties.values_list("pairing_id", "party", "role"):
        actors[at].append((party, role))
    subjects: dict[int, list[str]] = defaultdict(list)
    targets = PairingSubject.objects.filter(pairing__in=ids).order_by("pk")
    for at, subject in targets.values_list("pairing_id", "subject"):
        subjects[at].append(subject)
    columns = ("pk", "key", "kind", "place", "since", "until", "born", _died(seq))
    return tuple(
        PairingRow(
            key, kind, place, since, until, tuple(actors[pk]), tuple(subjects[pk]), born, died
        )
        for pk, key, kind, place, since, until, born, died in rows.order_by(
            "place", "key", "born"
        ).values_list(*columns)
    )


def editions_in_force(book: str, seq: int) -> tuple[EditionRow, ...]:
    """Every edition known at `seq`, by plan and first day (one query)."""
    rows = known(EditionInForce.objects.all(), book, seq)
    columns = ("key", "plan", "edition", "since", "until", "sha256", "text", "born", _died(seq))
    ordered = rows.order_by("plan", "since", "born", "key")
    return tuple(EditionRow(*row) for row in ordered.values_list(*columns))


def editions_within(
    prefix: str,
) -> list[tuple[str, int, int | None, tuple[str, str, str, date, date | None]]]:
    """Every version of every edition in the books whose code begins with `prefix` (one query).

    (book, born, died, (plan, edition, sha256, since, until)), without the texts.
    """
    rows = EditionInForce.objects.filter(book__startswith=prefix).order_by("book", "pk")
    columns = ("book", "born", "died", "plan", "edition", "sha256", "since", "until")
    return [
        (book, born, died, (plan, edition, sha256, since, until))
        for book, born, died, plan, edition, sha256, since, until in rows.values_list(*columns)
    ]


def grounds_of(waivers: Iterable[str]) -> Mapping[str, Grounds]:
    """The grounds of waivers by their keys, the same in all versions of one (one query at most)."""
    keys = tuple(waivers)
    if not keys:
        return {}
    rows = Waiver.objects.filter(key__in=keys)
    return {
        key: Grounds(*told) for key, *told in rows.values_list("key", "reason", "basis", "approver")
    }


def paired_places(parties: Iterable[str], on: date) -> tuple[tuple[str, str], ...]:
    """(party, place) of every pairing these parties hold on a day, as known now (one query)."""
    return paired_asked(Asking(), parties, on, on)(on)


def paired_asked(
    asking: Asking, parties: Iterable[str], first: date, last: date
) -> Callable[[date], tuple[tuple[str, str], ...]]:
    """`paired_places` among other questions, for each day from `first` to `last`."""
    some = sorted(set(parties))
    if not some:
        return lambda _on: ()
    named = ", ".join(["%s"] * len(some))
    rows = asking.rows(PAIRED.format(named), [*some, last, first])

    spans: list[tuple[str, str, date, date | None]] = []

    def read(on: date) -> tuple[tuple[str, str], ...]:
        if not spans:
            spans.extend((w, p, day_of(s), u and day_of(u)) for w, p, s, u in rows())
        return tuple(sorted({(w, p) for w, p, since, until in spans if _holds(since, until, on)}))

    return read


def books_paired(parties: Iterable[str]) -> frozenset[str]:
    """The books in which these parties have or had a pairing, as known now (one query)."""
    some = sorted(set(parties))
    if not some:
        return frozenset()
    named = ", ".join(["%s"] * len(some))
    return frozenset(book for (book,) in rows_of(BOOKS_PAIRED.format(named), some))


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)


PAIRED = """
SELECT DISTINCT a.party, p.place, p.since, p.until FROM pairings_pairingparty a
JOIN pairings_pairing p ON p.id = a.pairing_id
WHERE a.party IN ({}) AND p.since <= %s AND (p.until IS NULL OR p.until > %s) AND p.died IS NULL
"""
BOOKS_PAIRED = """
SELECT DISTINCT p.book FROM pairings_pairingparty a
JOIN pairings_pairing p ON p.id = a.pairing_id
WHERE a.party IN ({}) AND p.died IS NULL
"""


def scope_with_pairings(scope: Scope, on: date) -> Scope:
    """The scope, widened to what its units and teams are paired with on a day.

    There they see everything and may append what they themselves did.
    """
    return widened(scope, paired_places(scope.units, on))


def widened(scope: Scope, pairs: Iterable[tuple[str, str]]) -> Scope:
    """The scope, widened to these (party, place) its units and teams are paired with."""
    if not scope.units:
        return scope
    paired = [(party, prefix_of(place)) for party, place in pairs]
    mine = (scope.person, *scope.units)
    return replace(
        scope,
        places=scope.places | {prefix for _, prefix in paired},
        verbs_there=scope.verbs_there
        | {(verb, who, prefix) for verb in PAIRED_VERBS for who in mine for _, prefix in paired},
    )


def book_of_pairing(key: str) -> str:
    """The book a pairing belongs to, "" when there is no such pairing (one query)."""
    return Pairing.objects.filter(key=key).values_list("book", flat=True).first() or ""


def running_at(place: str, on: date) -> int:
    """How many pairings with this very place run on a day, as known now (one query)."""
    return Pairing.objects.filter(holding(on), died=None, place=place).count()
