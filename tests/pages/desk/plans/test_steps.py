"""提醒约谈: what is reached, a unit's reply, a person's decision, nothing without what is on file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

GIVEN = {"plan": "gaozhou-pairing", "step": "talk", "decision": "issue", "reason": "核查属实"}


@pytest.fixture
def behind(desk: Desk) -> Desk:
    """The desk of a county where nobody has done anything since September."""
    at = desk.pass_time()
    put_in_force(
        acting=everything(), at=at, id=new_id(at), book=c.BOOK,
        text=PLAN.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
    return desk


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    page = Page(answer.content.decode())
    assert page.breaches == []
    assert page.unbalanced == []
    assert page.nameless == []
    assert len(page.ids) == len(set(page.ids))
    return page.text


def post(desk: Desk, what: str, who: str, **given: str) -> Any:
    key = desk.crew.pairings["zx"]
    return desk.as_(who).post(f"/plans/steps/{key}/{what}/", given, follow=True)


def test_the_office_sees_who_waits_and_the_draft_of_a_notice(behind: Desk) -> None:
    said = text(behind.as_("office").get("/plans/steps/"))
    assert "3项" in said
    assert "关于约谈的通知" in said
    assert "自报数字不能直接引发约谈" in said
    assert "截至2025年3月10日（星期一）" in said


def test_a_unit_sees_its_own_and_no_draft_of_a_talk(behind: Desk) -> None:
    said = text(behind.as_("zx").get("/plans/steps/"))
    assert "市政协—柏桥村" in said
    assert "市委办—柏桥村" not in said
    assert "关于约谈的通知" not in said
    assert "作出决定" not in said
    assert "写情况说明" in said


def test_refused_without_a_file_and_recorded_with_one(behind: Desk) -> None:
    refused = text(post(behind, "decide", "office", **GIVEN), 422)
    assert "请先安排实地核查，或请单位说明情况" in refused
    assert not Record.objects.filter(kind="ladder-decided").exists()
    assert "说明已记入台账" in text(post(behind, "reply", "zx", words="人员调整，四月补齐"))
    assert "人员调整，四月补齐" in text(behind.as_("office").get("/plans/steps/"))
    behind.pass_time()
    assert text(behind.as_("office").get("/")).count("请核实后决定") == 3
    done = text(post(behind, "decide", "office", **GIVEN))
    assert "决定已记入台账" in done
    assert "专班经办人。理由：核查属实" in done
    assert "2项" in done
    assert text(behind.as_("office").get("/")).count("请核实后决定") == 2


def test_words_refused_stay_in_the_form(behind: Desk) -> None:
    answer = post(behind, "decide", "office", **{**GIVEN, "reason": "长" * 201})
    text(answer, 422)
    assert "长" * 201 in answer.content.decode()
    answer = post(behind, "reply", "zx", words="长" * 2001)
    assert "长" * 2001 in answer.content.decode()


def test_nothing_is_decided_or_replied_from_the_past_or_by_others(behind: Desk) -> None:
    key = behind.crew.pairings["zx"]
    for what, who in (("decide", "office"), ("reply", "zx")):
        path = f"/plans/steps/{key}/{what}/?as_of=2025-01-01"
        assert behind.as_(who).post(path, {"words": "说明", **GIVEN}).status_code == 409
    assert post(behind, "decide", "zx", **GIVEN).status_code == 404
    assert post(behind, "reply", "lyj", words="说明").status_code == 404
    assert not Record.objects.filter(kind__in=("ladder-decided", "unit-reply")).exists()


def test_a_view_of_the_past_offers_nothing(behind: Desk) -> None:
    said = text(behind.as_("office").get("/plans/steps/?as_of=2025-03-11"))
    assert "作出决定" not in said
    assert "写情况说明" not in said
