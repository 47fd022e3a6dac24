"""What others are judged by is written, corrected and withdrawn by assessors only."""

from __future__ import annotations

import pytest

from tests.records import cast as c
from tests.records.cast import ACCOUNTS
from tests.records.cast import AWAY
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.append_record import append_records
from tongxing.actions.correct_record import correct_record
from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

ASSESSORS = {"office", "supervisor"}
KINDS = {
    "field-check": {"points": "87.5分"},
    "appraisal": {"points": "90分"},
    "finding": {"matter": "台账与现场不一致"},
    "serious-finding": {"matter": "虚报劳动人次", "document": "高督〔2025〕3号"},
}


def about_swb(crew: Cast, kind: str = "field-check", **changes: object) -> Draft:
    """A supervisor's record about 市委办 in 柏桥村."""
    given = {"id": new_id(crew.at), "kind": kind, "values": KINDS[kind], "text": "现场核查"}
    return crew.draft(**given | changes)


def check(crew: Cast) -> Record:
    return append_record(acting=crew.scope("supervisor"), at=crew.at, draft=about_swb(crew))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ACCOUNTS)
def test_only_assessors_write_it(crew: Cast, who: str, kind: str) -> None:
    draft = about_swb(crew, kind)
    if who in ASSESSORS:
        assert append_record(acting=crew.scope(who), at=crew.at, draft=draft).kind == kind
        return
    with pytest.raises(NotAllowed, match="这类记录由督导组或县专班登记"):
        append_record(acting=crew.scope(who), at=crew.at, draft=draft)
    assert not Record.objects.filter(pk=draft.id).exists()


def test_a_supervisor_writes_nothing_else(crew: Cast) -> None:
    with pytest.raises(NotAllowed, match="没有在该地"):
        append_record(acting=crew.scope("supervisor"), at=crew.at, draft=crew.draft())


def test_a_supervisor_assesses_within_its_place_only(crew: Cast) -> None:
    """A supervisor of another county has no say here."""
    away = crew.scope("supervisor")
    elsewhere = type(away)(
        account="other", person=away.person, verbs_in=frozenset({("assess", "440982")})
    )
    with pytest.raises(NotAllowed):
        append_record(acting=elsewhere, at=crew.at, draft=about_swb(crew))


def test_in_a_batch_the_unit_s_own_work_is_still_written(crew: Cast) -> None:
    work, praise = crew.draft(), about_swb(crew, "appraisal")
    one, two = append_records(acting=crew.scope("swb"), at=crew.at, drafts=(work, praise))
    assert one.written().pk == work.id
    assert isinstance(two.refused, NotAllowed)


@pytest.mark.parametrize("who", ACCOUNTS)
def test_who_corrects_a_check_of_swb(crew: Cast, who: str) -> None:
    record = check(crew)
    draft = about_swb(crew, values={"points": "95分"})
    if who in ASSESSORS:
        outcome = correct_record(acting=crew.scope(who), at=crew.at, of=record.id, draft=draft)
        assert outcome.written().pk == draft.id
        return
    with pytest.raises(NotFound if who in AWAY else NotAllowed):
        correct_record(acting=crew.scope(who), at=crew.at, of=record.id, draft=draft)
    assert not Record.objects.filter(pk=draft.id).exists()


@pytest.mark.parametrize("who", ACCOUNTS)
def test_who_withdraws_a_check_of_swb(crew: Cast, who: str) -> None:
    record, id_ = check(crew), new_id(crew.at)
    given = {"at": crew.at, "id": id_, "of": record.id, "reason": "评分有误"}
    if who in ASSESSORS:
        assert withdraw_record(acting=crew.scope(who), **given).pk == id_
        return
    with pytest.raises(NotFound if who in AWAY else NotAllowed):
        withdraw_record(acting=crew.scope(who), **given)
    assert not Record.objects.filter(pk=id_).exists()


def test_the_unit_judged_is_told_whom_to_turn_to(crew: Cast) -> None:
    record = check(crew)
    with pytest.raises(NotAllowed, match="也由其更正，如有异议请向县专班书面说明"):
        correct_record(
            acting=crew.scope("swb"), at=crew.at, of=record.id, draft=about_swb(crew, text="不符")
        )


def test_a_unit_s_work_does_not_become_a_check_by_correcting(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    with pytest.raises(NotAllowed, match="由督导组或县专班登记"):
        correct_record(acting=crew.scope("swb"), at=crew.at, of=record.id, draft=about_swb(crew))


def test_a_check_does_not_become_work_by_correcting(crew: Cast) -> None:
    """Or a supervisor could write down what units did after all."""
    record = check(crew)
    with pytest.raises(NotAllowed, match="超出"):
        correct_record(
            acting=crew.scope("supervisor"), at=crew.at, of=record.id, draft=crew.draft()
        )


@pytest.mark.parametrize("who", ["supervisor", "swb", "village"])
def test_returning_a_check_stays_with_the_office(crew: Cast, who: str) -> None:
    record = check(crew)
    given = {"at": crew.at, "of": record.id, "note": "请补充点位"}
    with pytest.raises(NotAllowed):
        return_record(acting=crew.scope(who), id=new_id(crew.at), **given)
    assert return_record(acting=crew.scope("office"), id=new_id(crew.at), **given)


def test_a_check_may_be_about_a_unit_without_a_pairing(crew: Cast) -> None:
    draft = about_swb(crew, doers=(Doer(c.FL),), place=c.YUANBA)
    assert append_record(acting=crew.scope("supervisor"), at=crew.at, draft=draft)
