"""A county another installation keeps, out of the lake: its duties, its towns and their villages.

Its records are opened where they are kept; the lake tells what they come to, place by place.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import books_of
from tongxing.derive.regions.board import COUNTY_DIGITS
from tongxing.derive.regions.board import stand_on
from tongxing.derive.regions.naming import names_of
from tongxing.derive.regions.told import store_of
from tongxing.derive.rollups.elsewhere import elsewhere
from tongxing.derive.rollups.gather import in_full
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.sums import Sum
from tongxing.derive.rollups.sums import by_place
from tongxing.records.accounts.access import Scope
from tongxing.records.registry.codes import CODE_DIGITS
from tongxing.records.registry.codes import full

TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A duty, a town or a village. `itself`: what is paired with a town itself, or the county."""

    title: str
    tally: Tally
    pairings: int = 0  # running
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    whole: Part
    parts: tuple[Part, ...]  # its villages; none where all there is is the town itself


@dataclass(frozen=True, slots=True)
class CountyOutOfLake:
    """`why` is told, and nothing else, where the book cannot be read or judged."""

    stand: Stand
    code: str  # six digits
    place: Named
    seq: int  # the last record the lake has
    made_up: bool  # whether the lake is a synthetic one
    whole: Part
    duties: tuple[Part, ...]
    towns: tuple[Town, ...]
    why: str = ""


def county_out_of_lake(
    scope: Scope, *, code: str, book: str, as_of: date, known_at: object = None
) -> CountyOutOfLake:
    """The page of a county that is in the lake and not in the ledger; raises NotInView.

    `book` is the one the viewer works in, which every page names. A lake does not tell what was
    known when: of an earlier moment there is no page.
    """
    if known_at is not None or len(code) != COUNTY_DIGITS or not scope.sees_place(code):
        raise NotInView
    seen = {one.id: one.name for one in books_of(scope)}
    lake = elsewhere(code, as_of, own=seen)
    head = lake.heads.get(code)
    if head is None or lake.reader is None:
        raise NotInView
    found = in_full(lake.reader, head, as_of, store=store_of(as_of))
    whole, towns, why = Sum(), tuple[Town, ...](), ""
    if isinstance(found, Failed):
        why = found.say
    else:
        head = found.sums.head  # the lake may have grown since it was looked at
        whole = by_place([found], COUNTY_DIGITS).get(code, whole)
        towns = tuple(_towns(found, as_of))
    name = names_of([code], as_of)[code]
    return CountyOutOfLake(
        stand=stand_on(book, seen, as_of, None, (head.key, name, why, towns)),
        code=code,
        place=Named(full(code), name),
        seq=head.seq,
        made_up=lake.made_up,
        whole=Part(name, tally(whole.parts()), whole.running),
        duties=tuple(_duties(whole)),
        towns=towns,
        why=why,
    )


@dataclass(frozen=True, slots=True)
class InLakeAlone:
    """Counties by code that have such a page; `trouble` says why the lake cannot be read."""

    counties: tuple[Named, ...] = ()
    trouble: str = ""


def in_lake_alone(
    scope: Scope, *, own: Collection[str], as_of: date, known_at: object = None
) -> InLakeAlone:
    """Those the viewer is granted by themselves, beside the books of their `own`.

    A region's are listed on the region's page.
    """
    if known_at is not None:
        return InLakeAlone()
    granted = sorted(one for one in scope.places if len(one) == COUNTY_DIGITS and one not in own)
    lakes = {one: elsewhere(one, as_of, own=own) for one in granted}
    there = [one for one, lake in lakes.items() if one in lake.heads]
    names = names_of(there, as_of) if there else {}
    trouble = next((one.trouble for one in lakes.values() if one.trouble), "")
    return InLakeAlone(tuple(Named(one, names[one]) for one in there), trouble)


def _duties(whole: Sum) -> Iterator[Part]:
    """Those something was asked by, in the plans' order."""
    for duty, counts in whole.counts.items():
        found = tally([(counts, duty.late_weight)])
        if found.asked:
            yield Part(duty.title, found)


def _towns(book: BookRollUp, as_of: date) -> Iterator[Town]:
    """Every town where anything runs or was asked, by code, and in it every such village."""
    villages = _alive(by_place([book], CODE_DIGITS))
    towns = _alive(by_place([book], TOWN_DIGITS))
    names = names_of([full(one) for one in (*towns, *villages)], as_of)
    within: dict[str, list[Part]] = {}
    for code, one in villages.items():
        within.setdefault(code[:TOWN_DIGITS], []).append(
            _part(code, one, names, itself=full(code[:TOWN_DIGITS]) == code)
        )
    for code, one in towns.items():
        parts = tuple(within[code])
        whole = _part(full(code), one, names, itself=full(code[:COUNTY_DIGITS]) == full(code))
        yield Town(whole, () if all(each.itself for each in parts) else parts)


def _alive(sums: Mapping[str, Sum]) -> Mapping[str, Sum]:
    return {k: one for k, one in sorted(sums.items()) if one.running or tally(one.parts()).asked}


def _part(code: str, one: Sum, names: Mapping[str, str], *, itself: bool) -> Part:
    return Part(names[code], tally(one.parts()), one.running, itself)
