"""A button tapped twice sends its form twice: the second time is answered like the first (law 1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.test_mend import conflict
from tests.pages.desk.records.test_mend import the_form
from tests.records import cast as c
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

Sent = tuple[str, str, dict[str, Any]]  # who, where, what


def settled(desk: Desk) -> Sent:
    first, second = conflict(desk)
    form = the_form(desk, rival=[str(first.id), str(second.id)], **{"f.people": "45"})
    return "office", f"/ledger/{second.id}/settle/", form


def erased(desk: Desk) -> Sent:
    given = {"reason": "本人申请", "basis": "个人信息保护法第四十七条", "confirmed": "1"}
    return "office", f"/ledger/{desk.write().id}/redact/", given


def asked(desk: Desk) -> Sent:
    given = {
        "since": "2025-02-01", "last": "2025-03-31", "reason": "抽调参加防汛", "basis": "防汛〔2025〕3号"
    }  # fmt: skip
    return "swb", f"/plans/waivers/for/{desk.crew.pairings['swb']}/", given


def there_and_then(desk: Desk) -> Sent:
    _, where, given = asked(desk)
    return "office", where, given | {"approver": "县专班会议"}


def proposed(desk: Desk) -> str:
    who, where, given = asked(desk)
    desk.as_(who).post(where, given)
    return f"/plans/waivers/{Record.objects.get(kind='waiver-proposed').id}/answer/"


def granted(desk: Desk) -> Sent:
    return "office", proposed(desk), {"answer": "grant", "approver": "县专班会议"}


def declined(desk: Desk) -> Sent:
    return "office", proposed(desk), {"answer": "decline", "reason": "可以补做"}


def ended(desk: Desk) -> Sent:
    who, where, given = there_and_then(desk)
    desk.as_(who).post(where, given)
    waiver = Record.objects.get(kind="waiver-granted").id
    return "office", f"/plans/waivers/{waiver}/end/", {"last": "2025-02-20", "reason": "已归队"}


def unpaired(desk: Desk) -> Sent:
    where = f"/manage/pairings/{desk.crew.pairings['swb']}/"
    return "office", where, {"until": "2025-03-12", "reason": "重新分工"}


def behind(desk: Desk) -> str:
    at = desk.pass_time()
    put_in_force(
        acting=everything(), at=at, id=new_id(at), book=c.BOOK,
        text=PLAN.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
    desk.pass_time()
    return f"/plans/steps/{desk.crew.pairings['zx']}"


def replied(desk: Desk) -> Sent:
    return "zx", f"{behind(desk)}/reply/", {"words": "人员调整，四月补齐"}


def decided(desk: Desk) -> Sent:
    who, where, given = replied(desk)
    desk.as_(who).post(where, given)
    desk.pass_time()
    decision = {"plan": "gaozhou-pairing", "step": "talk", "decision": "issue", "reason": "属实"}
    return "office", where.replace("reply", "decide"), decision


@pytest.mark.parametrize(
    "form",
    [
        settled, erased, asked, there_and_then, granted, declined, ended, unpaired, replied, decided,
    ],
)  # fmt: skip
def test_it_is_done_once_and_said_twice(desk: Desk, form: Callable[[Desk], Sent]) -> None:
    who, where, given = form(desk)
    given |= {"id": str(new_id(desk.pass_time()))}
    once = desk.as_(who).post(where, given)
    assert once.status_code == 302
    number = Record.objects.count()

    desk.pass_time()
    again = desk.as_(who).post(where, given)

    assert (again.status_code, again["Location"]) == (302, once["Location"])
    assert Record.objects.count() == number
