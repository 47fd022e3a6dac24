"""Correct a record by a new one, or settle a conflict of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tongxing.actions.append_record import Reach
from tongxing.actions.checks import checked
from tongxing.actions.draft import Draft
from tongxing.actions.entry import Outcome
from tongxing.actions.entry import enter
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.known import known_for
from tongxing.actions.reach import assesses
from tongxing.actions.reach import reach
from tongxing.actions.retry import draft_sent_again
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import NewRow
from tongxing.records.statements import Looking


def correct_record(*, acting: Scope, at: datetime, of: UUID, draft: Draft) -> Outcome:
    """Put `draft` in the place of `of`; both stay readable.

    When somebody else corrected it before, this one is kept, does not count, and
    `conflicts` names the others until somebody settles it.
    """
    return _enter(acting, at, "correct", draft, (of,))


def settle_conflict(*, acting: Scope, at: datetime, of: Sequence[UUID], draft: Draft) -> Outcome:
    """Replace all of several rivals, corrections or a withdrawal, by one record."""
    if len(set(of)) < 2:  # noqa: PLR2004
        raise Unfitting("裁定须同时指明互相冲突的各条更正或撤回")
    return _enter(acting, at, "settle", draft, tuple(of))


def _enter(acting: Scope, at: datetime, verb: Verb, draft: Draft, of: tuple[UUID, ...]) -> Outcome:
    try:
        row = _replacing(acting, at, draft, tuple(reach(acting, verb, one) for one in of))
    except Refused:
        before = draft_sent_again(acting, draft, known_for((draft,), at), replaces=of)
        if before is None:
            raise
        return before
    return enter(acting=acting, at=at, verb=verb, row=row)


def _replacing(acting: Scope, at: datetime, draft: Draft, olds: tuple[Record, ...]) -> NewRow:
    for old in olds:
        if old.book_id != draft.place[:6]:
            raise Unfitting("更正不能改到另一个县，请撤回后在那个县重新登记")
    _may_become(acting, draft, olds[0])
    row = checked(draft, known_for((draft,), at), by=acting.person)
    return replace(row, replaces=tuple(old.id for old in olds))


def _may_become(acting: Scope, draft: Draft, old: Record) -> None:
    """What it becomes must be within reach too: as a correction of its doers, or afresh."""
    if assesses(draft.kind):
        Reach(acting, (draft,), Looking()).admit(draft)
        return
    parties = {party for doer in draft.doers for party in doer.parties}
    if not acting.may("correct", place=draft.place, parties=parties):
        stays = old.place == draft.place and old.recorded_by == acting.person
        if not stays or assesses(old.kind):
            try:
                Reach(acting, (draft,), Looking()).admit(draft)
            except NotAllowed:
                raise NotAllowed("更正后的地点或参加方超出您的权限，请联系县专班") from None
