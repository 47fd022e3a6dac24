"""Finding places by what somebody types: a name, a path (“根子柏桥”), a code, first letters.

Nearest first: what lies in the county the viewer keeps, then its city, its province, the
nation; within each the whole name before its beginning before a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tongxing.records.registry.codes import LEVEL_DIGITS
from tongxing.records.registry.codes import full
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.codes import steps_of
from tongxing.records.registry.models import Place
from tongxing.records.registry.naming import plain
from tongxing.records.registry.place_index import Word
from tongxing.records.registry.place_index import beginning
from tongxing.records.registry.place_index import found
from tongxing.records.registry.place_index import questions
from tongxing.records.registry.place_index import range_of
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import within

LONGEST = 40  # characters of a text that are looked at
MOST = 12
MOST_ABOVE = 3_000  # towns and counties that begin with the same letters
MOST_BELOW = 20_000
FEW = 8  # so many places above are looked into one by one
PART = 4  # a longer text is rather a path than a part of a name
SHORT = 2  # what is shorter is looked for nearby only
# Ends of names alone say nothing: they are looked for nearby only.
COMMON = frozenset({"社区", "街道", "村委会", "居委会", "委会", "嘎查"})
_LEVELS_ALONE = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One place a text may mean; `path` tells it apart from others of the same name."""

    code: str
    name: str
    level: str
    path: str  # from the province down, as in 广东省茂名市高州市根子镇柏桥村
    until: date | None


def search(
    text: str, *, near: str = "", inside: str = "", on: date | None, most: int = MOST
) -> list[FoundPlace]:
    """The places a text may mean, best first, at most `most`.

    `near` is the code (or its beginning) of what the viewer keeps, `inside` the place that may
    not be left. `on` is the day they must hold on; None asks for all there have been.
    """
    typed = plain(text)[:LONGEST]
    if not typed:
        return []
    if typed.isascii() and typed.isdigit():
        return _by_code(typed, inside, on, most)
    codes = list(dict.fromkeys(_Search(typed, near, prefix_of(inside)).codes(most)))
    return described([full(str(code)) for code in codes], on)[:most]


def _by_code(typed: str, inside: str, on: date | None, most: int) -> list[FoundPlace]:
    """The places whose code begins so, the largest first."""
    rows = Place.objects.filter(within(typed), within(prefix_of(inside)))
    if on is not None:
        rows = rows.filter(holding(on))
    return described(list(rows.order_by("code").values_list("code", flat=True)[:most]), on)


def described(codes: Sequence[str], on: date | None) -> list[FoundPlace]:
    """Places by code in this order, with their paths (one query); those that hold on `on`.

    Without a day each bears its latest name.
    """
    wanted = {step for code in codes for step in steps_of(code)}
    rows: dict[str, Place] = {}
    for row in Place.objects.filter(code__in=wanted).order_by("since"):
        if on is None or (row.since <= on and (row.until is None or on < row.until)):
            rows[row.code] = row
    return [
        FoundPlace(code, named.name, named.level, path_said(code, rows), named.until)
        for code in dict.fromkeys(codes)
        if (named := rows.get(code))
    ]


def path_said(code: str, rows: Mapping[str, Place]) -> str:
    """The names from the province down; what only stands for a level is left out."""
    names = [rows[step].name for step in steps_of(code) if step in rows]
    return "".join(name for name in names if name not in _LEVELS_ALONE)


class _Search:
    """One text being looked for; codes are numbers here."""

    def __init__(self, text: str, near: str, inside: str) -> None:
        self.text = text
        self.inside = range_of(inside)
        self.asked: dict[tuple[int, tuple[int, int]], list[int]] = {}
        prefix = prefix_of(near) if near else ""
        steps = [prefix[:digits] for digits in reversed(LEVEL_DIGITS[:3]) if len(prefix) >= digits]
        self.near = [one for one in (self._cut(range_of(step)) for step in steps) if one]
        common = len(text) < SHORT or text in COMMON
        self.rings = self.near[:2] or [self.inside] if common else [*self.near, self.inside]

    def _cut(self, ring: tuple[int, int]) -> tuple[int, int] | None:
        low, high = max(ring[0], self.inside[0]), min(ring[1], self.inside[1])
        return (low, high) if low <= high else None

    def codes(self, most: int) -> Iterator[int]:
        """Codes, best first; names before paths in each ring."""
        seen: set[int] = set()
        for ring in self.rings:
            for code in self._in(ring, most, seen):
                if code not in seen:
                    seen.add(code)
                    yield code
            if len(seen) >= most:
                return

    def _in(self, ring: tuple[int, int], most: int, seen: set[int]) -> Iterator[int]:
        """Whole names and beginnings, then paths, then parts of names.

        A long part of a name is not looked for everywhere once something was found: it would
        read through all that holds a 村.
        """
        for question in questions(self.text)[:2]:
            yield from _answering(question, ring, most + len(seen))
        yield from self._below(ring)
        if ring == self.rings[0] or len(self.text) <= PART or not seen:
            for question in questions(self.text)[2:]:
                yield from _answering(question, ring, most + len(seen))

    def _below(self, ring: tuple[int, int]) -> Iterator[int]:
        """What lies below a place that the text's first part names, and bears its rest.

        The longest first part counts most; one letter alone is too little to go by.
        """
        for at in sorted(self.above, reverse=True):
            inner = [one for code in self.above[at] if (one := _meet(_range(code), ring))]
            telling = len(self.text) - at >= SHORT
            if 0 < len(inner) <= FEW and (telling or not self.text.isascii()):
                yield from (code for one in sorted(inner) for code in self._bearing(at, one))
            elif inner and telling:
                yield from (code for code in self._beginning(at) if ring[0] <= code <= ring[1])

    def _bearing(self, at: int, ring: tuple[int, int]) -> list[int]:
        """What bears the text from `at` on within one place; asked once for each place."""
        if (at, ring) not in self.asked:
            answers = (_answering(one, ring, MOST) for one in questions(self.text[at:]))
            self.asked[at, ring] = [code for some in answers for code in some]
        return self.asked[at, ring]

    def _beginning(self, at: int) -> list[int]:
        """What begins with the text from `at` on, below any of the places named before it."""
        if (at, self.inside) not in self.asked:
            below = found(beginning(self.text[at:]), self.inside, most=MOST_BELOW)
            self.asked[at, self.inside] = sorted(_among(below, self.above[at]))
        return self.asked[at, self.inside]

    @cached_property
    def above(self) -> dict[int, set[int]]:
        """The towns, counties … that the first so many characters name, step by step down."""
        reached: dict[int, set[int]] = {}
        for begin in range(len(self.text) - 1):
            if begin and begin not in reached:
                continue
            for end in range(begin + SHORT, len(self.text)):
                named = found(beginning(self.text[begin:end]), upper=True, most=MOST_ABOVE)
                if not named:
                    break  # nothing begins so, hence nothing begins with more of it
                if begin:
                    named = list(_among(named, reached[begin]))
                if named:
                    reached.setdefault(end, set()).update(named)
        return reached


def _answering(question: Word, ring: tuple[int, int], most: int) -> list[int]:
    return sorted(found(question, ring, most=most), key=_upper_first)


def _among(codes: Sequence[int], above: set[int]) -> Iterator[int]:
    """Those of `codes` that lie below one of `above`."""
    for code in codes:
        if any(code // step * step in above for step in (10**3, 10**6, 10**8, 10**10)) and (
            code not in above
        ):
            yield code


def _range(code: int) -> tuple[int, int]:
    return range_of(prefix_of(str(code)))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def _upper_first(code: int) -> tuple[int, int]:
    """Counties before towns before villages, then by code."""
    return len(prefix_of(str(code))), code
