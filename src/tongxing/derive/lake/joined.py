"""A lake and the records that came in after its last sync, as one book.

What the lake holds is read from it, the rest from the database. Texts and persons are in
neither part.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from typing import Any

import numpy as np

from tongxing.derive.chunks import Chunk
from tongxing.derive.cutting import cut_book
from tongxing.derive.digests import NO_HASHES
from tongxing.derive.digests import NO_IDS
from tongxing.derive.facts import CHANGES_FACTS
from tongxing.derive.facts import Facts
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.sync import agrees
from tongxing.derive.lake.sync import known_at
from tongxing.derive.lake.sync import meet_earlier
from tongxing.derive.projections import load_facts
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import resumed
from tongxing.derive.snapshot import NoSuchBookError
from tongxing.derive.snapshot import ledger_rows
from tongxing.records.ledger.models import Book as BookRow
from tongxing.records.ledger.stretches import COLUMNS
from tongxing.rules.standing.tables import Book

_KIND = COLUMNS.index("kind")


@dataclass(frozen=True, slots=True)
class Joined:
    """A book up to the ledger's head; the chunk has no ids, hashes or moments."""

    code: str
    name: str
    seq: int
    head: str
    chunk: Chunk
    registers: PrintedRegisters
    facts: Facts  # all versions known at `seq`

    def cut(self, wanted: Iterable[str]) -> Book:
        """The kernel's tables with the columns of the `wanted` fields."""
        now = self.facts.at(self.seq)
        rows = len(self.chunk.seq)
        return cut_book(self.code, self.chunk, self.registers, now, rows=rows, wanted=wanted)


def book_now(lake: Lake, code: str) -> Joined:
    """A book for judging, up to the ledger's head.

    Raises Contradicted where lake and ledger differ, NoSuchBookError, Missing, Torn, Foreign,
    UnknownEdition.
    """
    book = lake.book(code)
    name, seq, head = _head(code)
    agrees(book, seq)
    rows = lake.rows(book)
    registers = resumed(rows)
    later = list(ledger_rows(code, book.seq + 1, seq))
    chunk = lake.chunk(book, rows).joined(_later(book, later, registers))
    changed = not CHANGES_FACTS.isdisjoint(row[_KIND] for row in later)
    facts = known_at(load_facts(code), seq) if changed else lake.facts(book, rows)
    return Joined(code, name, seq, head, chunk, registers, facts)


def _head(code: str) -> tuple[str, int, str]:
    found = BookRow.objects.filter(code=code).values_list("name", "head_seq", "head_hash").first()
    if found is None:
        raise NoSuchBookError(code)
    return found


def _later(book: LakeBook, rows: Sequence[Sequence[Any]], registers: PrintedRegisters) -> Chunk:
    """The rows after the lake's."""
    meet_earlier(book.code, rows, registers)
    chunk = Chunk.read(rows, registers, first_row=book.seq)
    return replace(chunk, ids=NO_IDS, hashes=NO_HASHES, recorded=np.zeros(0, np.int64))
