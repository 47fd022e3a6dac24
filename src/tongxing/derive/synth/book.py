"""One synthetic book, whole: made alone, the same whoever makes it and in whatever order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import numpy as np
import orjson
from numpy.random import PCG64
from numpy.random import Generator
from numpy.typing import NDArray

from tongxing.derive.chunks import Field
from tongxing.derive.chunks import Links
from tongxing.derive.facts import Facts
from tongxing.derive.synth.after import after
from tongxing.derive.synth.deeds import Parties
from tongxing.derive.synth.deeds import coded
from tongxing.derive.synth.deeds import deeds_of
from tongxing.derive.synth.facts import facts_of
from tongxing.derive.synth.ids import Ids
from tongxing.derive.synth.ids import dashed
from tongxing.derive.synth.land import land_of
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.pairs import pairs_of
from tongxing.derive.synth.rows import Ordered
from tongxing.derive.synth.rows import ordered
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.values import WORDS
from tongxing.derive.synth.values import columns_of
from tongxing.derive.synth.work import work_of
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Deeds
from tongxing.rules.standing.tables import Rows


@dataclass(frozen=True, slots=True)
class Made:
    """N records of one book ascending by seq, from 1 on without gaps; days as ordinals."""

    code: str
    name: str
    head: str  # what stands for the chain's hash where no chain is made
    deed: Rows
    happened: Days
    makes_up: Days
    received: Days
    recorded: NDArray[np.int64]  # microseconds since 1970
    deeds: Deeds
    replacing: Links
    returning: Links
    accepting: Links
    columns: Mapping[str, Field]
    words: Mapping[str, tuple[str, ...]]
    facts: Facts

    @property
    def seq(self) -> NDArray[np.int64]:
        return np.arange(1, len(self.deed) + 1, dtype=np.int64)


def made(asked: Asked, book: str, pairings: int) -> Made:
    """The book `book` with so many pairings, as `shares` gives them to it."""
    rng = Generator(PCG64([asked.seed, int(book), asked.year, asked.years]))
    land = land_of(book[:2])
    pairs = pairs_of(asked, book, land.villages_of(book), pairings, rng)
    work = work_of(pairs, asked, rng)
    then = after(work, rng)
    rows = ordered(pairs, work, then, date(asked.year, 1, 1).toordinal())
    ids = Ids(asked.seed, book, rows.received)
    recorded = ids.recorded()
    keys = _keys(ids, rows, recorded)
    every = coded(book, pairs, work, then)
    parties = Parties(pairs.units).names(book)
    deed, deeds = deeds_of(every, rows.code, parties, _subjects(pairs, rows, ids, recorded, keys))
    columns = columns_of(deeds.kind[deed].astype(np.uint8), rng)
    return Made(
        code=book,
        name=land.names[land.books.index(book)],
        head=head_of(asked, book),
        deed=deed,
        happened=rows.happened,
        makes_up=rows.makes_up,
        received=rows.received,
        recorded=recorded,
        deeds=deeds,
        replacing=rows.replacing,
        returning=rows.returning,
        accepting=rows.accepting,
        columns=columns,
        words={name: words for name, words in WORDS.items() if name in columns},
        facts=facts_of(asked, book, pairs, rows, keys),
    )


def head_of(asked: Asked, book: str) -> str:
    """Equal for equal books; a chain, where one is made, ends with another."""
    return sha256(orjson.dumps((astuple(asked), book))).hexdigest()


def _keys(ids: Ids, rows: Ordered, recorded: NDArray[np.int64]) -> list[str]:
    """Ids of the edition, the pairings and the waivers, which are those of their records."""
    system = rows.system
    their = [system[kind] for kind in ("edition-in-force", "pairing-opened", "waiver-granted")]
    return [dashed(one) for one in ids.hexes(np.concatenate(their), recorded)]


def _subjects(
    pairs: Pairs, rows: Ordered, ids: Ids, recorded: NDArray[np.int64], keys: list[str]
) -> list[str]:
    """What records of system kinds are about, in the order `deeds` numbers it."""
    about = [row for row in pairs.waived.pairing.tolist() if row >= 0] + rows.ended.tolist()
    concerned = _concerned(rows)
    return [f"pairing:{keys[1 + row]}" for row in about] + [
        f"record:{dashed(one)}" for one in ids.hexes(concerned, recorded)
    ]


def _concerned(rows: Ordered) -> Rows:
    """The records returned, then those accepted, in the order they were drawn."""
    found = []
    for kind, links in (("record-returned", rows.returning), ("record-accepted", rows.accepting)):
        at = np.searchsorted(links.saying, rows.system[kind])
        found.append(links.concerned[at])
    return np.concatenate(found)
