"""Roll-ups made up for tests of keeping and adding, readers of empty books, and one real book."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from random import Random

import numpy as np

from tests.rules.standing.plans import UNIT_VILLAGE
from tests.rules.standing.told import pair
from tongxing.derive.facts import EditionFact
from tongxing.derive.keys import full_key
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.shapes import totals_of
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing.tables import Book

AS_OF = date(2025, 3, 12)
QUESTION = "2025-03-12"
DUTIES = (DutyTold("a", "labour-day", "劳动日", 50), DutyTold("b", "bought", "采购", 100))
PLAIN = edition_of("plain", "44", 2025, 1)
TEXT = edition_text("plain", "44", 2025, 1)
IN_FORCE = EditionFact(
    "key", 1, None, PLAIN.plan, PLAIN.edition, PLAIN.sha256, TEXT, date(2025, 1, 1), None
)


def head(code: str, seq: int = 1) -> Head:
    """A book without any plan, as it stands after `seq` records."""
    hash_ = hashlib.sha256(f"{code}:{seq}".encode()).hexdigest()
    key = full_key(code=code, name=f"县{code}", seq=seq, head=hash_, editions=(), as_of=AS_OF)
    return Head(code, f"县{code}", seq, hash_, key)


GAOZHOU, HUAZHOU = head("440981", 7), head("440982", 3)


def rolled(one: Head, villages: int = 3) -> BookRollUp:
    """A roll-up of a head, always the same for the same head."""
    random = Random(one.key)
    codes = sorted(random.sample(range(100_000), villages))
    places = np.array([int(one.code) * 10**6 + code for code in codes], np.int64)
    counts = np.array(
        [[[random.randrange(60) for _ in range(8)] for _ in DUTIES] for _ in codes], np.int64
    ).reshape(villages, len(DUTIES), 8)
    running = np.array([random.randrange(4) for _ in codes], np.int64)
    sums = BookSums(one, DUTIES, totals_of(counts) or ((0,) * 8,) * 2, int(running.sum()))
    return BookRollUp(sums, places, counts, running)


def same(one: BookRollUp, other: BookRollUp) -> bool:
    return one.sums == other.sums and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("places", "counts", "running")
    )


@dataclass
class Shelf:
    """A reader of empty books; `broken` ones cannot be read, `read` says which were asked for."""

    books: list[Head]
    broken: dict[str, Exception] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    needs_settings: bool = False

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        return [one for one in self.books if one.code.startswith(prefix)]

    def book(self, one: Head) -> BookAt:
        self.read.append(one.code)
        if one.code in self.broken:
            raise self.broken[one.code]
        table = BookBuilder(one.code).build()
        return BookAt(one.code, one.name, one.seq, one.hash, (), lambda _: table)


def book_with(editions: Sequence[EditionFact], *asked: set[str]) -> BookAt:
    """高州 with a village begun long ago, one ended on 1 March 2025 and one to come."""
    kind = f"{PLAIN.plan}:{UNIT_VILLAGE.partition(':')[2]}"
    builder = BookBuilder("440981")
    for key, place, since, until in (
        ("a", "440981100200", "2024-01-01", ""),
        ("b", "440981100201", "2024-01-01", "2025-03-01"),
        ("c", "440981100201", "2025-12-01", ""),
    ):
        some = pair(key, kind=kind, targets=(place,), since=since, until=until, place=place)
        builder.pairings.append(some)
    table = builder.build()

    def cut(wanted: Iterable[str]) -> Book:
        for one in asked:
            one.update(wanted)
        return table

    return BookAt("440981", "高州市", 7, GAOZHOU.hash, editions, cut)
