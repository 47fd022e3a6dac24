"""Books out of the database, each read apart so that memory is bounded by one book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime

from tongxing.derive.keys import EditionKey
from tongxing.derive.keys import full_key
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.snapshot import Snapshot
from tongxing.derive.snapshot import snapshot_apart
from tongxing.records.ledger.queries import heads_within
from tongxing.records.pairings.queries import editions_within


@dataclass(frozen=True, slots=True)
class Database:
    """The books of the database as known at a moment, None being now."""

    known_at: datetime | None = None

    @property
    def needs_settings(self) -> bool:
        return True

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        """Two queries, three for an earlier moment, whatever the number of books."""
        heads = heads_within(prefix, self.known_at)
        editions: dict[str, list[EditionKey]] = {}
        until = {code: seq for code, _, seq, _ in heads}
        for book, born, died, edition in editions_within(prefix):
            if born <= until.get(book, 0) and (died is None or until[book] < died):
                editions.setdefault(book, []).append(edition)
        return [
            Head(
                *(code, name, seq, head),
                full_key(
                    code=code, name=name, seq=seq, head=head,
                    editions=editions.get(code, ()), as_of=as_of,
                ),
            )
            for code, name, seq, head in heads
        ]  # fmt: skip

    def book(self, head: Head) -> BookAt:
        """The book as known; what came in since its head was read counts too."""
        current = snapshot_apart(head.code)
        return book_at(current, current.seq_at(self.known_at))


def book_at(current: Snapshot, seq: int) -> BookAt:
    """A snapshot's book as known at a seq."""
    return BookAt(
        code=current.code,
        name=current.name,
        seq=seq,
        hash=current.hash_at(seq),
        editions=current.facts_at(seq).editions,
        cut=lambda wanted: current.cut(seq, wanted),
        hash_at=lambda earlier: _hash_at(current, earlier, seq),
    )


def _hash_at(current: Snapshot, earlier: int, seq: int) -> str | None:
    same = current.facts_at(earlier) == current.facts_at(seq)
    return current.hash_at(earlier) if same else None
