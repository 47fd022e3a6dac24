"""What of a book its last records can change: some of its pairings, and the records about those.

A pairing is judged by the records of the parties that act in it, and by no others. So more
records change nothing but the pairings in which their own parties act, and those of the parties
whose records they correct, return or accept.
"""

from __future__ import annotations

from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.runs import fresh
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers

At = NDArray[np.integer[Any]]  # positions, ascending


def touched(book: Book, since: int) -> Book:
    """The places where the records from row `since` on can change a pairing, as they are now.

    All pairings of such a place are in it, so what it comes to replaces what the place came to
    before. Facts are the same before and after.
    """
    records, pairings, deeds = book.records, book.pairings, book.records.deeds
    new = with_linked(records, np.arange(since, len(records)))
    did = marked(records.deed.take(new), len(deeds))
    parties = marked(deeds.doer[did.take(deeds.doer_row)], len(deeds.parties))
    known = np.flatnonzero(pairings.actor >= 0)  # the others never recorded anything
    actor, of = pairings.actor.take(known), pairings.actor_row.take(known)
    place = np.cumsum(fresh(pairings.place)) - 1  # its number: pairings ascend by place
    among = marked(place.take(of[parties.take(actor)]), len(place)).take(place)
    acting = marked(actor[among.take(of)], len(deeds.parties))
    does = marked(deeds.doer_row[acting.take(deeds.doer)], len(deeds))
    rows = with_linked(records, np.flatnonzero(does.take(records.deed)))
    return part_of(book, rows, np.flatnonzero(among))


def with_linked(records: Records, rows: At) -> At:
    """These records, those they speak of, and those that speak of them, and so on."""
    saying = np.concatenate((records.replacing, records.returning, records.accepting))
    concerned = np.concatenate((records.replaced, records.returned, records.accepted))
    found = marked(rows, len(records))
    while True:  # one round for each link of the longest chain
        one_of_two = np.flatnonzero(found.take(saying) != found.take(concerned))
        if not len(one_of_two):
            return np.flatnonzero(found)
        found[saying[one_of_two]] = found[concerned[one_of_two]] = True


def marked(rows: At, size: int) -> Flags:
    flags = np.zeros(size, np.bool_)
    flags[rows] = True
    return flags


def places_of(rows: At, size: int) -> Rows:
    """Where each of `size` rows stands among `rows`, -1 for those that do not."""
    found = np.full(size, -1, np.int32)
    found[rows] = np.arange(len(rows), dtype=np.int32)
    return found


def part_of(book: Book, rows: At, pairings: At) -> Book:
    """Some of the records, each with all it speaks of, and some pairings with what is theirs."""
    waivers, attributes = book.waivers, book.attributes
    place = places_of(pairings, len(book.pairings.keys))
    waived, told = place.take(waivers.pairing), place.take(attributes.pairing)
    return Book(
        code=book.code,
        records=records_of(book.records, rows),
        pairings=pairings_of(book.pairings, pairings, place),
        waivers=Waivers(
            pairing=waived[waived >= 0],
            plan=tuple(compress(waivers.plan, waived >= 0)),
            duties=tuple(compress(waivers.duties, waived >= 0)),
            start=waivers.start[waived >= 0],
            until=waivers.until[waived >= 0],
        ),
        attributes=Attributes(
            pairing=told[told >= 0],
            name=tuple(compress(attributes.name, told >= 0)),
            value=tuple(compress(attributes.value, told >= 0)),
            start=attributes.start[told >= 0],
            until=attributes.until[told >= 0],
        ),
    )


def records_of(records: Records, rows: At) -> Records:
    deed = records.deed.take(rows)
    used = np.flatnonzero(marked(deed, len(records.deeds)))
    place = places_of(rows, len(records))

    def linked(saying: Rows, concerned: Rows) -> tuple[Rows, Rows]:
        says = place.take(saying)
        return says[says >= 0], place.take(concerned[says >= 0])

    replacing, replaced = linked(records.replacing, records.replaced)
    returning, returned = linked(records.returning, records.returned)
    accepting, accepted = linked(records.accepting, records.accepted)
    return Records(
        deed=places_of(used, len(records.deeds)).take(deed),
        happened=records.happened.take(rows),
        makes_up=records.makes_up.take(rows),
        received=records.received.take(rows),
        replacing=replacing,
        replaced=replaced,
        returning=returning,
        returned=returned,
        accepting=accepting,
        accepted=accepted,
        columns={name: column_of(one, rows) for name, one in records.columns.items()},
        deeds=deeds_of(records.deeds, used),
        whole=False,
    )


def column_of(one: Column, rows: At) -> Column:
    return Column(one.values.take(rows), one.present.take(rows), one.approx.take(rows), one.words)


def deeds_of(deeds: Deeds, used: At) -> Deeds:
    """The used ones; names stand as they stood."""
    place = places_of(used, len(deeds))
    does, about = place.take(deeds.doer_row), place.take(deeds.about_row)
    return Deeds(
        kind=deeds.kind.take(used),
        place=deeds.place.take(used),
        doer_row=does[does >= 0],
        doer=deeds.doer[does >= 0],
        doer_role=deeds.doer_role[does >= 0],
        about_row=about[about >= 0],
        about=deeds.about[about >= 0],
        kinds=deeds.kinds,
        parties=deeds.parties,
        roles=deeds.roles,
        subjects=deeds.subjects,
    )


def pairings_of(pairings: Pairings, some: At, place: Rows) -> Pairings:
    acts, aimed = place.take(pairings.actor_row), place.take(pairings.target_row)
    return Pairings(
        keys=tuple(pairings.keys[row] for row in some.tolist()),
        kind=pairings.kind.take(some),
        start=pairings.start.take(some),
        until=pairings.until.take(some),
        place=pairings.place.take(some),
        actor_row=acts[acts >= 0],
        actor=pairings.actor[acts >= 0],
        target_row=aimed[aimed >= 0],
        target_low=pairings.target_low[aimed >= 0],
        target_high=pairings.target_high[aimed >= 0],
        target_subject=pairings.target_subject[aimed >= 0],
        kinds=pairings.kinds,
        target_subject_names=tuple(compress(pairings.target_subject_names, aimed >= 0)),
    )
