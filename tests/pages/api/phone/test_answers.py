"""One answer an item: written, repeated, refused or in conflict, and whether to send it again."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from tests.pages.outbox.outgoing import ID
from tests.pages.outbox.outgoing import OTHER
from tests.pages.outbox.outgoing import PHOTO
from tests.pages.outbox.outgoing import draft
from tests.pages.outbox.outgoing import item
from tongxing.actions.entry import Outcome
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Refused
from tongxing.actions.hand_in import ERASED
from tongxing.actions.hand_in import HandedIn
from tongxing.actions.hand_in import Taken
from tongxing.pages.api.phone import handing_in
from tongxing.pages.api.phone.answering import moment
from tongxing.pages.api.phone.handing_in import LOST
from tongxing.pages.api.phone.handing_in import NOT_HERE_YET
from tongxing.pages.api.phone.handing_in import Rivals
from tongxing.pages.api.phone.handing_in import answers
from tongxing.pages.api.phone.schemas import Answer
from tongxing.pages.outbox.reading import read_item
from tongxing.records.ledger.models import Record

AT = datetime(2025, 3, 12, 2, 0, tzinfo=UTC)
PHONE: Any = SimpleNamespace(
    scope=None, at=AT, today=date(2025, 3, 12), beforehand=None, granted=True
)
RIVAL = UUID(OTHER)
NOBODY = Rivals({}, {})


def row(seq: int = 7) -> Record:
    return Record(pk=UUID(ID), book_id="440981", seq=seq)


def outcome(**changes: Any) -> Outcome:
    return Outcome(UUID(ID), **{"record": row()} | changes)


def told(
    monkeypatch: pytest.MonkeyPatch, *taken: Taken, rivals: Rivals = NOBODY, raw: Any = None
) -> list[dict[str, Any]]:
    """The answers when the ledger did this with each item; `raw` items, else good ones."""
    seen: list[HandedIn] = []

    def done(*, handed: list[HandedIn], **_: Any) -> list[Taken]:
        seen.extend(handed)
        return list(taken)

    monkeypatch.setattr(handing_in, "hand_in", done)
    monkeypatch.setattr(handing_in, "_rivals", lambda *_: rivals)
    items = [read_item(one) for one in (raw if raw is not None else [item()] * len(taken))]
    found = answers(PHONE, items)
    assert len(seen) == len(taken)
    assert found["now"] == "2025-03-12T10:00:00+08:00"
    for one in found["answers"]:
        if not one["conflicts"]:
            Answer.model_validate(one)  # as the description says
    return found["answers"]  # type: ignore[no-any-return]


def test_what_was_written_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = told(monkeypatch, Taken(outcome(warnings=("人数偏多",)), (PHOTO,), (ERASED,)))
    assert (one["id"], one["state"], one["book"], one["seq"]) == (ID, "written", "440981", 7)
    assert (one["say"], one["code"], one["retry"], one["problems"]) == ("", "", False, [])
    assert one["warnings"] == ["人数偏多", ERASED]
    assert one["files_missing"] == [PHOTO]


def test_what_was_there_before_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = told(monkeypatch, Taken(outcome(repeated=True)))
    assert (one["state"], one["seq"], one["retry"]) == ("repeated", 7, False)


@pytest.mark.parametrize(
    ("seq", "repeated", "state", "say"),
    [
        (3, False, "conflict", LOST),  # the other came first: this one does not count
        (3, True, "conflict", LOST),
        (9, False, "written", ""),  # the other came after: the office settles its one
        (9, True, "repeated", ""),
    ],
)
def test_who_came_first_counts(
    monkeypatch: pytest.MonkeyPatch, seq: int, repeated: bool, state: str, say: str
) -> None:
    taken = Taken(outcome(repeated=repeated, conflicts=(RIVAL,)))
    (one,) = told(monkeypatch, taken, rivals=Rivals({RIVAL: seq}, {RIVAL: {"id": OTHER}}))
    assert (one["state"], one["say"]) == (state, say)
    assert one["conflicts"] == [{"id": OTHER}]


def test_a_rival_out_of_view_is_counted_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = Taken(outcome(conflicts=(RIVAL,)))
    (one,) = told(monkeypatch, taken, rivals=Rivals({RIVAL: 3}, {}))
    assert (one["state"], one["conflicts"]) == ("conflict", [])


@pytest.mark.parametrize(
    ("refused", "code", "say", "retry"),
    [
        (NotAllowed("没有权限"), "not-allowed", "没有权限。", False),
        (Conflict("编号已经用过"), "conflict", "编号已经用过。", False),
        (NotFound("没有这条记录"), "not-found", NOT_HERE_YET, True),
        (
            Invalid(problems=[Problem("place", "没有地点", "请选择")]),
            "invalid", "没有地点。请选择。", False,
        ),
        (
            NotFound(problems=[Problem("replaces", "没有这条", "")]),
            "not-found", "没有这条。", True,
        ),
    ],
)  # fmt: skip
def test_what_was_refused_says_why_and_whether_to_try_again(
    monkeypatch: pytest.MonkeyPatch, refused: Refused, code: str, say: str, retry: bool
) -> None:
    (one,) = told(monkeypatch, Taken(outcome(record=None, refused=refused)))
    assert (one["state"], one["code"], one["say"], one["retry"]) == ("refused", code, say, retry)
    assert (one["book"], one["seq"], one["files_missing"]) == ("", None, [])
    assert [each["field"] for each in one["problems"]] == [each.field for each in refused.problems]


def test_what_cannot_be_read_is_refused_and_never_handed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = {**item(), "draft": draft(text="改过")}
    damaged, unfit = told(monkeypatch, raw=[changed, item(happened="昨天")])
    assert (damaged["code"], damaged["retry"]) == ("damaged", True)
    assert (unfit["code"], unfit["retry"]) == ("invalid", False)
    assert unfit["problems"][0]["field"] == "happened"
    assert unfit["say"].startswith("日期写法不对。")


def test_answers_stand_where_their_items_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = [3, item(), {}, item(OTHER), item("")]
    found = told(
        monkeypatch, Taken(outcome()), Taken(outcome(record=None, refused=NotAllowed("否"))),
        raw=raw,
    )  # fmt: skip
    assert [one["state"] for one in found] == [
        "refused", "written", "refused", "refused", "refused",
    ]  # fmt: skip
    assert [one["code"] for one in found] == ["invalid", "", "invalid", "not-allowed", "invalid"]
    assert [one["id"] for one in found] == ["", ID, "", OTHER, ""]


def test_nothing_handed_in_asks_the_ledger_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_: Any) -> None:
        raise AssertionError("the ledger was asked")

    monkeypatch.setattr(handing_in, "hand_in", never)
    assert answers(PHONE, []) == {"now": moment(AT), "answers": []}
    (one,) = answers(PHONE, [read_item(None)])["answers"]
    assert one["state"] == "refused"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2025, 3, 11, 16, 0, tzinfo=UTC), "2025-03-12T00:00:00+08:00"),
        (datetime(2024, 12, 31, 15, 59, 59, 999_999, tzinfo=UTC), "2024-12-31T23:59:59+08:00"),
        (datetime(2024, 12, 31, 16, 0, tzinfo=UTC), "2025-01-01T00:00:00+08:00"),
    ],
)
def test_a_moment_is_said_by_the_clock_of_china(at: datetime, said: str) -> None:
    assert moment(at) == said
