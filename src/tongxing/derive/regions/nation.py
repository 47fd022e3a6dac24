"""The page above the provinces: each on the map and in a line, added up out of its counties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import books_of
from tongxing.derive.regions.board import PROVINCE_DIGITS
from tongxing.derive.regions.board import shape_key
from tongxing.derive.regions.board import stand_on
from tongxing.derive.regions.shapes import Province
from tongxing.derive.regions.shapes import nation_shapes
from tongxing.derive.regions.told import Telling
from tongxing.derive.regions.told import tell
from tongxing.derive.regions.told import together
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import place_names

ALL = ""  # the prefix of every place code


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One province: what of its counties is added up, and what is not."""

    place: Named
    code: str  # two digits
    tally: Tally
    pairings: int  # running
    told: int  # counties that are added up
    partly: int  # of these, counted only as far as they are in view
    outstanding: int
    failed: tuple[tuple[str, str], ...]  # (county, why)


@dataclass(frozen=True, slots=True)
class NationBoard:
    stand: Stand
    total: Tally
    pairings: int
    told: int
    outstanding: int
    provinces: tuple[ProvinceRow, ...]  # those with a book in view, by code
    elsewhere: frozenset[str]  # two digits of those that have books, but none in view
    shapes: Province | None
    others: int = 0  # counties told out of the lake
    undated: tuple[str, ...] = ()  # those left out, since it does not say what was known then
    made_up: bool = False  # whether that is a synthetic one
    trouble: str = ""  # why the lake cannot be read


def nation_board(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> NationBoard:
    """All provinces in view; raises NotInView. Four queries once their books are told."""
    if not scope.spans_provinces():
        raise NotInView
    seen = {one.id: one.name for one in books_of(scope)}
    telling = tell(scope, ALL, seen, as_of=as_of, known_at=known_at)
    seen |= telling.others
    rows = tuple(_rows(seen, telling, as_of))
    shapes = nation_shapes()
    return NationBoard(
        stand=stand_on(
            *(book, seen, as_of, known_at),
            (rows, shape_key(shapes), telling.made_up, telling.trouble, telling.undated),
        ),
        total=together(telling.told.values()),
        pairings=sum(one.pairings for one in rows),
        told=len(telling.told),
        outstanding=len(telling.outstanding),
        provinces=rows,
        elsewhere=_provinces(telling.books) - _provinces(seen) - _provinces(telling.undated),
        undated=tuple(telling.undated),
        shapes=shapes,
        others=sum(one.lake_seq is not None for one in telling.told.values()),
        made_up=telling.made_up,
        trouble=telling.trouble,
    )


def _provinces(books: Iterable[str]) -> frozenset[str]:
    return frozenset(code[:PROVINCE_DIGITS] for code in books)


def _rows(seen: Mapping[str, str], telling: Telling, as_of: date) -> Iterator[ProvinceRow]:
    why = telling.failed
    within: dict[str, list[str]] = defaultdict(list)
    for code in sorted(seen):
        within[code[:PROVINCE_DIGITS]].append(code)
    names = place_names([full(code) for code in within], as_of)
    for code, books in within.items():
        told = [telling.told[one] for one in books if one in telling.told]
        yield ProvinceRow(
            place=Named(full(code), names.get(full(code), code), full(code) in names),
            code=code,
            tally=together(told),
            pairings=sum(one.pairings for one in told),
            told=len(told),
            partly=sum(not one.whole for one in told),
            outstanding=sum(one in telling.outstanding for one in books),
            failed=tuple((seen[one], why[one]) for one in books if one in why),
        )
