"""What judging depends on, as known at one seq of a book; plain frozen rows, few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import Q
from django.db.models import QuerySet

from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Projection
from tongxing.records.pairings.models import Waiver
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import prefix_of

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


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver; for one pairing's key, or for every pairing within `place`."""

    key: str
    pairing: str
    place: str
    plan: str
    duties: frozenset[str]  # empty = every duty of the plan
    since: date
    until: date | None
    reason: str
    basis: str
    approver: str


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


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One dated attribute of a "place:…", "household:…", "person:…", "org:…"."""

    key: str
    subject: str
    name: str
    value: str
    since: date
    until: date | None


def alive(rows: QuerySet[T], book: str, seq: int) -> QuerySet[T]:
    """The rows of a book known at `seq`."""
    return rows.filter(Q(died__isnull=True) | Q(died__gt=seq), book=book, born__lte=seq)


def pairings_at(book: str, seq: int) -> tuple[PairingRow, ...]:
    """Every pairing known at `seq`, past ones too, by place then key (three queries)."""
    return _pairing_rows(alive(Pairing.objects.all(), book, seq))


def pairing_at(book: str, key: str, seq: int) -> PairingRow | None:
    """One pairing as known at `seq`."""
    found = _pairing_rows(alive(Pairing.objects.filter(key=key), book, seq))
    return found[0] if found else None


def _pairing_rows(rows: QuerySet[Pairing]) -> tuple[PairingRow, ...]:
    ids = rows.values("pk")
    actors: dict[int, list[tuple[str, str]]] = defaultdict(list)
    parties = PairingParty.objects.filter(pairing__in=ids).order_by("pk")
    for at, party, role in parties.values_list("pairing_id", "party", "role"):
        actors[at].append((party, role))
    subjects: dict[int, list[str]] = defaultdict(list)
    targets = PairingSubject.objects.filter(pairing__in=ids).order_by("pk")
    for at, subject in targets.values_list("pairing_id", "subject"):
        subjects[at].append(subject)
    return tuple(
        PairingRow(
            p.key, p.kind, p.place, p.since, p.until,
            tuple(actors[p.pk]), tuple(subjects[p.pk]), p.born,
        )
        for p in rows.order_by("place", "key")
    )  # fmt: skip


def waivers_at(book: str, seq: int) -> tuple[WaiverRow, ...]:
    """Every waiver known at `seq`, by its first day (one query)."""
    return tuple(
        WaiverRow(
            w.key, w.pairing, w.place, w.plan,
            frozenset(filter(None, w.duties.split(","))),
            w.since, w.until, w.reason, w.basis, w.approver,
        )
        for w in alive(Waiver.objects.all(), book, seq).order_by("since", "key")
    )  # fmt: skip


def editions_in_force(book: str, seq: int) -> tuple[EditionRow, ...]:
    """Every edition known at `seq`, by plan and first day (one query)."""
    rows = alive(EditionInForce.objects.all(), book, seq).order_by("plan", "since", "key")
    return tuple(
        EditionRow(e.key, e.plan, e.edition, e.since, e.until, e.sha256, e.text) for e in rows
    )


def attributes_at(book: str, seq: int) -> tuple[AttributeRow, ...]:
    """Every dated attribute known at `seq`, by subject, name and first day (one query)."""
    rows = alive(Attribute.objects.all(), book, seq).order_by("subject", "name", "since", "key")
    return tuple(AttributeRow(a.key, a.subject, a.name, a.value, a.since, a.until) for a in rows)


def paired_places(parties: Iterable[str], on: date) -> tuple[tuple[str, str], ...]:
    """(party, place) of every pairing these parties hold on a day, as known now (one query)."""
    rows = PairingParty.objects.filter(
        party__in=set(parties), pairing__in=Pairing.objects.filter(holding(on), died=None)
    )
    return tuple(
        rows.order_by("party", "pairing__place").values_list("party", "pairing__place").distinct()
    )


def scope_with_pairings(scope: Scope, on: date) -> Scope:
    """The scope, widened to what its units and teams are paired with on a day.

    There they see everything and may append what they themselves did.
    """
    if not scope.units:
        return scope
    paired = [(party, prefix_of(place)) for party, place in paired_places(scope.units, on)]
    mine = (scope.person, *scope.units)
    return replace(
        scope,
        places=scope.places | {prefix for _, prefix in paired},
        verbs_there=scope.verbs_there
        | {(verb, who, prefix) for verb in PAIRED_VERBS for who in mine for _, prefix in paired},
    )
