"""Which place somebody means: one, several that must be told apart, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import is_code
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.naming import full_names
from tongxing.records.registry.naming import plain
from tongxing.records.registry.place_search import FoundPlace
from tongxing.records.registry.place_search import described
from tongxing.records.registry.place_search import search
from tongxing.records.registry.queries import within

MOST_NAMED = 6
CITY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text comes to: `place` when it is plain, else what it may mean (perhaps nothing)."""

    place: FoundPlace | None
    candidates: tuple[FoundPlace, ...] = ()


def resolve(text: str, *, within: str, on: date) -> Resolution:
    """Which place holding on a day a text means, inside `within` ("" for the nation).

    Plain are a 12-digit code, a whole name or path that only one place bears (an ending such
    as 村 or 镇 may be left out). A part of a name or first letters are never plain: they name
    candidates, at most six, to choose from.
    """
    typed = plain(text)
    if is_code(typed):
        known = described([typed], on) if typed.startswith(prefix_of(within)) else []
        return Resolution(known[0] if known else None)
    found = search(text, near=within, inside=within, on=on, most=4 * MOST_NAMED)
    exact = [one for one in found if means(typed, one)]
    if len(exact) == 1:
        return Resolution(exact[0])
    return Resolution(None, tuple((exact or found)[:MOST_NAMED]))


def means(typed: str, place: FoundPlace) -> bool:
    """Whether a text is a place's whole name, alone or behind parts of its path."""
    path, name = plain(place.path), plain(place.name)
    for whole in full_names(typed):
        if whole == name:
            return True
        if whole.endswith(name) and _in_order(whole.removesuffix(name), path.removesuffix(name)):
            return True
    return False


def _in_order(part: str, path: str) -> bool:
    """Whether the characters of `part` stand in `path` in this order."""
    rest = iter(path)
    return all(char in rest for char in part)


def label_of(code: str, on: date) -> str:
    """How a picker shows a place: its full path; "" when no such place holds on the day."""
    known = described([code], on) if is_code(code) else []
    return known[0].path if known else ""


def history(code: str) -> list[Place]:
    """Every name a place has had, the earliest first."""
    return list(Place.objects.filter(code=full(code)).order_by("since"))


def merged_into(code: str) -> list[str]:
    """The places of the same city that became part of this one, by code."""
    around = within(prefix_of(code)[:CITY_DIGITS])
    return sorted(Place.objects.filter(around, successor=code).values_list("code", flat=True))
