"""The ladder's next steps: what the digest tells, what waits for a person, what is on file."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.decide_step import decide_step
from tongxing.actions.decide_step import reply_on_steps
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.derive.plans.steps import StepsBoard
from tongxing.derive.plans.steps import digest_day
from tongxing.derive.plans.steps import steps_board
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of


def board(county: County, who: str = "office", as_of: date | None = None) -> StepsBoard:
    return steps_board(county.scope(who), book=c.BOOK, as_of=as_of or county.today)


def decides(county: County, who: str = "office", **changes: Any) -> Record:
    at = county.at + timedelta(hours=1)
    given = {
        "id": new_id(at), "pairing": county.key("zx"), "plan": "gaozhou-pairing", "step": "talk",
        "decision": "issue", "reason": "核查属实",
    } | changes  # fmt: skip
    return decide_step(acting=county.scope(who), at=at, **given)


def replies(county: County, who: str = "zx", **changes: Any) -> Record:
    at = county.at + timedelta(minutes=30)
    given = {"id": new_id(at), "pairing": county.key("zx"), "text": "人员调整，四月补齐"} | changes
    return reply_on_steps(acting=county.scope(who), at=at, **given)


def waiting(county: County) -> list[str]:
    return [one.pairing.actors[0].name for one in board(county).waiting]


def test_the_digest_is_of_the_monday() -> None:
    assert digest_day(date(2025, 3, 12)) == date(2025, 3, 10)
    assert digest_day(date(2025, 3, 10)) == date(2025, 3, 10)


def test_reminders_and_talks_of_those_who_did_nothing(autumn: County) -> None:
    found = board(autumn)
    told = {one.pairing.actors[0].name: one.line.reached for one in found.reminders}
    assert told == {"市政协": date(2024, 11, 6), "市林业局": date(2024, 11, 6)}
    assert waiting(autumn) == ["市政协", "市林业局"]
    assert {one.line.reached for one in found.waiting} == {date(2024, 12, 6)}
    assert [one.period for one in found.waiting[0].line.cited] == ["2024-09", "2024-10", "2024-11"]


def test_a_reminder_reached_in_the_week_waits_for_the_next_monday(autumn: County) -> None:
    wednesday, friday = date(2024, 11, 6), date(2024, 11, 8)
    assert board(autumn, as_of=wednesday).reminders == ()
    assert board(autumn, as_of=friday).reminders == ()
    assert len(board(autumn, as_of=date(2024, 11, 11)).reminders) == 2


def test_a_unit_reads_its_own_steps_only(autumn: County) -> None:
    assert [one.pairing.actors[0].name for one in board(autumn, "zx").waiting] == ["市政协"]
    assert board(autumn, "swb").waiting == ()


def test_the_notice_names_the_paper_the_duties_and_the_periods(autumn: County) -> None:
    draft = board(autumn).waiting[0].draft
    assert draft.startswith("关于约谈的通知\n市政协：\n根据结对共建工作方案，")
    assert "1．组织一次集中劳动：2024年9月、2024年10月、2024年11月。" in draft
    assert draft.endswith("高州市直属机关工作委员会\n2025年3月12日")


def test_figures_alone_bring_no_talk_about(autumn: County) -> None:
    before = Record.objects.count()
    with pytest.raises(Unfitting, match="尚无实地核查，也无单位答复在案"):
        decides(autumn)
    assert Record.objects.count() == before


def test_a_reply_on_file_lets_a_person_decide(autumn: County) -> None:
    reply = replies(autumn)
    entry = board(autumn).waiting[0]
    assert [one.id for one in entry.on_file] == [reply.id]
    decision = decides(autumn)
    assert about_of(decision) == (f"pairing:{autumn.key('zx')}", f"record:{reply.id}")
    assert waiting(autumn) == ["市林业局"]
    (one,) = board(autumn).decided
    assert one.decided is not None
    assert (one.decided.issued, one.decided.reason) == (True, "核查属实")
    assert one.decided.by == "专班经办人"


def test_a_field_check_is_on_file_too(autumn: County) -> None:
    check = autumn.write(
        "supervisor", later=5, kind="field-check", values={"points": "8"},
        doers=(Doer(c.ZX),), happened=date(2025, 3, 11),
    )  # fmt: skip
    assert [one.id for one in board(autumn).waiting[0].on_file] == [check.id]
    assert decides(autumn).kind == "ladder-decided"


def test_not_to_talk_needs_a_reason_and_no_file(autumn: County) -> None:
    with pytest.raises(NoReason):
        decides(autumn, decision="hold", reason=" ")
    decides(autumn, decision="hold", reason="已商定四月补做")
    assert waiting(autumn) == ["市林业局"]


def test_a_step_is_decided_once(autumn: County) -> None:
    first = decides(autumn, decision="hold")
    with pytest.raises(Unfitting, match="已有决定"):
        decides(autumn, decision="hold")
    assert decides(autumn, decision="hold", id=first.id).seq == first.seq


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"decision": "perhaps"}, Invalid),
        ({"step": "dance"}, Unfitting),
        ({"step": "remind", "decision": "hold"}, Unfitting),
        ({"pairing": "none"}, NotFound),
    ],
    ids=str,
)
def test_what_is_no_decision(autumn: County, changes: Any, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        decides(autumn, **changes)


def test_who_does_not_manage_does_not_decide(autumn: County) -> None:
    with pytest.raises(NotAllowed):
        decides(autumn, "village", decision="hold")
    with pytest.raises(NotFound):
        decides(autumn, "neighbour", decision="hold")


def test_who_replies(autumn: County) -> None:
    with pytest.raises(NotAllowed):
        replies(autumn, "supervisor")
    with pytest.raises(NotFound):
        replies(autumn, "lyj")
    with pytest.raises(NoReason):
        replies(autumn, text=" \n")
    with pytest.raises(NoReason):
        replies(autumn, text="长" * 2001)


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("人员\0调整", "说明含有空字符，请删去后重新输入。"),
        ("人员\ud83d调整", "说明含有残缺字符，请删去后重新输入。"),
    ],
)
def test_words_that_cannot_be_written_are_refused(autumn: County, text: str, say: str) -> None:
    with pytest.raises(Invalid) as refused:
        replies(autumn, text=text)
    assert refused.value.say() == say


def test_a_step_no_longer_reached_is_not_decided(autumn: County) -> None:
    autumn.write("zx", later=1, happened=date(2025, 2, 10))
    with pytest.raises(Unfitting, match="没有达到条件"):
        decides(autumn, decision="hold")
