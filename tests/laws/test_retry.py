"""Law 1: what was accepted once is answered alike for ever, whatever has changed since."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.append_record import append_records
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Draft
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.registry.models import Place

LATER = timedelta(days=30)
OTHER = "440783000000"


@pytest.fixture
def draft(crew: Cast) -> Draft:
    return crew.draft()


@pytest.fixture
def first(crew: Cast, draft: Draft) -> Record:
    return append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)


def without_grant(crew: Cast, who: str = "swb") -> Scope:
    """The same person a month later, the grant taken back on the day after."""
    grant = crew.account(who).grants.get()
    tomorrow = crew.at.date() + timedelta(days=1)
    end_grant(acting=everything(), at=crew.at, grant=grant.pk, until=tomorrow)
    scope = crew.scope(who, crew.at.date() + LATER)
    assert not scope.may_anywhere("append")
    return scope


def test_a_retry_after_the_grant_ended(crew: Cast, draft: Draft, first: Record) -> None:
    acting, head, audited = without_grant(crew), head_of(c.BOOK), AuditRow.objects.count()
    (again,) = append_records(acting=acting, at=crew.at + LATER, drafts=[draft])
    assert again.repeated
    assert again.written() == first
    assert (head_of(c.BOOK), AuditRow.objects.count()) == (head, audited)
    with pytest.raises(NotAllowed):
        append_record(acting=acting, at=crew.at + LATER, draft=crew.draft(id=new_id(crew.at)))


def test_other_content_under_the_same_id_is_no_retry(
    crew: Cast, draft: Draft, first: Record
) -> None:
    other = crew.draft(id=draft.id, text="另一件事")
    with pytest.raises(Conflict, match="同一编号已用于另一条内容不同的记录"):
        append_record(acting=crew.scope("swb"), at=crew.at + LATER, draft=other)
    with pytest.raises(NotAllowed):
        append_record(acting=without_grant(crew), at=crew.at + LATER, draft=other)
    assert head_of(c.BOOK).hash == first.hash


def test_the_same_from_somebody_else_is_there_too(crew: Cast, draft: Draft, first: Record) -> None:
    """An office takes in a phone's file, and the phone sends it all the same: nothing is new."""
    head, audited = head_of(c.BOOK), AuditRow.objects.count()
    (again,) = append_records(acting=crew.scope("lyj"), at=crew.at, drafts=[draft])
    assert (again.record, again.repeated) == (first, True)
    assert (head_of(c.BOOK), AuditRow.objects.count()) == (head, audited)


def test_who_guesses_an_id_and_a_text_is_not_told_that_they_exist(
    crew: Cast, draft: Draft, first: Record
) -> None:
    guessed = crew.draft(id=draft.id, text="清理村道两侧杂")
    with pytest.raises(NotAllowed):
        append_record(acting=crew.scope("lyj"), at=crew.at, draft=guessed)


def test_a_retry_when_the_place_was_merged_meanwhile(
    crew: Cast, draft: Draft, first: Record
) -> None:
    Place.objects.filter(code=c.BAIQIAO).update(until=date(2025, 3, 1))
    fresh = crew.draft(id=new_id(crew.at))
    with pytest.raises(Invalid, match="撤并"):
        append_record(acting=crew.scope("swb"), at=crew.at, draft=fresh)
    assert append_record(acting=crew.scope("swb"), at=crew.at, draft=draft) == first


def test_a_retry_when_the_servers_clock_went_back(crew: Cast, draft: Draft, first: Record) -> None:
    before_it_happened = crew.at - timedelta(days=10)
    assert append_record(acting=crew.scope("swb"), at=before_it_happened, draft=draft) == first


def test_a_retry_after_the_record_was_erased(crew: Cast, draft: Draft, first: Record) -> None:
    redact_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=first.id, reason="依申请"
    )
    assert append_record(acting=crew.scope("swb"), at=crew.at, draft=draft) == first
    with pytest.raises(Conflict):
        append_record(
            acting=crew.scope("swb"), at=crew.at, draft=crew.draft(id=draft.id, text="猜测")
        )


def test_a_refused_draft_with_broken_characters_is_no_retry(
    crew: Cast, draft: Draft, first: Record
) -> None:
    with pytest.raises(Invalid, match="残缺字符"):
        append_record(
            acting=crew.scope("swb"), at=crew.at, draft=crew.draft(id=draft.id, text="\ud800")
        )
    with pytest.raises(Invalid, match="缺少"):
        append_record(
            acting=crew.scope("swb"), at=crew.at, draft=crew.draft(id=draft.id, values={})
        )


def test_the_same_id_in_another_book(crew: Cast, draft: Draft, first: Record) -> None:
    place = Place(code=OTHER, name="开平市", level="county", since=c.LONG_AGO)
    add_places(acting=everything(), at=crew.at, places=[place])
    open_book(acting=everything(), at=crew.at, code=OTHER[:6], name="开平市")
    elsewhere = crew.draft(id=draft.id, place=OTHER)
    with pytest.raises(Conflict):
        append_record(acting=everything(), at=crew.at, draft=elsewhere)
    assert head_of(OTHER[:6]).seq == 0
    assert Record.objects.get(pk=draft.id).book_id == c.BOOK


def test_a_correction_sent_again_after_the_grant_ended(crew: Cast, first: Record) -> None:
    draft = crew.draft(id=new_id(crew.at), values={"people": "40"})
    one = correct_record(acting=crew.scope("swb"), at=crew.at, of=first.id, draft=draft)
    acting = without_grant(crew)
    two = correct_record(acting=acting, at=crew.at + LATER, of=first.id, draft=draft)
    assert (two.record, two.repeated) == (one.record, True)
    with pytest.raises(Refused):  # it corrects that record, not another
        correct_record(acting=acting, at=crew.at + LATER, of=draft.id, draft=draft)


def test_a_withdrawal_sent_again_a_month_later_without_a_grant(crew: Cast, first: Record) -> None:
    id_ = new_id(crew.at)
    one = withdraw_record(acting=crew.scope("swb"), at=crew.at, id=id_, of=first.id, reason="重复")
    acting = without_grant(crew)
    two = withdraw_record(acting=acting, at=crew.at + LATER, id=id_, of=first.id, reason=" 重复 ")
    assert (two, two.happened) == (one, one.happened)
    with pytest.raises((NotAllowed, NotFound)):
        withdraw_record(acting=acting, at=crew.at + LATER, id=id_, of=first.id, reason="别的")


def test_a_return_sent_again_though_it_was_corrected_since(crew: Cast, first: Record) -> None:
    acting, id_ = crew.scope("office"), new_id(crew.at)
    one = return_record(acting=acting, at=crew.at, id=id_, of=first.id, note="请核对")
    correct_record(
        acting=crew.scope("swb"), at=crew.at, of=first.id, draft=crew.draft(id=new_id(crew.at))
    )
    assert (
        return_record(acting=acting, at=crew.at + LATER, id=id_, of=first.id, note="请核对") == one
    )


def test_an_acceptance_sent_again_the_next_day(crew: Cast, first: Record) -> None:
    acting, id_ = crew.scope("office"), new_id(crew.at)
    one = accept_record(acting=acting, at=crew.at, id=id_, of=first.id)
    assert accept_record(acting=acting, at=crew.at + LATER, id=id_, of=first.id, note=" ") == one
    with pytest.raises(Conflict):
        accept_record(acting=acting, at=crew.at + LATER, id=id_, of=first.id, note="汛情")


def test_an_ending_sent_again_after_midnight(crew: Cast) -> None:
    """The day of a decision comes from the clock, so it is no part of what was said."""
    given = {
        "id": new_id(crew.at), "pairing": str(crew.pairings["swb"]),
        "until": date(2025, 3, 20), "reason": "调整",
    }  # fmt: skip
    one = end_pairing(acting=crew.scope("office"), at=crew.at, **given)
    assert end_pairing(acting=crew.scope("office"), at=crew.at + timedelta(days=1), **given) == one
