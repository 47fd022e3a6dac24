"""Say that photos and files belong to a record: with it, or later on.

Nobody ever has to (C4). The chain names each file by its sha256: in the record's own content
when it came with it, else in a record of its own about that record.
"""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.append_record import append_record
from tongxing.actions.draft import Draft
from tongxing.actions.entry import enter
from tongxing.actions.errors import Unfitting
from tongxing.actions.reach import reach
from tongxing.actions.reach import unreplaced
from tongxing.actions.retry import decision_sent_again
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.queries import attachments_of
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

MOST_FILES = 20  # of one record
DOING = "添加或撤下附件的"
ERASED = "这条记录已依法删减，不再添加照片和附件；需要补充的，请先更正这条记录，再添加到新的一版"


@transaction.atomic
def append_record_with_files(
    *, acting: Scope, at: datetime, draft: Draft, files: Sequence[Kept]
) -> Record:
    """Append a record and the files that came with it, all or nothing.

    Raises what `append_record` raises, and `Unfitting` for too many files.
    """
    once = _once(files)
    _not_too_many(len(once))
    named = replace(draft, files=tuple(one.sha256 for one in once))
    record = append_record(acting=acting, at=at, draft=named)
    _hold(once)
    evidence.attach(record, record, once, at)
    return record


@transaction.atomic
def attach_evidence(
    *, acting: Scope, at: datetime, id: UUID, of: UUID, files: Sequence[Kept]
) -> Record | None:
    """Add files to the record `of`, said by a record `id`; None when it has them all already."""
    keys = tuple(sorted({one.sha256 for one in files}))
    about = (f"record:{of}",)
    if before := decision_sent_again(acting, id, "evidence-added", {}, about=about, files=keys):
        return before
    old = attachable(acting, of, by=id)
    there = {row.file_id for row in attachments_of([of])}
    fresh = [one for one in _once(files) if one.sha256 not in there]
    if not fresh:
        return None
    _not_too_many(len(there) + len(fresh))
    row = system_row(
        acting=acting, at=at, id=id, kind="evidence-added", place=old.place, values={},
        about=about, files=tuple(one.sha256 for one in fresh),
    )  # fmt: skip
    record = enter(acting=acting, at=at, verb="attach-evidence", row=row).written()
    if ledger.hold_content(of):  # erased since, by whoever had the book before
        raise Unfitting(ERASED)
    _hold(fresh)
    evidence.attach(old, record, fresh, at)
    return record


def attachable(acting: Scope, of: UUID, *, by: UUID | None = None) -> Record:
    """The record, when files may be added to it; raises as `attach_evidence` would."""
    old = reach(acting, "correct", of, doing=DOING)
    unreplaced(old, by=by or old.id)
    if said(old.body).redacted:
        raise Unfitting(ERASED)
    return old


def _once(files: Sequence[Kept]) -> list[Kept]:
    """Each file once, in the order given."""
    found: dict[str, Kept] = {}
    for one in files:
        found.setdefault(one.sha256, one)
    return list(found.values())


def _hold(files: Sequence[Kept]) -> None:
    """None of them is erased between this and the end; raises `Unfitting` for one that was."""
    gone = evidence.hold(one.sha256 for one in files)
    if named := [one.name for one in files if one.sha256 in gone]:
        raise Unfitting(f"“{named[0]}”此前已依法删除，不能再次添加，其余内容没有改动")


def _not_too_many(count: int) -> None:
    if count > MOST_FILES:
        raise Unfitting(f"一条记录最多留{MOST_FILES}个照片和附件，请只选要紧的")
