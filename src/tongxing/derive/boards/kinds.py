"""How many units are paired with how many villages, by kind of pairing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tongxing.derive.boards.view import View
from tongxing.records.registry.codes import prefix_of

_VILLAGE_DIGITS = 12
_TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class KindCount:
    """The pairings of one kind, each unit, team, place and household once."""

    kind: str  # "plan-id:pairing-kind"
    title: str
    pairings: int
    units: int
    teams: int
    people: int
    villages: int
    towns: int
    counties: int
    households: int


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairings of one kind on the day, and all there have ever been up to it."""

    now: KindCount
    ever: KindCount


def kind_counts(view: View, rows: Iterable[int]) -> tuple[KindCount, ...]:
    """Counts by kind, the largest first."""
    by_kind: dict[str, list[int]] = {}
    for row in rows:
        by_kind.setdefault(view.pairings[row].kind, []).append(row)
    found = (_count(view, kind, some) for kind, some in by_kind.items())
    return tuple(sorted(found, key=lambda one: (-one.pairings, one.kind)))


def paired(view: View, rows: Iterable[int]) -> tuple[Paired, ...]:
    """Each kind of these pairings, now and ever; those not yet begun are left out."""
    begun = [row for row in rows if view.pairings[row].since <= view.as_of]
    now = {row for row in begun if view.pairings[row].runs(view.as_of)}
    running = {one.kind: one for one in kind_counts(view, now)}
    found = (
        Paired(running.get(one.kind) or _count(view, one.kind, ()), one)
        for one in kind_counts(view, begun)
    )
    return tuple(sorted(found, key=lambda one: -one.now.pairings))


def _count(view: View, kind: str, rows: Iterable[int]) -> KindCount:
    facts = [view.pairings[row] for row in rows]
    actors = {actor for one in facts for actor in one.actors}
    places = [len(prefix_of(place)) for place in {one.place for one in facts}]
    return KindCount(
        kind=kind,
        title=view.kind_title(kind),
        pairings=len(facts),
        units=sum(one.startswith("org:") for one in actors),
        teams=sum(one.startswith("team:") for one in actors),
        people=sum(one.startswith("person:") for one in actors),
        villages=places.count(_VILLAGE_DIGITS),
        towns=places.count(_TOWN_DIGITS),
        counties=sum(one < _TOWN_DIGITS for one in places),
        households=len({subject for one in facts for subject in one.subjects}),
    )
