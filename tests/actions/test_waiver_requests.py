"""A unit asks for a waiver, the office answers: who may, what is refused, what stays on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.propose_waiver import decline_waiver
from tongxing.actions.propose_waiver import propose_waiver
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.replay_book import replay_book
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import record_seen_by
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify
from tongxing.records.pairings.models import Waiver

FEBRUARY, APRIL = date(2025, 2, 1), date(2025, 4, 1)
TERMS: dict[str, Any] = {
    "since": FEBRUARY,
    "until": APRIL,
    "reason": "抽调参加防汛",
    "basis": "防汛〔2025〕3号",
}


@pytest.fixture
def crew(crew: Cast) -> Cast:
    """The cast with the small plan in force."""
    put_in_force(
        acting=everything(), at=crew.at, id=new_id(crew.at), book=c.BOOK,
        text=PLAN.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
    return crew


def asks(crew: Cast, who: str = "swb", pair: str = "swb", **changes: Any) -> Record:
    given = {"id": new_id(crew.at), "pairing": str(crew.pairings[pair]), **TERMS} | changes
    return propose_waiver(acting=crew.scope(who), at=crew.at, **given)


def declines(crew: Cast, of: UUID, who: str = "office", **changes: Any) -> Record:
    given = {"id": new_id(crew.at), "of": of, "reason": "可以补做"} | changes
    return decline_waiver(acting=crew.scope(who), at=crew.at, **given)


def grants(
    crew: Cast, of: UUID | None, who: str = "office", pair: str = "swb", **more: Any
) -> Record:
    given = {
        "id": new_id(crew.at), "plan": "gaozhou-pairing", "approver": "县专班会议",
        "pairing": str(crew.pairings[pair]), "proposal": of, **TERMS,
    } | more  # fmt: skip
    return grant_waiver(acting=crew.scope(who), at=crew.at, **given)


WHO = {  # who may ask for a waiver of 市委办's pairing with 柏桥村
    "swb": None,
    "village": None,
    "office": None,
    "zx": NotAllowed,
    "team": NotAllowed,
    "supervisor": NotAllowed,
    "auditor": NotAllowed,
    "lyj": NotFound,
    "fl": NotFound,
    "neighbour": NotFound,
}


@pytest.mark.parametrize("who", WHO)
def test_who_asks(crew: Cast, who: str) -> None:
    refusal = WHO[who]
    if refusal is None:
        assert asks(crew, who).kind == "waiver-proposed"
        return
    with pytest.raises(refusal):
        asks(crew, who)
    assert not Record.objects.filter(kind="waiver-proposed").exists()


def test_a_request_says_who_asks_for_whom(crew: Cast) -> None:
    record = asks(crew, duties=("labour-day",))
    (doer,) = doers_of(record)
    assert (doer.who, doer.of) == ("person:swb", c.SWB)
    assert about_of(record) == (f"pairing:{crew.pairings['swb']}",)
    assert said(record.body).values["duties"] == "labour-day"
    assert AuditRow.objects.order_by("-pk").values_list("verb", flat=True)[0] == "propose-waiver"


def test_the_village_asks_in_its_own_name(crew: Cast) -> None:
    (doer,) = doers_of(asks(crew, "village"))
    assert (doer.who, doer.of) == ("person:village", "")


def test_a_request_alone_waives_nothing(crew: Cast) -> None:
    asks(crew)
    assert not Waiver.objects.exists()


WRONG: dict[str, tuple[dict[str, Any], type[Refused], str]] = {
    "without an end": ({"until": None}, NoReason, "豁免须有结束日期"),
    "that ends before it begins": ({"until": FEBRUARY}, Invalid, "止日不晚于起日"),
    "without a reason": ({"reason": " "}, NoReason, "请写明申请原因"),
    "without a basis": ({"basis": ""}, NoReason, "请写明依据"),
    "of a duty nobody knows": ({"duties": ("dance",)}, Invalid, "不在施行中的方案里"),
    "of a pairing nobody knows": ({"pairing": "none"}, NotFound, "没有这对结对关系"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_request(crew: Cast, case: str) -> None:
    changes, refusal, words = WRONG[case]
    with pytest.raises(refusal, match=words):
        asks(crew, **changes)


def test_sent_again_it_is_one_request(crew: Cast) -> None:
    first = asks(crew)
    assert asks(crew, id=first.id).seq == first.seq
    with pytest.raises(Conflict):
        asks(crew, id=first.id, reason="别的原因")
    assert Record.objects.filter(kind="waiver-proposed").count() == 1


def test_granted_it_names_the_request(crew: Cast) -> None:
    asked = asks(crew)
    granted = grants(crew, asked.id)
    assert about_of(granted) == (f"pairing:{crew.pairings['swb']}", f"record:{asked.id}")
    (row,) = Waiver.objects.all()
    assert (row.pairing, row.until) == (str(crew.pairings["swb"]), APRIL)


def test_granted_again_by_the_same_form_changes_nothing(crew: Cast) -> None:
    asked = asks(crew)
    first = grants(crew, asked.id)
    assert grants(crew, asked.id, id=first.id).seq == first.seq
    assert Waiver.objects.count() == 1


ANSWERS: dict[str, Callable[[Cast, UUID], Record]] = {
    "granted": grants,
    "declined": declines,
}


@pytest.mark.parametrize("second", ANSWERS)
@pytest.mark.parametrize("first", ANSWERS)
def test_a_request_is_answered_once(crew: Cast, first: str, second: str) -> None:
    asked = asks(crew)
    ANSWERS[first](crew, asked.id)
    with pytest.raises(Unfitting, match="已经办过"):
        ANSWERS[second](crew, asked.id)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("who", "refusal"),
    [("swb", NotAllowed), ("village", NotAllowed), ("supervisor", NotAllowed),
     ("neighbour", NotFound), ("lyj", NotFound)],
)  # fmt: skip
def test_only_the_office_answers(crew: Cast, answer: str, who: str, refusal: type[Refused]) -> None:
    asked = asks(crew)
    with pytest.raises((refusal, NotAllowed)):
        ANSWERS[answer](crew, asked.id, who=who)  # type: ignore[call-arg]
    assert Record.objects.filter(kind__in=("waiver-granted", "waiver-declined")).count() == 0


def test_declined_only_with_a_reason(crew: Cast) -> None:
    asked = asks(crew)
    with pytest.raises(NoReason, match="请写明不批理由"):
        declines(crew, asked.id, reason="\n")
    assert about_of(declines(crew, asked.id)) == (f"record:{asked.id}",)
    assert not Waiver.objects.exists()


def test_a_grant_for_another_pairing_is_no_answer(crew: Cast) -> None:
    asked = asks(crew)
    with pytest.raises(Unfitting, match="另一对结对"):
        grants(crew, asked.id, pair="zx")


def test_what_is_no_request_is_not_answered(crew: Cast) -> None:
    with pytest.raises(NotFound, match="没有这项豁免申请"):
        declines(crew, crew.pairings["swb"])
    with pytest.raises(NotFound):
        grants(crew, new_id(crew.at))


def test_a_foreign_office_finds_no_waiver_to_end(crew: Cast) -> None:
    granted = grants(crew, None)
    given = {
        "at": crew.at,
        "waiver": str(granted.id),
        "until": date(2025, 3, 1),
        "reason": "汛情解除",
    }
    with pytest.raises(NotFound):
        end_waiver(acting=crew.scope("neighbour"), id=new_id(crew.at), **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        end_waiver(acting=crew.scope("village"), id=new_id(crew.at), **given)  # type: ignore[arg-type]


def test_the_unit_reads_request_and_answer_in_the_ledger(crew: Cast) -> None:
    asked = asks(crew)
    answer = declines(crew, asked.id)
    for record in (asked, answer):
        assert record_seen_by(crew.scope("swb"), record.id) is not None
        assert record_seen_by(crew.scope("lyj"), record.id) is None


def test_the_book_verifies_and_replays_to_the_same(crew: Cast) -> None:
    grants(crew, asks(crew).id)
    declines(crew, asks(crew, since=date(2025, 3, 1)).id)
    before = list(Waiver.objects.values("key", "since", "until", "born", "died"))
    assert verify(c.BOOK).sound
    replay_book(acting=everything(), at=crew.at + timedelta(minutes=1), book=c.BOOK)
    assert list(Waiver.objects.values("key", "since", "until", "born", "died")) == before
