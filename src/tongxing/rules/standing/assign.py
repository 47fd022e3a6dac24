"""Step 3, assign: each record goes to one cell of what its deed may count for, on time or late.

Two look-ups give the cell of most records. What is a record's own business (a period it makes
up for, a field, several editions that would take it, the lock) is settled for those it
concerns. Records are taken a stretch at a time, so that a large book needs no more memory and
no more time a record than a small one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tongxing.rules.standing.ground import At
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.match import fields_hold
from tongxing.rules.standing.match import join
from tongxing.rules.standing.settle import settle
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.take import Taken

STRETCH = 1 << 16  # records


def assign(book: Book, taken: Taken, ground: Ground, owes: Sequence[Flags]) -> tuple[Layer, ...]:
    """Every record's cell, once for each use its deed has; `owes` by group."""
    firsts = range(0, len(book.records), STRETCH) if len(ground.uses.deed) else ()
    return tuple(
        layer for first in firsts for layer in assign_stretch(book, taken, ground, owes, first)
    )


def assign_stretch(
    book: Book, taken: Taken, ground: Ground, owes: Sequence[Flags], first: int
) -> list[Layer]:
    records = book.records
    here = slice(first, first + STRETCH)
    layers = layers_of(records, ground, here)
    asks = records.makes_up[here] != NO_DAY
    asking = np.flatnonzero(asks)
    for layer in layers:
        if len(asking):
            make_up(records, ground, layer, asking if layer.rows is None else layer.those(asks))
        leave_out(book, taken, ground, layer)
    settle(records, ground, layers, owes)
    received = records.received[here]
    waits = received - records.happened[here] > ground.agenda.lock
    back = records.makes_up[here].take(asking)
    waits[asking] |= received.take(asking) - back > ground.agenda.lock
    if taken.accepted is not None:
        waits &= ~taken.accepted[here]
    if waits.any():
        for layer in layers:
            lock(records, ground, layer, layer.those(waits))
    return layers


def layers_of(records: Records, ground: Ground, here: slice) -> list[Layer]:
    """Each record in the period of its day: by its deed's first use, then by all others."""
    days = ground.agenda.places_of(records.happened[here])
    deed = records.deed[here].astype(np.int64)
    place = ground.day.take(deed)
    place += days
    cell = ground.of_day.take(place)
    cell += ground.begin.take(deed)
    marked = np.flatnonzero(cell >= ground.mark)
    marks = cell.take(marked)
    cell[marked] = marks & (ground.mark - 1)
    odd = marked[marks & ground.mark > 0]
    found = [Layer(here.start, None, deed, ground.use, cell, odd)]
    several = marked[marks >= 2 * ground.mark].astype(np.int32)
    if len(several):
        found.append(further(ground, here.start, several, deed.take(several), days))
    return found


def further(ground: Ground, first: int, several: Rows, deed: At, days: Days) -> Layer:
    """The records whose deed has further uses, once for each of those."""
    uses = ground.uses
    which, at = join(deed, uses.deed.take(uses.further), len(ground.use))
    rows, use = several.take(which), uses.further.take(at)
    place = ground.claim.take(use) * np.int32(ground.agenda.days)
    place += days.take(rows)
    cell = ground.of_day.take(place)
    cell += ground.base.take(use)
    return Layer(first, rows, np.arange(len(use)), use, cell, np.flatnonzero(ground.odd.take(use)))


def make_up(records: Records, ground: Ground, layer: Layer, at: At) -> None:
    """A record that makes up for an earlier period, within its grace, counts there, late."""
    agenda = ground.agenda
    use, record = layer.uses(at), layer.records(at)
    column = agenda.column_of(ground.claim.take(use), records.makes_up.take(record))
    some = np.flatnonzero(column >= 0)
    column, day = column.take(some), records.happened.take(record.take(some))
    fits = agenda.until.take(column) <= day
    fits &= day < agenda.closes.take(column)
    fits &= day <= agenda.last
    some, column = some[fits], column[fits]
    use = use.take(some)
    late = ground.size.take(agenda.group_of.take(ground.claim.take(use)))
    layer.cell[at.take(some)] = ground.base.take(use) + column + late


def leave_out(book: Book, taken: Taken, ground: Ground, layer: Layer) -> None:
    """Records that do not count, or not for this pairing, or whose fields are others."""
    records, uses = book.records, ground.uses
    here = slice(layer.first, layer.first + STRETCH)
    if not taken.whole:  # days to come have no cell anyway
        layer.cell[layer.those(~taken.effective[here])] = ground.none
    at, use = layer.odd, layer.uses(layer.odd)
    by_span = np.flatnonzero(ground.parted.take(use))
    pairing = uses.pairing.take(use.take(by_span))
    by_span = at.take(by_span)
    happened = records.happened.take(layer.records(by_span))
    held = book.pairings.start.take(pairing) <= happened
    held &= happened < book.pairings.until.take(pairing)
    layer.cell[by_span[~held]] = ground.none
    for number in ground.agenda.exacting:
        terms = ground.agenda.claims[number].terms
        own = at[ground.claim.take(use) == number]
        fits = fields_hold(records, layer.records(own), terms.where)
        fits &= has_field(records, terms.sum, layer.records(own))
        layer.cell[own[~fits]] = ground.none
    for flags, terms in uses.unless:
        own = at[flags.take(use)]
        layer.cell[own[fields_hold(records, layer.records(own), terms.where)]] = ground.none


def has_field(records: Records, field: str, record: At) -> Flags:
    """Whether each record states the field a duty sums; none does when nobody ever wrote it."""
    if not field:
        return np.ones(len(record), np.bool_)
    column = records.columns.get(field)
    return np.zeros(len(record), np.bool_) if column is None else column.present[record]


def lock(records: Records, ground: Ground, layer: Layer, at: At) -> None:
    """Keep out what came in after the lock of its period."""
    at = at[layer.cell[at] < ground.none]
    _, column, _ = ground.places_of(layer.cell[at])
    out = records.received[layer.records(at)] > ground.agenda.received_by[column]
    layer.cell[at[out]] = ground.locked_out
