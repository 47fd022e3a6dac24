"""Pictures of a book that look alike: every difference hash in memory, read once, then extended.

A hint for a person, cut to what they may see. The shelf is disposable; when the last row it
read is no longer the same (another database, a restored backup), it is read afresh. It is kept
up to the first photo nobody has looked at yet; what is beyond is read each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from tongxing.records.accounts.access import Scope
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.queries import NOT_LOOKED_AT
from tongxing.records.evidence.queries import attached_in
from tongxing.records.ledger.queries import records_seen_by
from tongxing.rules.pictures import AGAIN
from tongxing.rules.pictures import BYTES
from tongxing.rules.pictures import SAME
from tongxing.rules.pictures import distances

Row = tuple[int, UUID, str, bytes | memoryview | None]
SHELVES_KEPT = 16
NEAREST = 20  # candidates looked at further


@dataclass(frozen=True, slots=True)
class Alike:
    """Another record of the book with a picture like one of these."""

    record: UUID
    distance: int  # bits of 256

    @property
    def same(self) -> bool:
        return self.distance <= SAME


@dataclass(frozen=True, slots=True)
class Shelf:
    """All pictures ever attached in one book and looked at, in the order of their rows."""

    rows: NDArray[np.int64]  # N, ids of attachments
    hashes: NDArray[np.uint8]  # N × 32
    last: tuple[int, UUID, str] | None  # id, record and file of the last row

    def near(self, likeness: bytes, mirrored: bytes) -> dict[int, int]:
        """Attachment id -> distance of the nearest within `AGAIN`, as seen or in a mirror."""
        apart = np.minimum(distances(self.hashes, likeness), distances(self.hashes, mirrored))
        close = np.flatnonzero(apart <= AGAIN)
        order = close[np.argsort(apart[close], kind="stable")][:NEAREST]
        return dict(zip(self.rows[order].tolist(), apart[order].tolist(), strict=True))

    def longer(self, rows: Sequence[Row]) -> Shelf:
        """With these behind: attachment, record, file and hash."""
        if not rows:
            return self
        hashes = np.frombuffer(b"".join(bytes(one[3] or b"") for one in rows), np.uint8)
        return Shelf(
            np.concatenate([self.rows, np.array([one[0] for one in rows], np.int64)]),
            np.concatenate([self.hashes, hashes.reshape(-1, BYTES)]),
            rows[-1][:3],
        )


EMPTY = Shelf(np.empty(0, np.int64), np.empty((0, BYTES), np.uint8), None)
_kept: OrderedDict[str, Shelf] = OrderedDict()
_guard = Lock()


def alike(
    scope: Scope, book: str, files: Collection[tuple[bytes, bytes]], *, besides: Collection[UUID]
) -> tuple[Alike, ...]:
    """Other records in view with pictures like these (hash, mirrored hash), nearest first.

    `besides` are the record itself and its other versions. Four queries at most.
    """
    if not files:
        return ()
    shelf = _shelf(book)
    near: dict[int, int] = {}
    for likeness, mirrored in files:
        for row, apart in shelf.near(likeness, mirrored).items():
            near[row] = min(apart, near.get(row, apart))
    found = (
        Attachment.objects.filter(pk__in=near, removal=None, record__in=records_seen_by(scope))
        .exclude(record__in=besides)
        .values_list("pk", "record")
    )
    best: dict[UUID, int] = {}
    for row, record in found:
        best[record] = min(near[row], best.get(record, near[row]))
    return tuple(Alike(record, apart) for record, apart in sorted(best.items(), key=_by_distance))


def _by_distance(one: tuple[UUID, int]) -> tuple[int, UUID]:
    return one[1], one[0]


def _shelf(book: str) -> Shelf:
    with _guard:
        known = _kept.pop(book, EMPTY)
        if known.last is not None and not _still(known.last):
            known = EMPTY
        final, open_ = _further(book, known.last[0] if known.last else 0)
        _kept[book] = known.longer(final)
        while len(_kept) > SHELVES_KEPT:
            _kept.popitem(last=False)
        return _kept[book].longer(open_)


def _still(last: tuple[int, UUID, str]) -> bool:
    row, record, key = last
    return Attachment.objects.filter(pk=row, record=record, file=key).exists()


def _further(book: str, after: int) -> tuple[list[Row], list[Row]]:
    """What was attached since, up to the first photo nobody has looked at yet, and beyond it."""
    found = attached_in(book).filter(pk__gt=after).order_by("pk")
    open_ = found.filter(NOT_LOOKED_AT).values_list("pk", flat=True).first()
    looked_at = found.exclude(file__likeness=None)
    rows = list(looked_at.values_list("pk", "record", "file", "file__likeness"))
    final = [row for row in rows if open_ is None or row[0] < open_]
    return final, rows[len(final) :]
