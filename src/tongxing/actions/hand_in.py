"""Take in what a phone has written: new records and corrections, in any order, in pieces.

The very verbs of the desk; beside them only what a phone adds: photos that come later, and an
original and its correction handed in together.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongxing.actions.append_record import append_records
from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Draft
from tongxing.actions.entry import Outcome
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.actions.keep_photo import CALLED
from tongxing.actions.keep_photo import keep_laid_by
from tongxing.actions.keep_photo import laid_by
from tongxing.actions.known import Beforehand
from tongxing.actions.known import local_day
from tongxing.records.accounts.access import Scope
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence import parts
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.pictures import Prepared
from tongxing.records.evidence.queries import brought_by
from tongxing.records.evidence.queries import erased_among
from tongxing.records.evidence.queries import ever_attached
from tongxing.records.ledger import operations as ledger
from tongxing.records.ledger.models import Record
from tongxing.records.pairings.queries import scope_with_pairings

ERASED = "有照片此前已依法删除，不再接收，记录不受影响。"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One draft; `of` is the record it corrects, if it does."""

    draft: Draft
    of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it; `missing` are the photos (sha256) still on the phone."""

    outcome: Outcome
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def hand_in(
    *,
    acting: Scope,
    at: datetime,
    handed: Sequence[HandedIn],
    photos: bool = True,
    beforehand: Beforehand | None = None,
) -> list[Taken]:
    """Write what can be written, an answer for each in order; one never blocks the rest.

    New records first, then corrections, each after the one it corrects where both are here.
    Without `photos` theirs are left as they are: what lies on the disk cannot be rolled back.
    """
    outcomes: dict[int, Outcome] = {}
    fresh: list[int] = []
    for n, one in enumerate(handed):
        if problems := _files_wrong(one.draft):
            outcomes[n] = Outcome(one.draft.id, refused=Invalid(problems=problems))
        elif one.of is None:
            fresh.append(n)
    if fresh:
        drafts = [handed[n].draft for n in fresh]
        done = append_records(acting=acting, at=at, drafts=drafts, beforehand=beforehand)
        outcomes |= dict(zip(fresh, done, strict=True))
    left = {n: one for n, one in enumerate(handed) if n not in outcomes}
    if left:
        outcomes |= _corrected(acting, at, left)
    return [
        _with_files(acting, at, one, outcomes[n])
        if photos and one.draft.files
        else Taken(outcomes[n])
        for n, one in enumerate(handed)
    ]


def _files_wrong(draft: Draft) -> list[Problem]:
    if len(draft.files) > MOST_FILES:
        return [Problem("files", f"照片过多（{len(draft.files)}张）", f"最多{MOST_FILES}张")]
    if len(set(draft.files)) != len(draft.files):
        return [Problem("files", "同一张照片写了两遍", "请删去重复的一张")]
    return []


def _corrected(acting: Scope, at: datetime, left: Mapping[int, HandedIn]) -> dict[int, Outcome]:
    """Corrections, those of corrections after what they correct."""
    wide = scope_with_pairings(acting, local_day(at))
    waiting = dict(left)
    found: dict[int, Outcome] = {}
    while waiting:
        coming = {one.draft.id for one in waiting.values()}
        ready = [n for n, one in waiting.items() if one.of not in coming or one.of == one.draft.id]
        for n in ready or list(waiting):  # a ring of corrections: none of them is in the ledger
            one = waiting.pop(n)
            found[n] = _correct(wide, at, one)
    return found


def _correct(acting: Scope, at: datetime, one: HandedIn) -> Outcome:
    assert one.of is not None
    try:
        return correct_record(acting=acting, at=at, of=one.of, draft=one.draft)
    except Refused as refused:
        return Outcome(one.draft.id, refused=refused)


def _with_files(acting: Scope, at: datetime, one: HandedIn, outcome: Outcome) -> Taken:
    """Add the photos that are here; wait for the others.

    The same again mends what a break between record and photos left undone.
    """
    record = outcome.record
    if record is None:
        return Taken(outcome)
    here, missing, gone = _say(acting, at, one, record, fresh=not outcome.repeated)
    for key in here:  # kept and said: nothing of it waits any more
        parts.forget(acting.person, key)
    return Taken(outcome, missing, (ERASED,) if gone else ())


@transaction.atomic
def _say(
    acting: Scope, at: datetime, one: HandedIn, record: Record, *, fresh: bool
) -> tuple[frozenset[str], tuple[str, ...], bool]:
    """Say which photos belong to the record and which are to come; whether some were erased.

    A record erased before, be it at this moment, has none and waits for none. Of a photo's rows
    the waiting is held first and its file after it, as by whoever brings or erases it.
    """
    if ledger.hold_content(record.id):
        return frozenset(), (), True
    before = () if fresh else ever_attached(record.id)
    open_ = set(one.draft.files) - {row.file_id for row in before if row.said_by_id == record.id}
    if not open_:
        return frozenset(), (), False
    gone = erased_among(open_)
    known, aside = _here(acting, one, open_ - gone)
    here = known | aside.keys()
    if here:
        evidence.arrived(record.id, here)
        gone |= evidence.hold(here)
        for key in sorted(aside.keys() - gone):
            if not keep_laid_by(acting=acting, at=at, key=key, ready=aside[key]):
                gone |= {key}
        shown = [Kept(key, CALLED) for key in sorted(here - gone)]
        evidence.attach(record, record, shown, at)
    missing = tuple(sorted(open_ - gone - here))
    if missing:
        evidence.expect([(record, key) for key in missing], acting.person)
    return here, missing, bool(gone)


def _here(
    acting: Scope, one: HandedIn, keys: set[str]
) -> tuple[frozenset[str], dict[str, Prepared]]:
    """The photos this person has shown the bytes of, or that the corrected record has.

    And those of the others this person has put aside.
    """
    known = set(brought_by(acting.person, keys)) if keys else set()
    if one.of is not None and keys - known:
        rows = ever_attached(one.of)
        known |= {row.file_id for row in rows if not hasattr(row, "removal")} & keys
    found = {key: laid_by(acting=acting, key=key) for key in keys - known}
    return frozenset(known), {key: ready for key, ready in found.items() if ready is not None}
