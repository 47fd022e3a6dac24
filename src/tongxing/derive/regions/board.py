"""A city's or a province's page: its counties on the map and in a table, added up.

A viewer reads figures of the books within their scope only, one's own or out of the lake; the
page is there for them when at least one of its books is, or when their grant covers the region.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from typing import Literal

import orjson

from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import books_of
from tongxing.derive.regions.naming import names_of
from tongxing.derive.regions.shapes import Province
from tongxing.derive.regions.shapes import province_shapes
from tongxing.derive.regions.told import Telling
from tongxing.derive.regions.told import Told
from tongxing.derive.regions.told import tell
from tongxing.derive.regions.told import together
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import counties_within
from tongxing.records.registry.queries import place_names

PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS = 2, 4, 6
DIRECT = "直辖"  # counties of no city
# outside: has a book, but not in view; outstanding: not added up yet; failed: cannot be;
# undated: in a lake, which does not say what was known at the moment asked about.
Standing = Literal["told", "outstanding", "failed", "undated", "outside", "none"]
NOT_IN_TABLE = frozenset[Standing]({"undated", "outside", "none"})


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county: what its own board says of the year."""

    place: Named
    code: str  # six digits, as its book and its shape have it
    standing: Standing
    tally: Tally  # empty unless told
    pairings: int  # running
    whole: bool  # False: only what of it is in view is counted
    drawn: bool  # whether there is a shape for it
    why: str = ""  # it failed
    ended: bool = False  # merged or abolished by then; what was done there stays its own
    lake_seq: int | None = None  # of another installation's: the last record the lake has

    @property
    def leads(self) -> str:
        """Where its name leads: its own board, 12 digits; its page out of the lake, 6; or ""."""
        if not self.place.opens:
            return ""
        return self.place.id if self.lake_seq is None else self.code


@dataclass(frozen=True, slots=True)
class CityRows:
    """A city with its counties; a city without counties has itself as its only one."""

    city: Named  # `opens`: whether its region page does
    tally: Tally
    told: int  # counties that are added up
    counties: tuple[CountyRow, ...]

    @property
    def shown(self) -> tuple[CountyRow, ...]:
        """Those with a book in view, added up or still to be."""
        return tuple(one for one in self.counties if one.standing not in NOT_IN_TABLE)


@dataclass(frozen=True, slots=True)
class RegionBoard:
    """`code` has two or four digits; the sums are those of the counties in view."""

    stand: Stand
    code: str
    place: Named
    above: Named | None  # the province of a city
    total: Tally
    told: int
    cities: tuple[CityRows, ...]
    shapes: Province | None
    made_up: bool = False  # whether counties of a synthetic lake are among them
    trouble: str = ""  # why the lake cannot be read

    @property
    def counties(self) -> tuple[CountyRow, ...]:
        return tuple(one for city in self.cities for one in city.counties)

    @property
    def waiting(self) -> int:
        """Counties not added up yet."""
        return len(self.of("outstanding"))

    def of(self, standing: Standing) -> tuple[CountyRow, ...]:
        return tuple(one for one in self.counties if one.standing == standing)

    @property
    def others(self) -> int:
        """Counties told out of the lake."""
        return sum(one.lake_seq is not None for one in self.counties)

    @property
    def is_city(self) -> bool:
        return len(self.code) == CITY_DIGITS


def region_board(
    scope: Scope, *, code: str, book: str, as_of: date, known_at: datetime | None = None
) -> RegionBoard:
    """The page of a region; raises NotInView. Five queries once its books are told.

    `book` is the one the viewer works in, which every page names.
    """
    if not _is_region(code):
        raise NotInView
    seen = {one.id: one.name for one in books_of(scope)}
    telling = tell(scope, code, seen, as_of=as_of, known_at=known_at)
    seen |= telling.others
    if not _opens(scope, code, [*seen, *telling.undated]):
        raise NotInView
    there = {one.code: one.name for one in counties_within(code[:PROVINCE_DIGITS], as_of)}
    ended = _ended(there, telling.books, as_of)
    on_file = {**there, **ended}  # a book's county may not be, or not yet on that day
    names = {full(one): name for one, name in {**seen, **telling.undated}.items()} | on_file
    place, above = full(code), full(code[:PROVINCE_DIGITS])
    if place not in names:
        raise NotInView
    shapes = province_shapes(code[:PROVINCE_DIGITS])
    within = {one: name for one, name in sorted(names.items()) if one.startswith(code)}
    rows = _rows(within, {*there}, {*ended}, telling, shapes)
    return RegionBoard(
        stand=stand_on(
            *(book, seen, as_of, known_at),
            (code, rows, shape_key(shapes), telling.made_up, telling.trouble),
        ),
        code=code,
        place=Named(place, names[place]),
        above=Named(above, names[above]) if above != place and above in names else None,
        total=together(telling.told.values()),
        told=len(telling.told),
        cities=tuple(_cities(code, rows, names, telling.told, as_of)),
        shapes=shapes,
        made_up=telling.made_up,
        trouble=telling.trouble,
    )


def _ended(there: Iterable[str], books: Iterable[str], on: date) -> Mapping[str, str]:
    """Names of counties that have a book and are no more, with those above; else no query."""
    gone = [one for one in books if full(one) not in there]
    digits = (PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS)
    return place_names({full(one[:most]) for one in gone for most in digits} - {*there}, on)


def regions_above(code: str, on: date) -> tuple[Named, ...]:
    """The province and the city a place lies in, as far as the registry has them; one query.

    Whoever may open the place's page may open theirs.
    """
    codes = [full(code[:PROVINCE_DIGITS]), full(code[:CITY_DIGITS])]
    names = place_names(codes, on)
    return tuple(Named(one, names[one]) for one in codes if one in names and one != code)


def _is_region(code: str) -> bool:
    return len(code) in {PROVINCE_DIGITS, CITY_DIGITS} and code.isascii() and code.isdigit()


def _opens(scope: Scope, code: str, seen: Iterable[str]) -> bool:
    return scope.sees_place(code) or any(book.startswith(code) for book in seen)


def _rows(
    names: Mapping[str, str],
    there: AbstractSet[str],
    ended: AbstractSet[str],
    telling: Telling,
    shapes: Province | None,
) -> list[CountyRow]:
    """The region's counties by code, with cities that are their own only county.

    Whatever has a book has a row, so that the rows come to the sum.
    """
    drawn = shapes.counties if shapes else {}
    inner = {one[:CITY_DIGITS] for one in names if one[CITY_DIGITS:COUNTY_DIGITS].strip("0")}
    found = []
    for place, name in names.items():
        code = place[:COUNTY_DIGITS]
        lone = code.endswith("00") and code[:CITY_DIGITS] not in inner and code[2:4] != "00"
        if lone or code[CITY_DIGITS:] != "00" or code in telling.books:
            known = telling.told.get(code)
            has_page = place in there | ended or (known is not None and known.lake_seq is not None)
            found.append(
                CountyRow(
                    place=Named(place, name, has_page and known is not None and known.opens),
                    code=code,
                    standing=_standing(code, telling),
                    tally=known.tally if known else Tally(),
                    pairings=known.pairings if known else 0,
                    whole=known is None or known.whole,
                    drawn=code in drawn,
                    why=telling.failed.get(code, ""),
                    ended=place in ended,
                    lake_seq=known.lake_seq if known else None,
                )
            )
    return found


def _standing(code: str, telling: Telling) -> Standing:
    if code in telling.told:
        return "told"
    if code in telling.outstanding:
        return "outstanding"
    if code in telling.failed:
        return "failed"
    if code in telling.undated:
        return "undated"
    return "outside" if code in telling.books else "none"


def _cities(
    code: str,
    rows: Sequence[CountyRow],
    names: Mapping[str, str],
    told: Mapping[str, Told],
    on: date,
) -> Iterator[CityRows]:
    by_city: dict[str, list[CountyRow]] = {}
    for row in rows:
        by_city.setdefault(row.code[:CITY_DIGITS], []).append(row)
    unnamed = [city for city in by_city if full(city) not in names]
    shipped = names_of(unnamed, on) if unnamed else {}
    called = {city: name for city, name in shipped.items() if name != city}  # else nobody knows it
    for city, counties in by_city.items():
        known = [told[row.code] for row in counties if row.standing == "told"]
        name = Named(full(city), names.get(full(city)) or called.get(city, DIRECT))
        found = CityRows(name, together(known), len(known), tuple(counties))
        opens = bool(found.shown) and name.id in names and code != city
        yield replace(found, city=name._replace(opens=opens))


def stand_on(
    book: str,
    books: Mapping[str, str],
    as_of: date,
    known_at: datetime | None,
    shown: object,
) -> Stand:
    """What the page stands on: all that is on it, since it follows from many books."""
    key = hashlib.sha256(orjson.dumps(shown, default=str)).hexdigest()
    return Stand(book, books.get(book, ""), as_of, known_at, 0, key)


def shape_key(shapes: Province | None) -> tuple[str, int]:
    """What tells one file of shapes from another."""
    return (shapes.source, len(shapes.counties)) if shapes else ("", 0)
