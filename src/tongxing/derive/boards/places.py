"""Boards of a village, and of a town or county with its parts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta

import numpy as np

from tongxing.derive.boards.cells import tallies_by_place
from tongxing.derive.boards.figures import Choice
from tongxing.derive.boards.figures import indicator_sums
from tongxing.derive.boards.figures import money_sums
from tongxing.derive.boards.group import Group
from tongxing.derive.boards.group import group_of
from tongxing.derive.boards.group import timeline
from tongxing.derive.boards.kinds import paired
from tongxing.derive.boards.lines import Naming
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.lines import town_of
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PlaceBar
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.subjects import EndedPlace
from tongxing.derive.boards.subjects import PlaceBoard
from tongxing.derive.boards.subjects import ProfileFacts
from tongxing.derive.boards.subjects import VillageBoard
from tongxing.derive.boards.tiers import team_named
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.facts import PairingFact
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.queries import children
from tongxing.records.registry.queries import path_of
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import teams_within

_PROFILES = {"village": "village-profile", "town": "town-profile"}
_BOOK_DIGITS = 6


def village_board(
    scope: Scope, *, place: str, as_of: date, known_at: datetime | None = None
) -> VillageBoard:
    """One village (12-digit code). At most 20 queries; raises NotInView."""
    view = view_of(scope, book=place[:_BOOK_DIGITS], as_of=as_of, known_at=known_at)
    return kept_board(view, ("village", place), lambda: _village(view, place))


def _village(view: View, place: str) -> VillageBoard:
    found, as_of = _found(view, place), view.as_of
    group = group_of(view, lambda one: one.place == place, (place, full(view.stand.book)))
    choice = Choice(place=place)
    profiles = _profiles(view, place, found.level)
    return VillageBoard(
        stand=view.stand,
        place=Named(place, found.name),
        path=path_of(place, _last_day(found, as_of)),
        profile=profiles[0] if profiles else None,
        earlier=profiles[1:],
        gone=_gone(found, as_of, group.names),
        pairings=group.strips(group.running),
        ended=group.lines(group.ended),
        duties=group.duties(),
        money=money_sums(view, choice),
        figures=indicator_sums(view, choice),
        people=_people(view, group.running, group.names),
        timeline=timeline(view, choice),
        above=(group.names.place(full(view.stand.book)), group.names.place(town_of(place))),
    )


def place_board(
    scope: Scope, *, place: str, as_of: date, known_at: datetime | None = None
) -> PlaceBoard:
    """A town or county (12 digits). At most 20 queries; raises NotInView."""
    view = view_of(scope, book=place[:_BOOK_DIGITS], as_of=as_of, known_at=known_at)
    return kept_board(view, ("place", place), lambda: _place(view, place))


def _place(view: View, place: str) -> PlaceBoard:
    found, as_of = _found(view, place), view.as_of
    prefix = prefix_of(place)
    day = _last_day(found, as_of)
    parts = children(place, day)
    profiles = _profiles(view, place, found.level)
    group = group_of(view, lambda one: one.place.startswith(prefix), (place, full(view.stand.book)))
    choice = Choice(place=place)
    own = tuple(row for row in group.running if view.pairings[row].place == place)
    return PlaceBoard(
        stand=view.stand,
        place=Named(place, found.name),
        path=path_of(place, day),
        level=found.level,
        profile=profiles[0] if profiles else None,
        earlier=profiles[1:],
        gone=_gone(found, as_of, group.names),
        parts=tuple(_bars(view, group, place, parts)),
        duties=group.duties(),
        pairings=group.lines(group.running),
        paired=paired(view, (*group.running, *group.ended)),
        own=group.strips(own),
        money=money_sums(view, choice),
        figures=indicator_sums(view, choice),
        teams=tuple(team_named(view.scope, one) for one in teams_within(place, as_of)),
        above=(group.names.place(full(view.stand.book)),) if len(prefix) > _BOOK_DIGITS else (),
        timeline=timeline(view, choice),
    )


def _bars(view: View, group: Group, place: str, parts: Sequence[Place]) -> Iterator[PlaceBar]:
    """The parts as bars, also those that have ended as far as they count in the whole.

    Like the whole, their tallies keep what ended pairings owed.
    """
    if not parts:
        return
    among = np.zeros(len(view.pairings), np.bool_)
    among[[*group.running, *group.ended]] = True
    digits = len(prefix_of(parts[0].code))
    tallies = tallies_by_place(view, digits, view.as_of.year, among)
    running = Counter(full(view.pairings[row].place[:digits]) for row in group.running)
    names = {part.code: part.name for part in parts}
    counting = {*running, *(code for code, one in tallies.items() if one.asked)}
    ended = place_names(counting - {place, *names}, view.as_of)
    for code, name in sorted({**names, **ended}.items()):
        named = Named(code, name, group.names.doors.place(code))
        yield PlaceBar(named, running[code], tallies.get(code, Tally()))


def _found(view: View, place: str) -> Place:
    """A place in view, its last row of the day; raises NotInView."""
    found = Place.objects.filter(code=place, since__lte=view.as_of).order_by("-since").first()
    prefix = prefix_of(place)
    inside = any(one.place.startswith(prefix) for one in _seen(view))
    if found is None or not (view.scope.sees_place(place) or inside):
        raise NotInView
    return found


def _last_day(found: Place, as_of: date) -> date:
    """The board's day, or the last on which the place was there."""
    gone = found.until is not None and found.until <= as_of
    return found.until - timedelta(days=1) if gone and found.until else as_of


def _gone(found: Place, as_of: date, names: Naming) -> EndedPlace | None:
    """What became of the place, None while it is there; one query at most."""
    if found.until is None or as_of < found.until:
        return None
    successor = None
    if found.successor:
        name = place_names([found.successor], as_of).get(found.successor, found.successor)
        successor = Named(found.successor, name, names.doors.place(found.successor))
    return EndedPlace(found.until, successor, found.end_basis)


def _profiles(view: View, place: str, level: str) -> tuple[ProfileFacts, ...]:
    """The profiles of this very place, the latest first; one query."""
    kind = _PROFILES.get(level)
    table = view.judged.standing.book.records
    if kind is None:
        return ()
    here = table.deeds.of_kinds({kind}) & (table.deeds.place == int(place))
    rows = np.flatnonzero(table.whose(here) & view.sight & view.judged.standing.effective)
    latest_first = rows[np.argsort(table.happened[rows], kind="stable")][::-1]
    lines = record_lines(view, [int(row) for row in latest_first])
    return tuple(ProfileFacts(one.id, one.happened, one.values, one.text) for one in lines)


def _seen(view: View) -> Iterator[PairingFact]:
    return (one for row, one in enumerate(view.pairings) if view.seen[row])


def _people(view: View, rows: Iterable[int], names: Naming) -> tuple[Named, ...]:
    parties = dict.fromkeys(party for row in rows for party in view.pairings[row].actors)
    return tuple(names.party(party) for party in parties)
