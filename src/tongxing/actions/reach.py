"""Finding the record a write is about, within what the account may see and do."""

from __future__ import annotations

from uuid import UUID

from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.access import mending
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import WITHDRAWN
from tongxing.records.ledger.queries import rivals_of
from tongxing.records.ledger.queries import versions_of
from tongxing.records.ledger.rows import parties_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.rules.plan.shipped import shipped_kinds

SETTLED = "这条是县专班对几次更正的裁定"
ASSESSORS_ONLY = "这类记录由督导组或县专班登记"
DOING = {
    "correct": "更正",
    "withdraw": "撤回",
    "return": "退回",
    "accept": "采认",
    "settle": "裁定",
    "redact": "删减",
}


def reach(acting: Scope, verb: Verb, id_: UUID, *, doing: str = "") -> Record:
    """The record, if `acting` may do `verb` on it; `NotFound` hides what is out of view.

    `doing` says in a refusal what is tried, where that is not the verb itself.
    """
    tried = doing or DOING[verb]
    record = Record.objects.select_related("body").filter(pk=id_).first()
    if record is None:
        raise NotFound("没有这条记录，或不在您的查看范围内")
    parties = parties_of(record)
    needed = mending(verb, assesses=assesses(record.kind), settles=settles(record))
    if acting.may(needed, place=record.place, parties=parties | {record.recorded_by}):
        return _ordinary(record, verb)
    if acting.sees(place=record.place, parties=parties):
        if needed == "settle" != verb:
            raise NotAllowed(f"{SETTLED}，也由其{tried}，如有异议请向县专班书面说明")
        if needed != verb:
            raise NotAllowed(f"{ASSESSORS_ONLY}，也由其{tried}，如有异议请向县专班书面说明")
        raise NotAllowed(f"您没有{tried}这条记录的权限，请联系登记方或县专班")
    raise NotFound("没有这条记录，或不在您的查看范围内")


def _ordinary(record: Record, verb: Verb) -> Record:
    rival = verb == "settle" and record.kind == WITHDRAWN  # a withdrawal against a correction
    if system(record.kind) and not rival:
        raise Unfitting("这是系统登记的事项，请通过相应的管理功能办理")
    return record


def settles(record: Record) -> bool:
    """Whether the record settled a conflict, or mends one that did."""
    return bool(replaced_by(record)) and record.id in versions_of(record).settling


def system(kind: str) -> bool:
    """Whether records of this kind are written by actions only."""
    found = shipped_kinds().get(kind)
    return found is not None and found.system


def assesses(kind: str) -> bool:
    """Whether others are judged by records of this kind, so only assessors write them."""
    found = shipped_kinds().get(kind)
    return found is not None and found.assesses


def unreplaced(record: Record, by: UUID) -> None:
    """Raise `Unfitting` when another record already stands in this one's place."""
    if any(rival != by for rival in rivals_of([record.id]).get(record.id, ())):
        raise Unfitting("这条记录已被更正或撤回，请对最新的一版办理")
