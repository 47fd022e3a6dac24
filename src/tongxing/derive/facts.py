"""Pairings, waivers, editions and attributes of a book in all their versions.

`Facts.at(seq)` leaves those that were known at a seq, so an earlier `known_at` needs no
further query. They come from a database (`projections.py`) or a lake; nothing here asks either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from typing import TypeVar

from tongxing.records.registry.codes import prefix_of

PLACE = "place:"  # before the code of a place that something is about
# A record of one of these kinds changes what judging depends on.
CHANGES_FACTS = frozenset(
    {
        "pairing-opened",
        "pairing-ended",
        "pairing-resumed",
        "waiver-granted",
        "waiver-ended",
        "edition-in-force",
        "edition-ended",
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
        return tuple([party for party, _ in self.parties])

    @property
    def aims(self) -> tuple[str, ...]:
        """What it is for: subjects, places among them, else the place it is at."""
        return self.subjects or (f"{PLACE}{self.place}",)

    def runs(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class WaiverFact:
    """What is waived, when. Why, and by whom, no judgement asks: `pairings.queries.grounds_of`."""

    key: str
    born: int
    died: int | None
    pairing: str  # one pairing's key, or "" for every pairing within `place`
    place: str
    plan: str
    duties: frozenset[str]  # empty: every duty of the plan
    since: date
    until: date | None

    def concerns(self, pairing: PairingFact) -> bool:
        if self.pairing:
            return self.pairing == pairing.key
        return bool(self.place) and pairing.place.startswith(prefix_of(self.place))


@dataclass(frozen=True, slots=True)
class EditionFact:
    """An edition with the days it is in force on, within those its text names."""

    key: str
    born: int
    died: int | None
    plan: str
    edition: str
    sha256: str
    text: str
    since: date
    until: date | None


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
