"""豁免: a unit asks, the office grants, declines or ends early; each with reason and basis (C15)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify

ASKED = {
    "since": "2025-02-01",
    "last": "2025-03-31",
    "reason": "抽调参加防汛",
    "basis": "防汛〔2025〕3号",
}
CELL = "/matrix/cell/?pairing={}&duty=gaozhou-pairing:labour-day&period=2025-02"


def key(desk: Desk, who: str = "swb") -> str:
    return str(desk.crew.pairings[who])


def ask(desk: Desk, who: str = "swb", **changes: Any) -> Any:
    return desk.as_(who).post(f"/plans/waivers/for/{key(desk)}/", ASKED | changes, follow=True)


def text(answer: Any) -> str:
    page = Page(answer.content.decode())
    assert page.breaches == []
    assert page.unbalanced == []
    assert page.nameless == []
    assert len(page.ids) == len(set(page.ids))
    return page.text


def proposal() -> Record:
    return Record.objects.get(kind="waiver-proposed")


def answers(desk: Desk, who: str = "office", **given: Any) -> Any:
    path = f"/plans/waivers/{proposal().id}/answer/"
    return desk.as_(who).post(
        path, {"answer": "grant", "approver": "县专班会议"} | given, follow=True
    )


def test_a_unit_asks_and_reads_that_it_waits(desk: Desk) -> None:
    assert "申请已送县专班" in text(ask(desk, duty=["labour-day"]))
    listed = text(desk.as_("swb").get("/plans/waivers/"))
    assert "市委办—柏桥村" in listed
    assert "抽调参加防汛" in listed
    assert "1件" in listed
    assert said(proposal().body).values == {
        "plan": "gaozhou-pairing", "duties": "labour-day", "from": "2025-02-01",
        "until": "2025-04-01", "reason": "抽调参加防汛", "basis": "防汛〔2025〕3号",
    }  # fmt: skip
    assert "已豁免" not in text(desk.as_("swb").get(CELL.format(key(desk))))


@pytest.mark.parametrize(
    ("who", "pairing", "offered"),
    [("swb", "swb", "申请豁免"), ("office", "swb", "批准豁免"), ("office", "team", "")],
)
def test_a_waiver_is_offered_where_something_is_asked(
    desk: Desk, who: str, pairing: str, offered: str
) -> None:
    """No plan in force asks anything of the team's own pairing."""
    form = f"/plans/waivers/for/{desk.crew.pairings[pairing]}/"
    shown = desk.as_(who).get(f"/pairings/{desk.crew.pairings[pairing]}/")
    assert (form in Page(shown.content.decode()).links) == bool(offered)
    assert desk.as_(who).get(form).status_code == (200 if offered else 404)
    assert (offered or "为这对结对记一笔") in text(shown)


def test_the_office_grants_and_the_matrix_shows_it(desk: Desk) -> None:
    ask(desk)
    assert "已批准豁免，即时生效" in text(answers(desk))
    assert "已豁免" in text(desk.as_("swb").get(CELL.format(key(desk))))
    listed = text(desk.as_("swb").get("/plans/waivers/"))
    assert "批准：县专班会议" in listed
    assert "没有等待答复的申请" in listed
    assert verify(c.BOOK).sound


def test_granted_for_less_than_was_asked(desk: Desk) -> None:
    ask(desk)
    answers(desk, last="2025-02-28", reason="抽调参加防汛（二月）")
    granted = Record.objects.get(kind="waiver-granted")
    assert said(granted.body).values["until"] == "2025-03-01"
    assert said(proposal().body).values["until"] == "2025-04-01"  # the request stays as it was


def test_declined_with_the_reason_the_unit_reads(desk: Desk) -> None:
    ask(desk)
    assert "已答复不批" in text(answers(desk, answer="decline", reason="防汛已结束，可以补做"))
    listed = text(desk.as_("swb").get("/plans/waivers/"))
    assert "不批理由：防汛已结束，可以补做（专班经办人）" in listed
    assert "已豁免" not in text(desk.as_("swb").get(CELL.format(key(desk))))


def test_a_request_is_answered_once(desk: Desk) -> None:
    ask(desk)
    answers(desk, answer="decline", reason="可以补做")
    again = desk.as_("office").post(
        f"/plans/waivers/{proposal().id}/answer/", {"answer": "decline", "reason": "再答"}
    )
    assert again.status_code == 422
    assert answers(desk).status_code == 422
    assert Record.objects.filter(kind__startswith="waiver-").count() == 2


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"last": ""}, "豁免须有止日"),
        ({"since": ""}, "请填写起日"),
        ({"last": "2025-01-01"}, "最后一天早于起日"),
        ({"reason": " "}, "请写明原因"),
        ({"basis": ""}, "请写明依据"),
        ({"duty": ["dance"]}, "所选任务不在施行中的方案里"),
        ({"reason": "长" * 201}, "缩短到200字以内"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_missing_is_said_and_the_words_stay(
    desk: Desk, changes: Any, complaint: str
) -> None:
    answer = ask(desk, **changes)
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert 'value="防汛〔2025〕3号"' in answer.content.decode() or "basis" in changes
    assert not Record.objects.filter(kind="waiver-proposed").exists()


def test_a_refusal_that_is_not_taken_stays_in_its_own_form(desk: Desk) -> None:
    ask(desk)
    long = "请先核实道路情况" * 30
    refused = answers(desk, answer="decline", reason=long).content.decode()
    assert f'value="{long}"' in refused
    assert 'name="since" required value="2025-02-01"' in refused  # the other form, untouched


def test_the_office_grants_there_and_then(desk: Desk) -> None:
    done = text(ask(desk, "office", approver="县专班"))
    assert "已批准豁免" in done
    assert text(ask(desk, "office", since="2025-05-01", last="2025-05-31")).count("请写明批准人")
    assert Record.objects.filter(kind="waiver-granted").count() == 1


def test_ended_before_its_day(desk: Desk) -> None:
    ask(desk, "office", approver="县专班")
    waiver = Record.objects.get(kind="waiver-granted")
    path = f"/plans/waivers/{waiver.id}/end/"
    assert desk.as_("office").post(path, {"last": "", "reason": "汛情解除"}).status_code == 422
    late = desk.as_("office").post(path, {"last": "2025-09-01", "reason": "晚了"})
    assert late.status_code == 422
    for typed in ("2025-09-01", "晚了"):
        assert f'value="{typed}"' in late.content.decode()
    done = desk.as_("office").post(path, {"last": "2025-03-05", "reason": "汛情解除"}, follow=True)
    listed = text(done)
    assert "2025年2月1日—2025年3月5日" in listed
    assert "提前结束：汛情解除" in listed


def test_who_does_not_speak_for_the_pair_asks_nothing(desk: Desk) -> None:
    for who in ("lyj", "zx", "supervisor", "team", "neighbour"):
        assert ask(desk, who).status_code == 404, who
    assert not Record.objects.filter(kind="waiver-proposed").exists()


def test_nothing_is_asked_or_granted_from_a_view_of_the_past(desk: Desk) -> None:
    path = f"/plans/waivers/for/{key(desk)}/?as_of=2025-01-01"
    assert desk.as_("swb").post(path, ASKED).status_code == 409
    ask(desk)
    past = f"/plans/waivers/{proposal().id}/answer/?as_of=2025-01-01"
    assert (
        desk.as_("office").post(past, {"answer": "grant", "approver": "县专班"}).status_code == 409
    )


def test_another_pairs_request_is_out_of_view(desk: Desk) -> None:
    ask(desk)
    assert "抽调参加防汛" not in text(desk.as_("lyj").get("/plans/waivers/"))
    assert "抽调参加防汛" in text(desk.as_("zx").get("/plans/waivers/"))  # the same village


def test_the_pairing_page_offers_it_to_who_may_ask(desk: Desk) -> None:
    address = f"/plans/waivers/for/{key(desk)}/"
    page = f"/pairings/{key(desk)}/"
    assert address in desk.as_("swb").get(page).content.decode()
    assert address not in desk.as_("supervisor").get(page).content.decode()
