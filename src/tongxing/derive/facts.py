"""Pairings, waivers, editions and attributes of a book in all their versions.

`Facts.at(seq)` leaves those that were known at a seq, so an earlier `known_at` needs no
further query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import Protocol
from typing import TypeVar

from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Waiver
from tongxing.records.registry.queries import prefix_of

# A record of one of these kinds changes what judging depends on.
CHANGES_FACTS = frozenset(
    {
        "pairing-opened",
        "pairing-ended",
        "waiver-granted",
        "waiver-ended",
        "edition-in-force",
        "attribute-set",
        "record-withdrawn",
    }
)


@dataclass(frozen=True, slots=True)
class PairingFact:
    """One pairing as known from `born` until `died`."""

    key: str
    born: int
    died: int | None
    kind: str
    place: str
    since: date
    until: date | None
    parties: tuple[tuple[str, str], ...]  # (party id, role)
    subjects: tuple[str, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        return tuple(party for party, _ in self.parties)

    def runs(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class WaiverFact:
    key: str
    born: int
    died: int | None
    pairing: str  # one pairing's key, or "" for every pairing within `place`
    place: str
    plan: str
    duties: frozenset[str]  # empty: every duty of the plan
    since: date
    until: date | None
    reason: str
    basis: str
    approver: str

    def concerns(self, pairing: PairingFact) -> bool:
        if self.pairing:
            return self.pairing == pairing.key
        return bool(self.place) and pairing.place.startswith(prefix_of(self.place))


@dataclass(frozen=True, slots=True)
class EditionFact:
    key: str
    born: int
    died: int | None
    plan: str
    edition: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class AttributeFact:
    key: str
    born: int
    died: int | None
    subject: str
    name: str
    value: str
    since: date
    until: date | None


class _Versioned(Protocol):
    @property
    def born(self) -> int: ...
    @property
    def died(self) -> int | None: ...


_Fact = TypeVar("_Fact", bound=_Versioned)


@dataclass(frozen=True, slots=True)
class Facts:
    """Every version of every fact of one book; pairings ascend by place, then key."""

    pairings: tuple[PairingFact, ...]
    waivers: tuple[WaiverFact, ...]
    editions: tuple[EditionFact, ...]
    attributes: tuple[AttributeFact, ...]

    def at(self, seq: int) -> Facts:
        """The facts known at `seq`."""
        return Facts(
            _alive(self.pairings, seq),
            _alive(self.waivers, seq),
            _alive(self.editions, seq),
            _alive(self.attributes, seq),
        )


def _alive(facts: Iterable[_Fact], seq: int) -> tuple[_Fact, ...]:
    return tuple(f for f in facts if f.born <= seq and (f.died is None or seq < f.died))


def load_facts(book: str) -> Facts:
    """All facts of a book in six queries, whatever its size."""
    return Facts(
        _pairings(book),
        tuple(
            WaiverFact(*row[:6], _listed(row[6]), *row[7:])
            for row in Waiver.objects.filter(book=book)
            .order_by("born", "key")
            .values_list(
                "key",
                "born",
                "died",
                "pairing",
                "place",
                "plan",
                "duties",
                "since",
                "until",
                "reason",
                "basis",
                "approver",
            )
        ),
        tuple(
            EditionFact(*row)
            for row in EditionInForce.objects.filter(book=book)
            .order_by("plan", "since", "born")
            .values_list("key", "born", "died", "plan", "edition", "sha256", "text")
        ),
        tuple(
            AttributeFact(*row)
            for row in Attribute.objects.filter(book=book)
            .order_by("born", "key")
            .values_list("key", "born", "died", "subject", "name", "value", "since", "until")
        ),
    )


def _pairings(book: str) -> tuple[PairingFact, ...]:
    parties = _grouped(
        PairingParty.objects.filter(pairing__book=book)
        .order_by("id")
        .values_list("pairing_id", "party", "role")
    )
    subjects = _grouped(
        PairingSubject.objects.filter(pairing__book=book)
        .order_by("id")
        .values_list("pairing_id", "subject")
    )
    rows = (
        Pairing.objects.filter(book=book)
        .order_by("place", "key", "born")
        .values_list("id", "key", "born", "died", "kind", "place", "since", "until")
    )
    return tuple(
        PairingFact(
            *row[1:],
            parties=tuple((party, role) for party, role in parties.get(row[0], ())),
            subjects=tuple(subject for (subject,) in subjects.get(row[0], ())),
        )
        for row in rows
    )


def _grouped(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for owner, *rest in rows:
        found[owner].append(tuple(rest))
    return found


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())
