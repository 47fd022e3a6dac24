"""Waivers as a reader finds them: asked for, running, to come, past, declined."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.propose_waiver import decline_waiver
from tongxing.actions.propose_waiver import propose_waiver
from tongxing.derive.boards import NotInView
from tongxing.derive.plans.waivers import WaiversBoard
from tongxing.derive.plans.waivers import waiver_form
from tongxing.derive.plans.waivers import waivers_board
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

TERMS: dict[str, Any] = {
    "since": date(2025, 2, 1),
    "until": date(2025, 4, 1),
    "reason": "抽调参加防汛",
    "basis": "防汛〔2025〕3号",
}


def given(county: County, who: str, **more: Any) -> dict[str, Any]:
    at = county.at + timedelta(minutes=Record.objects.count())
    return {"acting": county.scope(who), "at": at, "id": new_id(at), **more}


def asks(county: County, who: str = "swb", **more: Any) -> Record:
    return propose_waiver(**given(county, who, pairing=county.key(who), **(TERMS | more)))


def grants(county: County, **more: Any) -> Record:
    terms = {"plan": "gaozhou-pairing", "approver": "县专班会议"} | TERMS | more
    return grant_waiver(**given(county, "office", **terms))


def board(county: County, who: str = "office", as_of: date | None = None) -> WaiversBoard:
    return waivers_board(county.scope(who), book=c.BOOK, as_of=as_of or county.today)


def test_what_waits_names_its_duties_and_who_asks(autumn: County) -> None:
    asks(autumn, duties=("labour-day",))
    (one,) = board(autumn).waiting
    assert (one.pairing.title, one.duties) == ("市委办—柏桥村", ("组织一次集中劳动",))
    assert (one.by, one.since, one.until) == ("市委办联络员", date(2025, 2, 1), date(2025, 4, 1))
    assert one.plan_title == "市直单位党组织与重点村党组织结对共建"


def test_granted_it_runs_until_its_day(autumn: County) -> None:
    asked = asks(autumn)
    grants(autumn, pairing=autumn.key("swb"), proposal=asked.id)
    found = board(autumn)
    assert (found.waiting, found.declined, found.past) == ((), (), ())
    (one,) = found.running
    assert (one.approver, one.entered_by, one.duties) == ("县专班会议", "专班经办人", ())
    assert board(autumn, as_of=date(2025, 3, 31)).running
    assert not board(autumn, as_of=date(2025, 4, 1)).running
    assert board(autumn, as_of=date(2025, 4, 1)).past


def test_declined_it_says_why_and_by_whom(autumn: County) -> None:
    asked = asks(autumn)
    decline_waiver(**given(autumn, "office", of=asked.id, reason="可以补做"))
    (one,) = board(autumn, "swb").declined
    assert (one.declined, one.answered_by, one.waits) == ("可以补做", "专班经办人", False)


def test_ended_early_it_says_so(autumn: County) -> None:
    granted = grants(autumn, pairing=autumn.key("swb"))
    end_waiver(
        **given(autumn, "office", waiver=str(granted.id), until=date(2025, 3, 5), reason="汛情解除")
    )
    (one,) = board(autumn).past
    assert (one.until, one.ended_why) == (date(2025, 3, 5), "汛情解除")


def test_a_waiver_of_a_place_is_read_by_whoever_is_paired_in_it(autumn: County) -> None:
    grants(autumn, place=c.GENZI)
    assert board(autumn, "swb").running[0].place is not None
    assert board(autumn, "lyj").running == ()
    assert len(board(autumn, "office").running) == 1


def test_another_villages_requests_are_out_of_view(autumn: County) -> None:
    asks(autumn)
    assert board(autumn, "lyj").waiting == ()
    assert len(board(autumn, "zx").waiting) == 1  # the same village
    assert len(board(autumn, "village").waiting) == 1


def test_known_before_it_was_asked_there_is_nothing(autumn: County) -> None:
    asks(autumn)
    found = waivers_board(
        autumn.scope("office"), book=c.BOOK, as_of=autumn.today, known_at=autumn.at
    )
    assert found.waiting == ()


def test_the_form_offers_the_duties_of_the_pairings_plan(autumn: County) -> None:
    form = waiver_form(autumn.scope("swb"), key=autumn.key("swb"), book=c.BOOK, as_of=autumn.today)
    assert form.duties == (("labour-day", "组织一次集中劳动"), ("bought", "采购农产品"))
    with pytest.raises(NotInView):
        waiver_form(autumn.scope("lyj"), key=autumn.key("swb"), book=c.BOOK, as_of=autumn.today)


def test_after_the_plan_there_is_nothing_to_waive(autumn: County) -> None:
    with pytest.raises(NotInView):
        waiver_form(autumn.scope("swb"), key=autumn.key("swb"), book=c.BOOK, as_of=date(2028, 6, 1))


def test_queries_do_not_grow_with_requests(
    autumn: County, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 9):
        asks(autumn, since=date(2025, 2, day))
    board(autumn)
    with django_assert_max_num_queries(8):
        assert len(board(autumn).waiting) == 8
