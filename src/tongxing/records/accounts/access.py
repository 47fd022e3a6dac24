"""The one place that says who may see and do what.

A `Scope` is what an account's grants come to on one day. Rooms above turn it into query
filters with `sees` / `seen_by`; actions ask `may`. Nothing else decides access.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verb = Literal[
    "append",  # write down what one's own party did
    "append-for",  # write it down for any party within the scope
    "correct",
    "withdraw",
    "return",
    "accept",
    "settle",
    "manage",  # pairings, waivers, editions, attributes
    "audit",
]

VERBS: dict[str, frozenset[Verb]] = {
    "office": frozenset(
        {"append", "append-for", "correct", "withdraw", "return", "accept", "settle", "manage"}
    ),
    "supervisor": frozenset(),
    "unit": frozenset({"append", "correct", "withdraw"}),
    "team": frozenset({"append", "correct", "withdraw"}),
    "village": frozenset({"append", "append-for", "correct", "withdraw"}),
    "auditor": frozenset({"audit"}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What one account may see and do on one day.

    `places` are code prefixes without trailing zero groups ("440981", "440981104",
    "440981104203"): all that happened there is seen. `parties` are seen wherever they act.
    `verbs_in` says which verbs hold in which of these places, `verbs_of` for which parties.
    """

    account: str
    person: str
    places: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    verbs_in: frozenset[tuple[Verb, str]] = frozenset()
    verbs_of: frozenset[tuple[Verb, str]] = frozenset()
    roles: frozenset[str] = frozenset()
    revision: int = 0

    def sees_place(self, code: str) -> bool:
        return any(code.startswith(prefix) for prefix in self.places)

    def sees(self, *, place: str, parties: Iterable[str]) -> bool:
        """Whether something at `place` done by `parties` is in view."""
        return self.sees_place(place) or not self.parties.isdisjoint(parties)

    def may(self, verb: Verb, *, place: str, parties: Iterable[str]) -> bool:
        """Whether `verb` is allowed on something at `place` done by `parties`."""
        if any(v == verb and place.startswith(prefix) for v, prefix in self.verbs_in):
            return True
        acting = set(parties)
        return any(v == verb and party in acting for v, party in self.verbs_of)
