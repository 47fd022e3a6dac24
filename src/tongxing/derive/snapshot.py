"""One book in memory as the arrays the kernel judges, read once and then extended.

A ledger only grows: when a book has a new head, only the records after the known one are
read, provided the record at the known seq still has the hash it had. What is known is in
memory, else on the shelf (`shelf/`), where a book is put by when it has grown by enough.
Otherwise (another database, a restored backup) the book is read afresh. A past `known_at` is a
prefix of the rows and the facts alive at that seq.

A redaction leaves what is known as it was, as nothing is held that it takes away (`held.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings

from tongxing.derive.chunks import Chunk
from tongxing.derive.cutting import cut_book
from tongxing.derive.facts import CHANGES_FACTS
from tongxing.derive.facts import Facts
from tongxing.derive.kept import Kept
from tongxing.derive.projections import load_facts
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.shelf.codec import Shelved
from tongxing.derive.shelf.store import Shelf
from tongxing.derive.texts import Texts
from tongxing.records.ledger.models import Book as BookRow
from tongxing.records.ledger.stretches import COLUMNS
from tongxing.records.ledger.stretches import stretch_rows
from tongxing.rules.standing.tables import Book

BOOKS_KEPT = 16
UNSHELVED = 500  # records a book may have more than its file: read within ten milliseconds
_REDACTED = "record-redacted"
FACTS_KEPT = 8  # moments of one snapshot
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoSuchBookError(LookupError):
    """No book has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"没有代码为“{code}”的台账，请核对县级代码。")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A book up to one head. `chunk` rows ascend by seq; `facts` hold all versions."""

    code: str
    name: str
    seq: int
    head: str
    chunk: Chunk
    facts: Facts
    registers: PrintedRegisters = field(repr=False, compare=False)
    texts: Texts = field(repr=False, compare=False)
    shelved: int = field(default=0, compare=False)  # up to which record a file has it
    _facts: Kept = field(default_factory=lambda: Kept(FACTS_KEPT), repr=False, compare=False)

    def facts_at(self, seq: int) -> Facts:
        """The facts known at `seq`."""
        return self._facts.get(seq, lambda: self.facts.at(seq))

    def seq_at(self, known_at: datetime | None) -> int:
        """The last seq recorded up to `known_at`; the head's for None, 0 before the first."""
        if known_at is None:
            return self.seq
        moment = (known_at - _EPOCH) // timedelta(microseconds=1)
        rows = bisect_right(self.chunk.recorded, moment)
        return int(self.chunk.seq[rows - 1]) if rows else 0

    def rows_at(self, seq: int) -> int:
        """How many rows there are up to `seq`."""
        return bisect_right(self.chunk.seq, seq)

    def hash_at(self, seq: int) -> str:
        """The chain's hash at `seq`, "" before the first record."""
        rows = self.rows_at(seq)
        return self.chunk.hashes[rows - 1] if rows else ""

    def id_of(self, row: int) -> UUID:
        return UUID(hex=self.chunk.ids[row])

    def row_of(self, record: UUID) -> int | None:
        """The row of a record of this book, None when it has none."""
        row = self.registers.row_of.get(record.hex)
        return row if row is not None and row < len(self.chunk.ids) else None

    def cut(self, seq: int, wanted: Iterable[str]) -> Book:
        """The kernel's tables as known at `seq`, with the columns of the `wanted` fields.

        Whoever looks at one of a text or a person has it read, if it was not yet (one query).
        """
        return cut_book(
            self.code,
            self.chunk,
            self.registers,
            self.facts_at(seq),
            rows=self.rows_at(seq),
            wanted=wanted,
            apart=lambda key: self.texts.column(key, seq),
        )


_kept: OrderedDict[str, Snapshot] = OrderedDict()
_guard = Lock()
_reading: dict[str, Lock] = {}


def forget_all() -> None:
    """Drop every snapshot; the next question reads the book again."""
    with _guard:
        _kept.clear()


def snapshot(code: str) -> Snapshot:
    """The book up to its present head. One query when nothing is new. NoSuchBookError."""
    with _guard:
        reading = _reading.setdefault(code, Lock())
    with reading:
        found = _head(code)
        with _guard:
            known = _kept.pop(code, None)  # gone while extended: a failure leaves nothing half done
        fresh = _brought_up(known, code, *found)
        with _guard:
            _kept[code] = fresh
            while len(_kept) > BOOKS_KEPT:
                _kept.popitem(last=False)
    return fresh


def snapshot_apart(code: str) -> Snapshot:
    """The same for one question among many: a book that is not kept already is not kept now."""
    with _guard:
        kept = code in _kept
    return snapshot(code) if kept else _brought_up(None, code, *_head(code))


def _head(code: str) -> tuple[str, int, str]:
    """(name, seq, hash) of a book; NoSuchBookError."""
    rows = BookRow.objects.filter(code=code).values_list("name", "head_seq", "head_hash")
    found = rows.first()
    if found is None:
        raise NoSuchBookError(code)
    return found


def _brought_up(known: Snapshot | None, code: str, name: str, seq: int, head: str) -> Snapshot:
    if known is not None and (known.seq, known.head, known.name) == (seq, head, name):
        return known
    found = known and _extended(known, name, seq, head)
    if found is None:
        kept = _from_shelf(code)
        found = (kept and _extended(kept, name, seq, head)) or _afresh(code, name, seq, head)
    return _put_by(found)


def _shelf() -> Shelf:
    return Shelf(Path(settings.CACHE) / "books")


def _from_shelf(code: str) -> Snapshot | None:
    kept = _shelf().book(code)
    if kept is None:
        return None
    return Snapshot(
        *(code, "", kept.seq, kept.head, kept.chunk),
        *(load_facts(code), kept.registers, Texts(code)),
        shelved=kept.seq,
    )


def _put_by(found: Snapshot) -> Snapshot:
    """The same, on the shelf too when it has become enough; one that cannot be waits as long."""
    if found.seq - found.shelved <= UNSHELVED:
        return found
    _shelf().put_by(found.code, Shelved(found.seq, found.head, found.chunk, found.registers))
    return replace(found, shelved=found.seq)


def _afresh(code: str, name: str, seq: int, head: str) -> Snapshot:
    registers = PrintedRegisters()
    chunk = Chunk.read(ledger_rows(code, 1, seq), registers, first_row=0)
    return Snapshot(code, name, seq, head, chunk, load_facts(code), registers, Texts(code))


def _extended(known: Snapshot, name: str, seq: int, head: str) -> Snapshot | None:
    """`known` and the records after it; None when it must be read afresh."""
    if not 0 < known.seq <= seq:
        return None
    if (known.seq, known.head) == (seq, head):
        return replace(known, name=name)
    rows = list(ledger_rows(known.code, known.seq, seq))
    if not rows or rows[0][COLUMNS.index("hash")] != known.head:
        return None
    kinds = {row[COLUMNS.index("kind")] for row in rows[1:]}
    facts = known.facts if CHANGES_FACTS.isdisjoint(kinds) else load_facts(known.code)
    texts = known.texts if _REDACTED not in kinds else Texts(known.code)
    chunk = known.chunk
    if rows[1:]:
        later = Chunk.read(rows[1:], known.registers, first_row=len(chunk.ids))
        chunk = chunk.joined(later)
    return Snapshot(
        *(known.code, name, seq, head, chunk, facts, known.registers, texts),
        shelved=known.shelved,
    )


def ledger_rows(code: str, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Records as `stretches.COLUMNS` names them, the same in the same order."""
    return stretch_rows(code, first, last)
