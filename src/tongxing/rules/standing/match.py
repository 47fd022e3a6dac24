"""Step 2, match: which deeds concern which pairings, and which of those a duty counts.

Deeds and pairings meet once for the whole book; each record looks up its deed's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Where
from tongxing.rules.standing.agenda import Agenda
from tongxing.rules.standing.agenda import Terms
from tongxing.rules.standing.places import nearest
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.tables import Amounts
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Column
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows

Positions = NDArray[np.signedinteger]
FEW = 2  # pairings a party, on the average
MOST_SPOTS = 1 << 22  # parties × places a table is made of
NARROW = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Met:
    """M rows (deed, pairing, role of the doer), ascending by deed.

    The deed's doer is an actor of the pairing, its place or a subject the target. The same
    deed and pairing stand once for each such doer and role; `again` marks all but the first.
    """

    deed: Rows
    pairing: Rows
    role: Rows
    again: Flags


def meet_deeds(deeds: Deeds, pairings: Pairings) -> Met:
    # A party named twice in one pairing acts in it once.
    acting = np.sort((pairings.actor.astype(np.int64) << 32) | pairings.actor_row)
    if (acting[1:] == acting[:-1]).any():
        acting = np.unique(acting)
    acting = acting[np.searchsorted(acting, 0) :]  # who never recorded anything meets nobody
    actor, actor_row = (acting >> 32).astype(np.int32), acting.astype(np.int32)
    spots = spots_of(deeds, pairings) if busy(actor) else anywhere(deeds, pairings)
    rank, count = ranks(actor, len(deeds.parties))
    doing = np.flatnonzero(rank.take(deeds.doer)).astype(np.int32)
    which, row = join(
        rank.take(deeds.doer.take(doing)) * np.int32(spots.count)
        + spots.deed.take(deeds.doer_row.take(doing)),
        rank.take(actor) * np.int32(spots.count) + spots.pairing.take(actor_row),
        (count + 1) * spots.count,
    )
    doing = doing.take(which)
    deed, pairing = deeds.doer_row.take(doing), actor_row.take(row)
    if spots.count == 1:
        there = np.flatnonzero(at_target(deeds, pairings, deed, pairing))
        deed, pairing, doing = deed.take(there), pairing.take(there), doing.take(there)
    return Met(deed, pairing, deeds.doer_role.take(doing), repeats(deed, pairing))


def busy(actor: Rows) -> bool:
    """Whether parties, ascending, act in so many pairings that meeting by party is not enough."""
    return len(actor) > FEW * int(1 + np.count_nonzero(actor[1:] != actor[:-1]))


def ranks(actor: Rows, parties: int) -> tuple[Rows, int]:
    """For each party its number among the actors, from 1 on, 0 for none; and how many act."""
    rank = np.zeros(parties, np.int32)
    rank[actor] = 1
    count = np.count_nonzero(rank)
    rank[np.flatnonzero(rank)] = np.arange(1, count + 1)
    return rank, int(count)


@dataclass(frozen=True, slots=True)
class Spots:
    """A deed and a pairing at different spots cannot meet; of several spots, at one they do.

    The last of several is that of deeds at no target.
    """

    count: int
    deed: Rows  # D
    pairing: Rows  # P


def spots_of(deeds: Deeds, pairings: Pairings) -> Spots:
    """The targets' places, where each pairing has one and none lies within another."""
    low, spot = np.unique(pairings.target_low, return_inverse=True)
    reach = np.zeros(len(low), np.int64)
    np.maximum.at(reach, spot, pairings.target_high)
    apart = one_each(pairings) and not aims_at_subjects(pairings)
    apart = apart and bool((reach[:-1] <= low[1:]).all())
    count = len(low) + 1
    if not apart or not 1 < count <= len(deeds.parties) * count < MOST_SPOTS:
        return anywhere(deeds, pairings)
    at, other = nearest(low, deeds.place)
    before = at.take(other)
    outside = (before < 0) | (reach.take(before) <= deeds.place.take(other))
    at[other[outside]] = len(low)
    return Spots(count, at, spot.astype(np.int32))


def anywhere(deeds: Deeds, pairings: Pairings) -> Spots:
    return Spots(1, np.zeros(len(deeds), np.int32), np.zeros(len(pairings.keys), np.int32))


def one_each(pairings: Pairings) -> bool:
    """Whether every pairing has one target."""
    return np.array_equal(pairings.target_row, np.arange(len(pairings.keys)))


def aims_at_subjects(pairings: Pairings) -> bool:
    return bool((pairings.target_subject >= 0).any())


def join(left: Rows, right: Rows, size: int) -> tuple[Rows, Rows]:
    """All pairs of rows of `left` and `right` with equal values in [0, size), by left row.

    Values below zero in `right` meet nobody.
    """
    known = np.flatnonzero(right >= 0).astype(np.int32)
    value = right.take(known)
    number = np.arange(1, len(known) + 1, dtype=np.int32)
    slot: NDArray[np.integer] = np.zeros(size, np.uint16 if len(known) < NARROW else np.int32)
    slot[value] = number
    if not np.array_equal(slot.take(value), number):
        return join_several(left, value, known, size)
    which = slot.take(left)  # the common case: each value stands once on the right
    rows = np.flatnonzero(which).astype(np.int32)
    return rows, known.take(which.take(rows) - 1)


def join_several(left: Rows, right: Rows, named: Rows, size: int) -> tuple[Rows, Rows]:
    """The same where values repeat; `named` are the rows on the right, all values known."""
    order = np.argsort(right, kind="stable")
    value, named = right.take(order), named.take(order)
    first = begins(value).astype(np.int32)
    slot = np.zeros(size, np.int32)
    slot[value[first]] = np.arange(1, len(first) + 1)
    which = slot.take(left)
    rows = np.flatnonzero(which).astype(np.int32)
    which = which.take(rows) - np.int32(1)
    times = np.diff(first, append=np.int32(len(value))).take(which)
    at = np.repeat(first.take(which) - (np.cumsum(times, dtype=np.int32) - times), times)
    at += np.arange(len(at), dtype=np.int32)
    return np.repeat(rows, times), named.take(at)


def at_target(deeds: Deeds, pairings: Pairings, deed: Rows, pairing: Rows) -> Flags:
    """Whether the deed's place lies in a target of the pairing, or a target is its subject."""
    if one_each(pairings):  # the common case
        return hit(deeds, pairings, deed, pairing)
    rows, target = join(pairing, pairings.target_row, len(pairings.keys))
    there = np.zeros(len(deed), dtype=np.bool_)
    there[rows[hit(deeds, pairings, deed[rows], target)]] = True
    return there


def hit(deeds: Deeds, pairings: Pairings, deed: Rows, target: Rows) -> Flags:
    """Whether each deed hits the target."""
    place = deeds.place.take(deed)
    hits: Flags = pairings.target_low.take(target) <= place
    hits &= place < pairings.target_high.take(target)
    if aims_at_subjects(pairings):
        subject = pairings.target_subject[target]
        asks = np.flatnonzero(subject >= 0)
        size = len(deeds.subjects)
        known = deeds.about_row.astype(np.int64) * size + deeds.about
        wanted = deed[asks].astype(np.int64) * size + subject[asks]
        hits[asks] |= np.isin(wanted, known)
    return hits


def repeats(deed: Rows, pairing: Rows) -> Flags:
    """Pairs that stood before; `deed` ascends, so equal pairs are near each other."""
    again = np.zeros(len(deed), dtype=np.bool_)
    second = np.flatnonzero(deed[1:] == deed[:-1]) + 1
    if (second[1:] - second[:-1] > 1).all():  # no deed stands more than twice
        again[second] = pairing[second] == pairing[second - 1]
    else:
        several = np.union1d(second - 1, second)
        key = (deed[several].astype(np.int64) << 32) | pairing[several]
        again[several] = True
        again[several[np.unique(key, return_index=True)[1]]] = False
    return again


@dataclass(frozen=True, slots=True)
class Uses:
    """U rows (deed, claim, pairing), ascending by deed: where a deed may count."""

    deed: Rows
    claim: Rows
    pairing: Rows
    further: Rows  # the uses that are not the first of their deed
    # (flags of uses, terms): records these terms take are not counted, as their fields decide.
    unless: tuple[tuple[Flags, Terms], ...]


def uses_of(book: Book, met: Met, agenda: Agenda) -> Uses:
    """What each of the agenda's claims takes of what met."""
    deeds, pairings = book.records.deeds, book.pairings
    sort = deeds.kind.take(met.deed)
    if len(pairings.kinds) > 1:
        sort = sort * np.int32(len(pairings.kinds)) + pairings.kind.take(met.pairing)
    alone, rest = shared_out(agenda, deeds.kinds, pairings.kinds)
    claim = alone.take(sort)
    claim[met.again] = -1
    row = np.flatnonzero(claim >= 0)
    claim = claim.take(row)
    excepted: list[tuple[int, Rows, Terms]] = []
    for number in rest:
        terms = agenda.claims[number].terms
        own = taken(deeds, pairings, met, sort, terms)
        for other in terms.also:
            shared = both(met, own, taken(deeds, pairings, met, sort, other))
            if other.where.fields:
                excepted.append((number, own[shared], other))
            else:
                own = own[~shared]
        row = np.concatenate((row, own))
        claim = np.concatenate((claim, np.full(len(own), number, np.int32)))
    deed = met.deed.take(row)
    if rest:
        order = np.argsort(deed, kind="stable")
        row, claim, deed = row[order], claim[order], deed[order]
    return Uses(
        deed=deed,
        claim=claim,
        pairing=met.pairing.take(row),
        further=(np.flatnonzero(deed[1:] == deed[:-1]) + 1).astype(np.int32),
        unless=tuple(
            ((claim == number) & np.isin(row, some), other) for number, some, other in excepted
        ),
    )


@lru_cache(maxsize=64)
def shared_out(
    agenda: Agenda, kinds: tuple[str, ...], pairing_kinds: tuple[str, ...]
) -> tuple[Rows, tuple[int, ...]]:
    """The claim that alone takes a sort of meeting whole, -1 for none; and all other claims.

    Worked out once for all books that name the same kinds in the same order.
    """
    alone = np.full(len(kinds) * max(len(pairing_kinds), 1), -1, np.int32)
    rest = []
    for number, claim in enumerate(agenda.claims):
        terms = claim.terms
        own = sorts_of(kinds, pairing_kinds, terms)
        if terms.where.by_role or terms.where.place_within or terms.also or (alone[own] >= 0).any():
            rest.append(number)
        else:
            alone[own] = number
    return alone, tuple(rest)


def sorts_of(kinds: Sequence[str], pairing_kinds: Sequence[str], terms: Terms) -> list[int]:
    """The sorts of meeting, (kind of deed, kind of pairing) as one number, the terms name."""
    return [
        kinds.index(kind) * len(pairing_kinds) + pairing_kinds.index(terms.of)
        for kind in terms.kinds
        if kind in kinds and terms.of in pairing_kinds
    ]


def taken(deeds: Deeds, pairings: Pairings, met: Met, sort: Rows, terms: Terms) -> Rows:
    """Rows of `met` that fit the terms, fields apart; each deed and pairing once."""
    wanted = np.zeros(len(deeds.kinds) * max(len(pairings.kinds), 1), np.bool_)
    wanted[sorts_of(deeds.kinds, pairings.kinds, terms)] = True
    rows = np.flatnonzero(wanted[sort]).astype(np.int32)
    if terms.where.place_within:
        inside = deeds.within(*place_range(terms.where.place_within))
        rows = rows[inside[met.deed[rows]]]
    if terms.where.by_role:
        rows = rows[has_role(deeds, met.role[rows], terms.where.by_role)]
        return rows[~repeats(met.deed[rows], met.pairing[rows])]
    return rows[~met.again[rows]]


def both(met: Met, left: Rows, right: Rows) -> Flags:
    """Which of the rows on the left have their deed and pairing on the right too."""
    shared: Flags = np.isin(pair_key(met, left), pair_key(met, right))
    return shared


def pair_key(met: Met, rows: Rows) -> NDArray[np.int64]:
    key: NDArray[np.int64] = (met.deed[rows].astype(np.int64) << 32) | met.pairing[rows]
    return key


@dataclass(frozen=True, slots=True)
class Meeting:
    """K rows (record, pairing, role of the doer): what met, on a day the pairing held."""

    record: Rows
    pairing: Rows
    role: Rows

    def where(self, keep: Flags) -> Meeting:
        return Meeting(self.record[keep], self.pairing[keep], self.role[keep])


def meet(book: Book, effective: Flags) -> Meeting:
    """The records that count with the pairings they may count for."""
    records, pairings = book.records, book.pairings
    met = meet_deeds(records.deeds, pairings)
    record = np.flatnonzero(effective).astype(np.int32)
    which, row = join(records.deed[record], met.deed, len(records.deeds))
    record, pairing = record[which], met.pairing[row]
    happened = records.happened[record]
    held = (pairings.start[pairing] <= happened) & (happened < pairings.until[pairing])
    return Meeting(record, pairing, met.role[row]).where(held)


def has_role(deeds: Deeds, role: Rows, name: str) -> Flags:
    has: Flags = role == (deeds.roles.index(name) if name in deeds.roles else -1)
    return has


def holds(records: Records, record: Rows, where: Where) -> Flags:
    """Whether each record (rows) meets `where`, `by_role` apart."""
    good = fields_hold(records, record, where)
    if where.place_within:
        good &= records.deeds.within(*place_range(where.place_within))[records.deed[record]]
    return good


def fields_hold(records: Records, record: Rows, where: Where) -> Flags:
    """Whether each record (rows) passes all tests of fields."""
    good = np.ones(len(record), dtype=np.bool_)
    for test in where.fields:
        good &= passes(records, record, test)
    return good


def passes(records: Records, record: Rows, test: FieldTest) -> Flags:
    """Whether each record's field passes; a record without the field does not."""
    good = np.zeros(len(record), dtype=np.bool_)
    kind = records.deeds.kind[records.deed[record]]
    for number, name in enumerate(records.deeds.kinds):
        column = records.columns.get(f"{name}.{test.field}")
        if column is None:
            continue
        value = column.values[record]
        fits = column.present[record] & (kind == number)
        if test.values:
            fits &= np.isin(value, codes_of(column, test.values))
        if test.min is not None:
            fits &= value >= test.min
        if test.max is not None:
            fits &= value <= test.max
        good |= fits
    return good


def codes_of(column: Column, values: tuple[str | int, ...]) -> Amounts:
    """Values of a test as they stand in the column; words nobody wrote are left out."""
    numbers = [
        column.words.index(v) if isinstance(v, str) else v
        for v in values
        if not isinstance(v, str) or v in column.words
    ]
    return np.array(numbers, dtype=np.int64)
