"""The records of a synthetic book in the order they were received.

Every record names its deed by a code: those of the work are pairing × kind × who; after them
stand the deeds of records about pairings, waivers and other records, one each.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Links
from tongxing.derive.synth.after import After
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.work import KINDS
from tongxing.derive.synth.work import Work
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Rows

WHOS = 4
CODES = len(KINDS) * WHOS  # of one pairing's work
SYSTEM = (
    *("edition-in-force", "pairing-opened", "waiver-granted", "pairing-ended"),
    *("record-withdrawn", "record-returned", "record-accepted"),
)
_BEFORE_WORK = 4  # of those; the others come after the records they are about
NOTICE = 3  # days a waiver is granted before it begins; an ended pairing is written down within


@dataclass(frozen=True, slots=True)
class Block:
    """Records of one sort, in no order yet."""

    code: Rows
    happened: Days
    makes_up: Days
    received: Days


@dataclass(frozen=True, slots=True)
class Ordered:
    """N records ascending by seq, and where those stand that speak of others."""

    code: Rows
    happened: Days
    makes_up: Days
    received: Days
    system: Mapping[str, Rows]  # kind -> rows of its records, as they were drawn
    ended: Rows  # the pairing each `pairing-ended` ends
    replacing: Links
    returning: Links
    accepting: Links


def ended_of(pairs: Pairs) -> Rows:
    """The pairings that end within the time."""
    return np.flatnonzero(pairs.until != NO_DAY).astype(np.int32)


def first_codes(pairs: Pairs, then: After) -> NDArray[np.int64]:
    """Where the codes of each system kind begin, and where the last ends."""
    counts = [1, len(pairs.village), len(pairs.waived.place), len(ended_of(pairs))]
    counts += [len(one.of) for one in (then.withdrawn, then.returned, then.accepted)]
    return len(pairs.village) * CODES + np.cumsum([0, *counts])


def ordered(pairs: Pairs, work: Work, then: After, opens: int) -> Ordered:
    """Puts everything that is written in the order received; `opens` is the plan's first day."""
    system = [
        _system(int(code), day)
        for code, day in zip(first_codes(pairs, then), _days(pairs, then, opens), strict=False)
    ]
    told = work.pairing * np.int32(CODES) + (work.kind * np.uint8(WHOS) + work.who).astype(np.int32)
    done = Block(told, work.happened, work.makes_up, work.received)
    again = then.corrected.of
    mended = Block(told[again], work.happened[again], work.makes_up[again], then.corrected.day)
    blocks = [*system[:_BEFORE_WORK], done, mended, *system[_BEFORE_WORK:]]
    received = _side_by_side(blocks, "received")
    order = np.argsort((received - received.min()).astype(np.uint16), kind="stable")
    row = np.empty(len(order), np.int32)
    row[order] = np.arange(len(order), dtype=np.int32)
    stands = np.split(row, np.cumsum([len(one.code) for one in blocks])[:-1])
    own = stands.pop(_BEFORE_WORK)
    mending = stands.pop(_BEFORE_WORK)
    named = dict(zip(SYSTEM, stands, strict=True))
    withdrawn = named["record-withdrawn"]
    return Ordered(
        _side_by_side(blocks, "code")[order],
        _side_by_side(blocks, "happened")[order],
        _side_by_side(blocks, "makes_up")[order],
        received[order],
        named,
        ended_of(pairs),
        _links(
            np.concatenate((mending, withdrawn)),
            own[np.concatenate((again, then.withdrawn.of))],
        ),
        _links(named["record-returned"], own[then.returned.of]),
        _links(named["record-accepted"], own[then.accepted.of]),
    )


def _days(pairs: Pairs, then: After, opens: int) -> list[Days]:
    """The days on which records of system kinds are written, by SYSTEM."""
    ended, waived = ended_of(pairs), pairs.waived
    begun = np.where(waived.pairing >= 0, pairs.start[waived.pairing], 0)
    return [
        np.array([min(opens, int(pairs.start.min(initial=opens)))], np.int32),
        pairs.start,
        np.maximum(waived.start - NOTICE, begun).astype(np.int32),
        (pairs.until[ended] + ended % NOTICE).astype(np.int32),
        then.withdrawn.day,
        then.returned.day,
        then.accepted.day,
    ]


def _system(first: int, day: Days) -> Block:
    code = np.arange(first, first + len(day), dtype=np.int32)
    return Block(code, day, np.full(len(day), NO_DAY, np.int32), day)


def _side_by_side(blocks: Sequence[Block], name: str) -> NDArray[np.int32]:
    every: NDArray[np.int32] = np.concatenate([getattr(one, name) for one in blocks])
    return every


def _links(saying: Rows, concerned: Rows) -> Links:
    order = np.argsort(saying, kind="stable")
    return Links(saying[order], concerned[order])
