"""What a form offers: places the viewer may write for, and the units paired with one."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.derive.facts import PairingFact
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import writing
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.queries import names_there
from tongxing.records.registry.queries import organizations_within
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import villages_of

COUNTY_DIGITS = 6
TOWN_DIGITS = 9
VILLAGE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class TownChoice:
    """A town and the places within it that may be chosen."""

    code: str
    name: str
    places: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who acted for the unit; `value` as `Entry.persons` holds it."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class DoerChoice:
    """A party that may be ticked; `mine` when the viewer belongs to it."""

    party: str
    name: str
    mine: bool
    people: tuple[PersonChoice, ...]


def writable(
    scope: Scope, pairings: Iterable[PairingFact], day: date, *, assesses: bool = False
) -> tuple[PairingFact, ...]:
    """The running pairings the viewer may write for, or (`assesses`) may write checks about."""
    verbs = writing(assesses=assesses)
    return tuple(
        one
        for one in pairings
        if one.runs(day)
        and any(scope.may(verb, place=one.place, parties=one.actors) for verb in verbs)
    )


def own_places(scope: Scope, book: str, *, paired: bool, assesses: bool = False) -> frozenset[str]:
    """Prefixes in a book within which the viewer may write with or without a pairing.

    A county is left out while there are pairings to choose from: its hundreds of villages
    would bury them.
    """
    verbs = writing(assesses=assesses)
    prefixes = {prefix for verb, prefix in scope.verbs_in if verb in verbs}
    within = {book if book.startswith(prefix) else prefix for prefix in prefixes}
    return frozenset(
        prefix
        for prefix in within
        if prefix.startswith(book) and (not paired or len(prefix) >= TOWN_DIGITS)
    )


def place_choices(
    pairings: Iterable[PairingFact],
    day: date,
    *,
    also: str = "",
    within: Collection[str] = (),
) -> tuple[TownChoice, ...]:
    """The targets of `pairings`, `also`, and every village of a paired town or `within`."""
    codes = {one.place for one in pairings} | ({also} if also else set())
    towns = {prefix_of(code) for code in codes if len(prefix_of(code)) == TOWN_DIGITS}
    whole = tuple(towns | {one for one in within if len(one) < VILLAGE_DIGITS})
    codes |= {one.ljust(VILLAGE_DIGITS, "0") for one in within if len(one) >= TOWN_DIGITS}
    for county in sorted({prefix[:COUNTY_DIGITS] for prefix in whole}):
        villages = (one.code for one in villages_of(county, day))
        codes |= {code for code in villages if code.startswith(whole)}
    return _by_town(codes, day, also)


def _by_town(codes: Iterable[str], day: date, also: str) -> tuple[TownChoice, ...]:
    towns = {code: code[:TOWN_DIGITS].ljust(VILLAGE_DIGITS, "0") for code in sorted(codes)}
    names = dict(names_there({*towns, *towns.values()}, day))
    if also and also not in names:  # a record corrected keeps its place, which has ended since
        names |= place_names((also, towns[also]), day)
    groups: dict[str, list[PlaceChoice]] = {}
    for code, town in towns.items():
        if code not in names and code != also:
            continue  # merged or abolished by that day, though its pairing still runs
        groups.setdefault(town, []).append(PlaceChoice(code, names.get(code, code)))
    return tuple(
        TownChoice(town, names.get(town, town), tuple(some)) for town, some in groups.items()
    )


def doer_choices(
    scope: Scope, pairings: Iterable[PairingFact], place: str, day: date, also: Collection[str] = ()
) -> tuple[DoerChoice, ...]:
    """Parties paired with `place` first, then its own organizations and those of `also`.

    `pairings` are those in view; `also` holds the parties and the "person@party" pairs a
    record names already. The viewer's own units are always among them, so that the action
    can say where one may not write.
    """
    paired = {party for one in at_place(pairings, place, day) for party in one.actors}
    village = len(prefix_of(place)) == VILLAGE_DIGITS and scope.sees_place(place)
    local = organizations_within(place, day) if village else ()
    others = {one for one in also if "@" not in one} | {f"org:{one.key}" for one in local}
    others |= scope.units - (paired if paired & scope.units else set())
    people = {one for one in also if "@" in one}
    people |= {f"{scope.person}@{party}" for party in scope.units if scope.person}
    offered = [*sorted(paired), *sorted(others - paired)]
    names = parties([*offered, *(one.partition("@")[0] for one in people)])
    return tuple(
        DoerChoice(one, names.get(one, one), one in scope.units, _people(one, people, names))
        for one in offered
    )


def _people(
    party: str, people: Iterable[str], names: Mapping[str, str]
) -> tuple[PersonChoice, ...]:
    acting = sorted(one for one in people if one.partition("@")[2] == party)
    return tuple(
        PersonChoice(value, names.get(who, who))
        for value in acting
        for who in (value.partition("@")[0],)
    )


def at_place(pairings: Iterable[PairingFact], place: str, day: date) -> tuple[PairingFact, ...]:
    """The running pairings whose target holds `place`."""
    return tuple(
        one for one in pairings if one.runs(day) and place.startswith(prefix_of(one.place))
    )


def usual_doers(
    scope: Scope, pairings: Iterable[PairingFact], place: str, day: date
) -> frozenset[str]:
    """Who is ticked at first: one's own unit, or the only one paired with the place."""
    if not place:
        return frozenset()
    paired = {party for one in at_place(pairings, place, day) for party in one.actors}
    own = paired & scope.units or paired & {scope.person}
    if own:
        return frozenset(own)
    return frozenset(paired) if len(paired) == 1 else frozenset()


def subjects_at(
    scope: Scope, pairings: Iterable[PairingFact], place: str, day: date
) -> tuple[str, ...]:
    """The households of the viewer's running pairings at a place (1+1+N)."""
    return tuple(
        sorted(
            subject
            for one in at_place(writable(scope, pairings, day), place, day)
            for subject in one.subjects
        )
    )
