"""Step 4, owe: which pairing owes which period, under which edition; and who is excused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.plan.model import Duty
from tongxing.rules.standing.agenda import Agenda
from tongxing.rules.standing.agenda import Frame
from tongxing.rules.standing.agenda import Group
from tongxing.rules.standing.agenda import held
from tongxing.rules.standing.columns import Columns
from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.tables import Attributes
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Pairings
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Waivers

Positions = NDArray[np.signedinteger]
NOWHERE: Positions = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Owers:
    """P′ pairings a duty may concern: their rows of Pairings, and where each row stands here."""

    pairing: Rows
    position: Rows  # one for each row of Pairings, -1 for those left out
    start: Days
    until: Days


def owers(pairings: Pairings, kinds: frozenset[str]) -> Owers:
    """The pairings of these kinds, in their order."""
    wanted = np.array([kind in kinds for kind in pairings.kinds], dtype=np.bool_)
    pairing = np.flatnonzero(wanted[pairings.kind]).astype(np.int32)
    position = np.full(len(pairings.keys), -1, dtype=np.int32)
    position[pairing] = np.arange(len(pairing), dtype=np.int32)
    return Owers(pairing, position, pairings.start[pairing], pairings.until[pairing])


def owed(book: Book, agenda: Agenda, group: Group, who: Owers) -> Flags:
    """P′ × C of the group: the periods owed; one row where all pairings owe the same."""
    plain = agenda.planned[group.at]
    parted = np.flatnonzero((who.start > group.first) | (who.until < group.until))
    if group.plain and not len(parted):
        return plain[None]
    owes = np.repeat(plain[None], len(who.pairing), axis=0)
    if len(parted):
        spans = (who.start[parted].astype(np.int64) << 32) | who.until[parted]
        spans, which = np.unique(spans, return_inverse=True)  # many share theirs
        start, until = (spans >> 32).astype(np.int32), spans.astype(np.int32)
        for terms in group.terms:
            begin, end = agenda.start[terms.at], agenda.until[terms.at]
            own = held(start, until, terms, begin, end)
            owes[parted[:, None], terms.at - group.at.start] = own[which]
    for frame in () if group.plain else group.frames:
        for block in frame.blocks:
            at = block.at - group.at.start
            asked = asked_of(book.attributes, block.duty, who, block.columns)
            if asked is not None:
                owes[:, at] &= asked
            if len(frame.kinds) > 1:  # another edition may ask it of another kind of pairing
                kinds = book.pairings.kinds
                of = kinds.index(block.duty.of) if block.duty.of in kinds else -1
                owes[:, at] &= (book.pairings.kind[who.pairing] == of)[:, None]
    return owes


def asked_of(attributes: Attributes, duty: Duty, who: Owers, columns: Columns) -> Flags | None:
    """P′ × C: whether all attributes the duty names fit on the first day; None = no `for`."""
    asked: Flags | None = None
    if not duty.attributes:
        return asked
    names, values = np.array(attributes.name), np.array(attributes.value)
    for name, wanted in duty.attributes.items():
        fits = (names == name) & np.isin(values, wanted) & (who.position[attributes.pairing] >= 0)
        holds = holding(attributes, fits, who, columns)
        asked = holds if asked is None else asked & holds
    return asked


def holding(attributes: Attributes, fits: Flags, who: Owers, columns: Columns) -> Flags:
    """P′ × C: whether one of the fitting attributes holds on the period's first day."""
    change = np.zeros((len(who.pairing), len(columns) + 1), dtype=np.int32)
    rows = who.position[attributes.pairing[fits]]
    np.add.at(change, (rows, np.searchsorted(columns.start, attributes.start[fits])), 1)
    np.add.at(change, (rows, np.searchsorted(columns.start, attributes.until[fits])), -1)
    holds: Flags = np.cumsum(change, axis=1)[:, :-1] > 0
    return holds


def excused(
    waivers: Waivers, agenda: Agenda, group: Group, who: Owers
) -> tuple[Positions, Positions]:
    """Rows and columns of the group whose days are waived for at least half."""
    rows, found = [NOWHERE], [NOWHERE]
    alike: dict[tuple[str, frozenset[frozenset[str]]], list[Frame]] = {}
    sorts = set(waivers.duties)
    for frame in group.frames if sorts else ():
        fitting = frozenset(one for one in sorts if not one or frame.duty in one)
        alike.setdefault((frame.plan.id, fitting), []).append(frame)
    for (plan, fitting), frames in alike.items():
        applies = np.fromiter(map(fitting.__contains__, waivers.duties), np.bool_)
        applies &= np.fromiter(map(plan.__eq__, waivers.plan), np.bool_)
        applies &= who.position[waivers.pairing] >= 0
        if applies.any():
            columns = np.concatenate([np.arange(one.at.start, one.at.stop) for one in frames])
            row, column = covered(waivers, applies, who, agenda, columns)
            rows.append(row)
            found.append(column - group.at.start)
    return np.concatenate(rows), np.concatenate(found)


def covered(
    waivers: Waivers, applies: Flags, who: Owers, agenda: Agenda, columns: Positions
) -> tuple[Positions, Positions]:
    """Rows and columns with at least half of their days covered."""
    row, start, until = apart(
        who.position[waivers.pairing[applies]], waivers.start[applies], waivers.until[applies]
    )
    begin, end = agenda.start[columns], agenda.until[columns]
    days = np.minimum(until[:, None], end) - np.maximum(start[:, None], begin)
    first = begins(row)
    number = np.add.reduceat(np.maximum(days, 0), first)
    at, column = np.nonzero(2 * number >= end - begin)
    return row[first[at]], columns[column]


def apart(pairing: Rows, start: Days, until: Days) -> tuple[Rows, NDArray[np.int64], Days]:
    """The same days without overlap: what each span adds to those before it of its pairing."""
    order = np.lexsort((start, pairing))
    pairing, start, until = pairing[order], start[order], until[order]
    # A running maximum that starts anew with each pairing, as later pairings weigh more.
    weight = pairing.astype(np.int64) << 32
    reached = np.maximum.accumulate(weight | until)
    before = np.zeros(len(pairing), dtype=np.int64)
    before[1:] = np.where(pairing[1:] == pairing[:-1], reached[:-1] - weight[1:], 0)
    begin = np.maximum(start, before)
    adds = begin < until
    return pairing[adds], begin[adds], until[adds]
