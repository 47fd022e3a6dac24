"""Who may write down, correct, withdraw, return what: by the cast's roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import ACCOUNTS
from tests.records.cast import AWAY
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.queries import scope_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

# a draft · who may append it
APPENDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "市委办 in its paired village": ({}, {"office", "village", "swb"}),
    "市委办 and 市政协 together": (
        {"doers": (Doer(c.SWB), Doer(c.ZX))},
        {"office", "village", "swb", "zx"},
    ),
    "市林业局 in a village it is not paired with": (
        {"doers": (Doer(c.LYJ),)},
        {"office", "village"},
    ),
    "市林业局 in its own village": (
        {"doers": (Doer(c.LYJ),), "place": c.HETONG},
        {"office", "lyj"},
    ),
    "市妇联, paired with nobody": (
        {"doers": (Doer(c.FL),), "place": c.YUANBA},
        {"office"},
    ),
    "the team anywhere in its town": (
        {"doers": (Doer(c.TEAM),), "place": c.YUANBA},
        {"office", "team"},
    ),
    "the team in another town": (
        {"doers": (Doer(c.TEAM),), "place": c.HETONG},
        {"office"},
    ),
    "a member in person": (
        {"doers": (Doer("person:swb", "", c.SWB),)},
        {"office", "village", "swb"},
    ),
}


@pytest.mark.parametrize("case", APPENDS)
@pytest.mark.parametrize("who", ACCOUNTS)
def test_appending(crew: Cast, case: str, who: str) -> None:
    changes, allowed = APPENDS[case]
    draft = crew.draft(**changes)
    if who in allowed:
        assert append_record(acting=crew.scope(who), at=crew.at, draft=draft).pk == draft.id
        return
    with pytest.raises(NotAllowed, match="没有在该地"):
        append_record(acting=crew.scope(who), at=crew.at, draft=draft)
    assert not Record.objects.filter(pk=draft.id).exists()


def corrects(crew: Cast, who: str, record: Record) -> object:
    draft = crew.draft(id=new_id(crew.at), text="更正")
    return correct_record(acting=crew.scope(who), at=crew.at, of=record.id, draft=draft)


def withdraws(crew: Cast, who: str, record: Record) -> object:
    acting = crew.scope(who)
    return withdraw_record(acting=acting, at=crew.at, id=new_id(crew.at), of=record.id, reason="误")


def returns(crew: Cast, who: str, record: Record) -> object:
    acting = crew.scope(who)
    return return_record(acting=acting, at=crew.at, id=new_id(crew.at), of=record.id, note="请核对")


def accepts(crew: Cast, who: str, record: Record) -> object:
    return accept_record(acting=crew.scope(who), at=crew.at, id=new_id(crew.at), of=record.id)


def redacts(crew: Cast, who: str, record: Record) -> object:
    acting = crew.scope(who)
    return redact_record(
        acting=acting, at=crew.at, id=new_id(crew.at), of=record.id, reason="依申请"
    )


VERBS: dict[Callable[..., object], set[str]] = {
    corrects: {"office", "swb", "village"},
    withdraws: {"office", "swb", "village"},
    returns: {"office"},
    accepts: {"office"},
    redacts: {"office"},
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.__name__)
@pytest.mark.parametrize("who", ACCOUNTS)
def test_a_record_of_swb_in_baiqiao(crew: Cast, verb: Callable[..., object], who: str) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    before = Record.objects.count()
    if who in VERBS[verb]:
        verb(crew, who, record)
        assert Record.objects.count() == before + 1
        return
    in_view = who not in AWAY
    with pytest.raises(NotAllowed if in_view else NotFound):
        verb(crew, who, record)
    assert Record.objects.count() == before


def test_a_village_may_mend_what_it_typed_for_a_unit(crew: Cast) -> None:
    record = append_record(acting=crew.scope("village"), at=crew.at, draft=crew.draft())
    assert record.recorded_by == "person:village"
    corrects(crew, "village", record)


def test_a_unit_may_catch_up_on_a_village_it_was_paired_with_then(crew: Cast) -> None:
    """The pairing of the day it happened decides, not that of the day it is typed."""
    end_pairing(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at),
        pairing=str(crew.pairings["swb"]), until=date(2025, 3, 11), reason="调整",
    )  # fmt: skip
    acting = scope_of(crew.account("swb"), date(2025, 3, 12))
    assert append_record(acting=acting, at=crew.at, draft=crew.draft())
    with pytest.raises(NotAllowed):
        append_record(
            acting=acting,
            at=crew.at,
            draft=crew.draft(id=new_id(crew.at), happened=date(2025, 3, 12)),
        )


def test_a_unit_cannot_correct_its_record_into_somebody_elses(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    draft = crew.draft(id=new_id(crew.at), doers=(Doer(c.LYJ),), place=c.HETONG)
    with pytest.raises(NotAllowed, match="超出"):
        correct_record(acting=crew.scope("swb"), at=crew.at, of=record.id, draft=draft)


def test_a_correction_stays_in_its_county(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    draft = crew.draft(id=new_id(crew.at), place="440783000000")
    with pytest.raises(Unfitting, match="另一个县"):
        correct_record(acting=crew.scope("office"), at=crew.at, of=record.id, draft=draft)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_a_withdrawal_says_why(crew: Cast, reason: str) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    with pytest.raises(NoReason, match="撤回原因"):
        withdraw_record(
            acting=crew.scope("swb"), at=crew.at, id=new_id(crew.at), of=record.id, reason=reason
        )


def test_only_the_last_version_is_withdrawn_or_returned(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    corrects(crew, "swb", record)
    for verb in (withdraws, returns):
        with pytest.raises(Unfitting, match="最新"):
            verb(crew, "office", record)


def test_a_withdrawal_sent_again_gives_the_first_answer(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    id_, acting = new_id(crew.at), crew.scope("swb")
    one = withdraw_record(acting=acting, at=crew.at, id=id_, of=record.id, reason="误")
    two = withdraw_record(
        acting=acting, at=crew.at + timedelta(minutes=1), id=id_, of=record.id, reason="误"
    )
    assert (one.pk, one.seq) == (two.pk, two.seq)


def test_a_system_record_is_not_corrected_by_hand(crew: Cast) -> None:
    opened = Record.objects.get(pk=crew.pairings["swb"])
    with pytest.raises(Unfitting, match="系统登记"):
        corrects(crew, "office", opened)


def test_a_record_that_does_not_exist(crew: Cast) -> None:
    with pytest.raises(NotFound):
        withdraw_record(
            acting=crew.scope("office"),
            at=crew.at,
            id=new_id(crew.at),
            of=new_id(crew.at),
            reason="误",
        )


def test_an_erasure_takes_the_words_and_leaves_the_figures(crew: Cast) -> None:
    draft = crew.draft(
        kind="purchase", values={"amount": "近3万元", "mode": "buy", "goods": "荔枝"}
    )
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    redacts(crew, "office", record)
    found = said(Record.objects.get(pk=record.pk).body)
    assert found.redacted
    assert found.text == ""
    assert found.values == {"amount": {"v": 3_000_000, "approx": "近"}, "mode": "buy"}
    with pytest.raises(Unfitting, match="此前"):
        redacts(crew, "office", record)


def test_a_refusal_says_why_in_words(crew: Cast) -> None:
    with pytest.raises(Refused) as refused:
        append_record(acting=crew.scope("supervisor"), at=crew.at, draft=crew.draft())
    assert refused.value.code == "not-allowed"
    assert refused.value.say().endswith("。")
