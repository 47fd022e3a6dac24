"""POST records: each item its own answer, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import Taken
from tongxing.actions.hand_in import hand_in
from tongxing.pages.api.phone.answering import NOT_ALLOWED
from tongxing.pages.api.phone.answering import moment
from tongxing.pages.api.phone.keyed import Phone
from tongxing.pages.api.phone.versions import instead_seen
from tongxing.pages.api.phone.versions import versions_told
from tongxing.pages.outbox.reading import Read
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import ends_of
from tongxing.records.pairings.queries import scope_with_pairings

AGAIN = frozenset({"damaged", "not-found"})  # what the same, sent later, may find otherwise
# Without any grant nothing is wrong with what was written: it goes once there is one again.
NOT_ALLOWED_YET = frozenset({"not-allowed", "not-found"})
MOST_PROBLEMS = 50  # told of one item
NOT_HERE_YET = (
    "所更正的记录还没有到，或不在您的查看范围内。原记录还在待发里的，发出后会再试；"
    "早已发出的，请把这一条导出成文件交给县专班。"
)
LOST = "这条更正已收下，但别人先更正过同一条记录，您的这次暂不计入，由县专班裁定。"
GONE = "这条更正已收下，但所更正的记录此前已被撤回，您的这次暂不计入，由县专班裁定。"


def answers(phone: Phone, items: Sequence[Read]) -> dict[str, Any]:
    """The answers in order, as `Answers` describes them."""
    readable = [one.handed for one in items if one.handed is not None]
    taken = iter(_taken(phone, readable) if readable else ())
    pairs = [(one, next(taken) if one.handed else None) for one in items]
    rivals = _rivals(phone.scope, phone.today, [t for _, t in pairs if t is not None])
    return {
        "now": moment(phone.at),
        "answers": [_answer(one, found, rivals, granted=phone.granted) for one, found in pairs],
    }


def _taken(phone: Phone, handed: Sequence[HandedIn]) -> list[Taken]:
    return hand_in(acting=phone.scope, at=phone.at, handed=handed, beforehand=phone.beforehand)


@dataclass(frozen=True, slots=True)
class Rivals:
    """What stands in conflict with something handed in, by id.

    Which came first; what stands in its place by now, where that is in view; and whether that
    is a withdrawal, which is no version anybody could choose.
    """

    seqs: Mapping[UUID, int]
    told: Mapping[UUID, dict[str, Any]]
    withdrawn: Collection[UUID] = ()


def _rivals(scope: Scope, today: date, taken: Iterable[Taken]) -> Rivals:
    wanted = {one for each in taken for one in each.outcome.conflicts}
    if not wanted:
        return Rivals({}, {})
    ends = ends_of(wanted)
    seen, gone = instead_seen(ends.values(), scope_with_pairings(scope, today))
    told, last = versions_told(seen, today), {one.id for one in gone}
    return Rivals(
        dict(Record.objects.filter(pk__in=wanted).values_list("pk", "seq")),
        {one: told[end] for one, end in ends.items() if end in told},
        {one for one, end in ends.items() if end in last},
    )


def _answer(one: Read, taken: Taken | None, rivals: Rivals, *, granted: bool) -> dict[str, Any]:
    if taken is None:
        return _refused(one.id, one.code, one.problems)
    outcome = taken.outcome
    if outcome.record is None:
        refused = outcome.refused
        assert refused is not None
        if not granted and refused.code in NOT_ALLOWED_YET:
            return {**_refused(one.id, NOT_ALLOWED.code, ()), "say": NOT_ALLOWED.say, "retry": True}
        return _refused(one.id, refused.code, refused.problems, refused)
    first = [id_ for id_ in outcome.conflicts if rivals.seqs[id_] < outcome.record.seq]
    lost = (GONE if any(one in rivals.withdrawn for one in first) else LOST) if first else ""
    known = "repeated" if outcome.repeated else "written"
    return {
        "id": one.id,
        "state": "conflict" if lost else known,
        "book": outcome.record.book_id,
        "seq": outcome.record.seq,
        "code": "",
        "say": lost,
        "retry": False,
        "problems": [],
        "warnings": [*outcome.warnings, *taken.warnings],
        "conflicts": [rivals.told[id_] for id_ in outcome.conflicts if id_ in rivals.told],
        "files_missing": list(taken.missing),
    }


def _refused(
    id_: str, code: str, problems: Sequence[Problem], refused: Refused | None = None
) -> dict[str, Any]:
    say = refused.say() if refused else ""
    if not say or len(problems) > MOST_PROBLEMS:  # somebody sends thousands of unknown fields
        problems = problems[:MOST_PROBLEMS]
        say = "\n".join(one.say() for one in problems)
    return {
        "id": id_,
        "state": "refused",
        "book": "",
        "seq": None,
        "code": code,
        "say": NOT_HERE_YET if code == "not-found" and not problems else say,
        "retry": code in AGAIN,
        "problems": [{"field": one.field, "say": one.say()} for one in problems],
        "warnings": [],
        "conflicts": [],
        "files_missing": [],
    }
