"""What every code of a synthetic book's records stands for: kind, place, doers, subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.synth.after import After
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.rows import CODES
from tongxing.derive.synth.rows import SYSTEM
from tongxing.derive.synth.rows import WHOS
from tongxing.derive.synth.rows import ended_of
from tongxing.derive.synth.rows import first_codes
from tongxing.derive.synth.work import ALONE
from tongxing.derive.synth.work import JOINT
from tongxing.derive.synth.work import KINDS
from tongxing.derive.synth.work import LED
from tongxing.derive.synth.work import SENT
from tongxing.derive.synth.work import Work
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Rows

ROLES = ("", "leader")
_NOBODY = -1
_LEADER = 1  # position in ROLES


@dataclass(frozen=True, slots=True)
class Parties:
    """U units, then a leader of each, then a member of each, then the county's office."""

    units: tuple[str, ...]

    def names(self, book: str) -> tuple[str, ...]:
        people = [one.removeprefix("org:") for one in self.units]
        return (
            *self.units,
            *(f"person:{one}-1" for one in people),
            *(f"person:{one}-2" for one in people),
            f"person:{book}-office",
        )

    def leader(self, unit: Rows) -> Rows:
        return unit + np.int32(len(self.units))

    def member(self, unit: Rows) -> Rows:
        return unit + np.int32(2 * len(self.units))

    @property
    def office(self) -> int:
        return 3 * len(self.units)


@dataclass(frozen=True, slots=True)
class Coded:
    """All codes there are: who did it first and with whom, in which role, about what."""

    kind: Rows
    place: NDArray[np.int64]
    doer: Rows
    other: Rows  # -1: done by one
    role: Rows  # of both
    about: Rows  # -1: about nothing


def coded(book: str, pairs: Pairs, work: Work, then: After) -> Coded:
    """The meaning of every code, whether a record has it or not."""
    its, system = _of_work(pairs), _of_system(book, pairs, work, then)
    return Coded(
        *(
            np.concatenate((getattr(its, name), getattr(system, name)))
            for name in ("kind", "place", "doer", "other", "role", "about")
        )
    )


def _of_work(pairs: Pairs) -> Coded:
    parties, size = Parties(pairs.units), len(pairs.village)
    who = np.tile(np.arange(WHOS), size * len(KINDS))
    unit = np.repeat(pairs.unit, CODES)
    helps = np.where(pairs.partner == pairs.unit, _NOBODY, pairs.partner)  # a lone unit has none
    partner = np.repeat(helps, CODES)
    people = [parties.leader(unit), parties.member(unit)]
    alone = np.full(len(unit), _NOBODY)
    return Coded(
        np.tile(np.repeat(np.arange(len(KINDS)), WHOS), size).astype(np.int32),
        np.repeat(pairs.village, CODES),
        np.select((who == LED, who == SENT), people, unit).astype(np.int32),
        np.select((who == ALONE, who == JOINT), (alone, partner), unit).astype(np.int32),
        (who == LED).astype(np.int32) * np.int32(_LEADER),
        np.full(len(unit), _NOBODY, np.int32),
    )


def _of_system(book: str, pairs: Pairs, work: Work, then: After) -> Coded:
    """By SYSTEM; what is about pairings or records has the subjects in that order."""
    parties, waived = Parties(pairs.units), pairs.waived
    counts = np.diff(first_codes(pairs, then))
    bounds = np.cumsum([0, *counts]).tolist()
    ended = ended_of(pairs)
    spoken = [work.pairing[one.of] for one in (then.withdrawn, then.returned, then.accepted)]
    places = [
        np.array([int(book.ljust(12, "0"))]), pairs.village, waived.place, pairs.village[ended],
        *(pairs.village[one] for one in spoken),
    ]  # fmt: skip
    doer = np.full(int(counts.sum()), parties.office, np.int32)
    doer[bounds[1] : bounds[2]] = pairs.unit  # who is paired
    doer[bounds[4] : bounds[5]] = parties.leader(pairs.unit[spoken[0]])  # who takes it back
    return Coded(
        np.repeat(np.arange(len(SYSTEM)) + len(KINDS), counts).astype(np.int32),
        np.concatenate(places),
        doer,
        np.full(len(doer), _NOBODY, np.int32),
        np.zeros(len(doer), np.int32),
        _abouts(counts, waived.pairing),
    )


def _abouts(counts: NDArray[np.int64], waived: Rows) -> Rows:
    """Waivers of one pairing, ends of pairings, returned and accepted records: one subject each."""
    edition, opened, _, ended, withdrawn, returned, accepted = counts.tolist()
    alone = np.full(edition + opened, _NOBODY)
    one = waived >= 0
    waivers = np.where(one, np.cumsum(one) - 1, _NOBODY)
    begin = int(one.sum())
    return np.concatenate(
        (
            alone,
            waivers,
            begin + np.arange(ended),
            np.full(withdrawn, _NOBODY),
            begin + ended + np.arange(returned + accepted),
        )
    ).astype(np.int32)


def deeds_of(
    every: Coded, code: Rows, parties: Sequence[str], subjects: Sequence[str]
) -> tuple[Rows, Deeds]:
    """The deeds records have, in the order first met, and the deed of each record."""
    first = np.full(len(every.kind), len(code), np.int32)
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1, dtype=np.int32)
    used = np.flatnonzero(first < len(code))
    used = used[np.argsort(first[used])]
    number = np.empty(len(every.kind), np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    other, about = every.other[used], every.about[used]
    each = np.repeat(np.arange(len(used), dtype=np.int32), 1 + (other >= 0))
    doer = every.doer[used][each]
    second = np.flatnonzero(each[1:] == each[:-1]) + 1
    doer[second] = other[each[second]]
    tells = np.flatnonzero(about >= 0).astype(np.int32)
    return number[code], Deeds(
        kind=every.kind[used],
        place=every.place[used],
        doer_row=each,
        doer=doer,
        doer_role=every.role[used][each],
        about_row=tells,
        about=about[tells],
        kinds=(*KINDS, *SYSTEM),
        parties=tuple(parties),
        roles=ROLES,
        subjects=tuple(subjects),
    )
