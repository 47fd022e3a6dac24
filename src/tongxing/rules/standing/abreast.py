"""Several books as one table in which none meets another, to be judged in one go.

Most of what judging a small book takes is asking for a hundred array operations; side by side
eight books ask for them once.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from itertools import accumulate
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers

Firsts = Sequence[int]  # where the rows of each book begin


def abreast(books: Sequence[Book]) -> Book:
    """The books, at least one, as one without a code, pairing after pairing, record after record.

    Parties and subjects of two books are never the same, even where they have the same name;
    kinds and roles are. Records are numbered anew.
    """
    if len(books) == 1:
        return books[0]
    pairings = [one.pairings for one in books]
    first = firsts(len(one.keys) for one in pairings)
    deeds = [one.records.deeds for one in books]
    waivers, attributes = [one.waivers for one in books], [one.attributes for one in books]
    return Book(
        code="",
        records=records_abreast([one.records for one in books], deeds_abreast(deeds)),
        pairings=pairings_abreast(pairings, deeds, first),
        waivers=Waivers(
            pairing=moved([one.pairing for one in waivers], first),
            plan=chained(one.plan for one in waivers),
            duties=tuple(chain.from_iterable(one.duties for one in waivers)),
            start=np.concatenate([one.start for one in waivers]),
            until=np.concatenate([one.until for one in waivers]),
        ),
        attributes=Attributes(
            pairing=moved([one.pairing for one in attributes], first),
            name=chained(one.name for one in attributes),
            value=chained(one.value for one in attributes),
            start=np.concatenate([one.start for one in attributes]),
            until=np.concatenate([one.until for one in attributes]),
        ),
    )


def records_abreast(records: Sequence[Records], deeds: Deeds) -> Records:
    first = firsts(len(one) for one in records)
    fields = dict.fromkeys(chain.from_iterable(one.columns for one in records))
    return Records(
        deed=moved([one.deed for one in records], firsts(len(one.deeds) for one in records)),
        happened=np.concatenate([one.happened for one in records]),
        makes_up=np.concatenate([one.makes_up for one in records]),
        received=np.concatenate([one.received for one in records]),
        replacing=moved([one.replacing for one in records], first),
        replaced=moved([one.replaced for one in records], first),
        returning=moved([one.returning for one in records], first),
        returned=moved([one.returned for one in records], first),
        accepting=moved([one.accepting for one in records], first),
        accepted=moved([one.accepted for one in records], first),
        columns={name: column_abreast(name, records) for name in fields},
        deeds=deeds,
        whole=False,
    )


def column_abreast(name: str, records: Sequence[Records]) -> Column:
    """One field over all books; a book that does not have it states it nowhere."""
    parts = [one.columns.get(name) or no_column(len(one)) for one in records]
    words, positions = united([one.words for one in parts])
    return Column(
        values=np.concatenate(
            [
                at.astype(np.int64).take(one.values) if one.words else one.values
                for one, at in zip(parts, positions, strict=True)
            ]
        ),
        present=np.concatenate([one.present for one in parts]),
        approx=np.concatenate([one.approx for one in parts]),
        words=words,
    )


def no_column(size: int) -> Column:
    nowhere = np.zeros(size, np.bool_)
    return Column(np.zeros(size, np.int64), nowhere, nowhere)


def deeds_abreast(deeds: Sequence[Deeds]) -> Deeds:
    first = firsts(len(one) for one in deeds)
    kinds, kind = united([one.kinds for one in deeds])
    roles, role = united([one.roles for one in deeds])
    return Deeds(
        kind=renamed([one.kind for one in deeds], kind),
        place=np.concatenate([one.place for one in deeds]),
        doer_row=moved([one.doer_row for one in deeds], first),
        doer=moved([one.doer for one in deeds], firsts(len(one.parties) for one in deeds)),
        doer_role=renamed([one.doer_role for one in deeds], role),
        about_row=moved([one.about_row for one in deeds], first),
        about=moved([one.about for one in deeds], firsts(len(one.subjects) for one in deeds)),
        kinds=kinds,
        parties=chained(one.parties for one in deeds),
        roles=roles,
        subjects=chained(one.subjects for one in deeds),
    )


def pairings_abreast(
    pairings: Sequence[Pairings], deeds: Sequence[Deeds], first: Firsts
) -> Pairings:
    kinds, kind = united([one.kinds for one in pairings])
    subjects = firsts(len(one.subjects) for one in deeds)
    return Pairings(
        keys=chained(one.keys for one in pairings),
        kind=renamed([one.kind for one in pairings], kind),
        start=np.concatenate([one.start for one in pairings]),
        until=np.concatenate([one.until for one in pairings]),
        place=np.concatenate([one.place for one in pairings]),
        actor_row=moved([one.actor_row for one in pairings], first),
        actor=known([one.actor for one in pairings], firsts(len(one.parties) for one in deeds)),
        target_row=moved([one.target_row for one in pairings], first),
        target_low=np.concatenate([one.target_low for one in pairings]),
        target_high=np.concatenate([one.target_high for one in pairings]),
        target_subject=known([one.target_subject for one in pairings], subjects),
        kinds=kinds,
        target_subject_names=chained(one.target_subject_names for one in pairings),
    )


def firsts(sizes: Iterable[int]) -> Firsts:
    return list(accumulate(sizes, initial=0))[:-1]


def moved(parts: Sequence[Rows], first: Firsts) -> Rows:
    """Rows of each book as rows of all of them."""
    found = np.empty(sum(map(len, parts)), np.int32)
    at = 0
    for part, by in zip(parts, first, strict=True):
        np.add(part, np.int32(by), out=found[at : at + len(part)])
        at += len(part)
    return found


def known(parts: Sequence[Rows], first: Firsts) -> Rows:
    """The same where what is below zero is nobody and stays so."""
    by_book = zip(parts, first, strict=True)
    return np.concatenate([np.where(part < 0, part, part + np.int32(by)) for part, by in by_book])


def united(several: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[Rows]]:
    """The names of all books, each once, and where those of each book stand among them."""
    every = tuple(dict.fromkeys(chain.from_iterable(several)))
    at = {name: row for row, name in enumerate(every)}
    return every, [np.array([at[name] for name in names], np.int32) for names in several]


def renamed(parts: Sequence[Rows], positions: Sequence[NDArray[np.int32]]) -> Rows:
    return np.concatenate([at.take(part) for part, at in zip(parts, positions, strict=True)])


def chained(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(names))
