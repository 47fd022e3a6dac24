"""A quiet note to whoever reviews records: this picture looks like one of another record.

Never shown to those who wrote the record down, never counted, never in the way of anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tongxing.actions.look_at_photos import look_at_photos
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.view import View
from tongxing.derive.pictures import alike
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.evidence.models import StoredFile
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import parties_of

MOST = 3


@dataclass(frozen=True, slots=True)
class Hint:
    line: RecordLine
    same: bool  # as good as the same picture; else only worth a second look


def hints_for(
    viewer: Viewer, view: View, record: Record, keys: Collection[str], besides: Collection[UUID]
) -> tuple[Hint, ...]:
    """At most three other records with pictures like these, for reviewers only."""
    if not keys or not reviews(viewer, record):
        return ()
    fresh = StoredFile.objects.filter(pk__in=keys, likeness=None, mirrored=None)
    look_at_photos(keys=fresh.values_list("pk", flat=True), book=record.book_id)
    files = StoredFile.objects.filter(pk__in=keys).exclude(likeness=None)
    hashes = [
        (bytes(a or b""), bytes(b or b"")) for a, b in files.values_list("likeness", "mirrored")
    ]
    found = alike(viewer.scope, record.book_id, hashes, besides=besides)
    same = {one.record: one.same for one in found}
    rows = [row for one in found if (row := view.judged.snapshot.row_of(one.record)) is not None]
    return tuple(Hint(line, same[line.id]) for line in record_lines(view, rows[:MOST]))


def reviews(viewer: Viewer, record: Record) -> bool:
    """Whether this reader looks after others' records here, and had no part in this one."""
    mine = parties_of(record) & (viewer.scope.units | {viewer.scope.person})
    written = record.recorded_by == viewer.scope.person
    return (
        viewer.scope.may("assess", place=record.place, parties=())
        and not viewer.past
        and not mine
        and not written
    )
