"""The photos and files on a record's page: what belongs to it, and what may be done with them."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tongxing.derive.boards.view import View
from tongxing.pages.desk.evidence.hints import Hint
from tongxing.pages.desk.evidence.hints import hints_for
from tongxing.pages.desk.evidence.shown import FileShown
from tongxing.pages.desk.evidence.shown import files_of
from tongxing.pages.desk.records.versions import Version
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.accounts.access import Verb
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.queries import awaited_of
from tongxing.records.evidence.queries import brought_for
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import said
from tongxing.rules.periods import say_day


@dataclass(frozen=True, slots=True)
class FilesPart:
    """`pictures` and `others` of this version and, each said so, of its other versions."""

    pictures: tuple[FileShown, ...]
    others: tuple[FileShown, ...]
    hints: tuple[Hint, ...]
    may_add: bool
    may_redact: bool
    awaited: int  # photos this version names that are still on a phone
    given_up: int  # photos it names that were never here and are not waited for

    @property
    def any(self) -> bool:
        return bool(self.pictures or self.others)


def still_on_phones(viewer: Viewer, records: Iterable[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """Photos (sha256) these records name that are not here yet; of the present only."""
    return {} if viewer.past else awaited_of(records)


def files_part(
    viewer: Viewer, view: View, version: Version, versions: Collection[UUID], may: Collection[Verb]
) -> FilesPart:
    """One query for the files; about eight more for a reviewer where there are pictures.

    `versions` are all records of the version's family, itself among them.
    """
    record = version.record

    def alt(row: Attachment) -> str:
        return f"照片：{version.kind.title}，{version.path}，{say_day(row.record.happened)}"

    found = files_of(versions, view.stand.seq, alt)
    keys = {one.key for one in found if one.picture}
    awaited = still_on_phones(viewer, [record.id]).get(record.id, ())
    named = frozenset(said(record.body).files) - frozenset(awaited)
    parties = parties_of(record)
    return FilesPart(
        pictures=tuple(one for one in found if one.picture),
        others=tuple(one for one in found if not one.picture),
        hints=hints_for(viewer, view, record, keys, versions),
        may_add="correct" in may and not version.redacted,
        may_redact=not viewer.past
        and viewer.scope.may("redact", place=record.place, parties=parties),
        awaited=len(awaited),
        given_up=0 if viewer.past else len(named - brought_for(record.id, named)),
    )
