"""Where several editions of a plan would take a record for one duty, one of them does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.agenda import Frame
from tongxing.rules.standing.agenda import end_of
from tongxing.rules.standing.ground import At
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records


def settle(
    records: Records, ground: Ground, layers: Sequence[Layer], owes: Sequence[Flags]
) -> None:
    """Let each record count in one period of each duty and pairing.

    Only a frame of several claims can take a record twice, and only one that makes up for an
    earlier period, or of a day several editions have a column for.
    """
    agenda = ground.agenda
    for number, group in enumerate(agenda.groups):
        for frame in group.frames:
            claims = [n for n, one in enumerate(agenda.claims) if one.frame is frame]
            if len(claims) > 1:
                offers = [offered(records, ground, layer, claims) for layer in layers]
                lost = losing(records, ground, layers, offers, frame, owes[number], group.at.start)
                for layer, at, gone in zip(layers, offers, lost, strict=True):
                    layer.cell[at[gone]] = ground.none


def offered(records: Records, ground: Ground, layer: Layer, claims: Sequence[int]) -> At:
    """Positions of the records these claims may take more than once."""
    at = layer.whose(np.isin(ground.claim, claims))
    at = at[layer.cell[at] < ground.none]
    record = layer.records(at)
    contested = (ground.agenda.column[claims] >= 0).sum(axis=0) > 1
    day = ground.agenda.places_of(records.happened[record])
    asks: Flags = (records.makes_up[record] != NO_DAY) | contested[day]
    return at[asks]


def losing(
    records: Records,
    ground: Ground,
    layers: Sequence[Layer],
    offers: Sequence[At],
    frame: Frame,
    owes: Flags,
    begin: int,
) -> list[Flags]:
    """For each layer, which of its offers are not the best of their record and pairing.

    A period it makes up for goes first, then one the pairing owes, then the edition in force
    on the day itself, then the later edition.
    """
    agenda = ground.agenda
    some = [
        (layer.records(at), layer.uses(at), layer.cell[at])
        for layer, at in zip(layers, offers, strict=True)
    ]
    record, use, cell = (np.concatenate(one) for one in zip(*some, strict=True))
    row, column, _ = ground.places_of(cell)
    happened = records.happened[record]
    made_up = agenda.column_of(ground.claim.take(use), happened) != column
    day = np.where(made_up, records.makes_up[record], happened)
    number, since, until = editions_of(frame)
    at = column - frame.at.start
    in_force = (since[at] <= day) & (day < until[at])
    owed = owes[row if len(owes) > 1 else row * 0, column - begin]
    weight = made_up * 4 + owed * 2 + in_force
    lost = beaten((row << 32) | record, weight, number[at])
    return np.split(lost, np.cumsum([len(one) for one in offers])[:-1])


def editions_of(frame: Frame) -> tuple[Days, Days, Days]:
    """For each column of a frame its edition's number, first day and end."""
    found = np.zeros((3, frame.at.stop - frame.at.start), np.int32)
    for block in frame.blocks:
        span = block.edition.effective
        told = (block.number, span.start.toordinal(), end_of(block.edition))
        found[:, block.at - frame.at.start] = np.array(told)[:, None]
    return found[0], found[1], found[2]


def beaten(
    key: NDArray[np.int64], weight: NDArray[np.integer], number: NDArray[np.integer]
) -> Flags:
    """All but the heaviest of each key, the one of the later edition where several are."""
    order = np.lexsort((-number, -weight, key))
    lost = np.zeros(len(key), np.bool_)
    lost[order[1:]] = key[order[1:]] == key[order[:-1]]
    return lost
