"""Law 3: corrections are new records; a second one is kept, and shown until settled."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.correct_record import correct_record
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Unfitting
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive.standings import standing_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import versions_of
from tongxing.records.ledger.rows import said


def people(record: Record | None) -> int:
    assert record is not None
    return said(record.body).values["people"]["v"]


def corrected(crew: Cast, who: str, of: UUID, number: int):
    draft = crew.draft(id=new_id(crew.at), values={"people": str(number)})
    return correct_record(acting=crew.scope(who), at=crew.at, of=of, draft=draft)


@pytest.fixture
def first(crew: Cast) -> Record:
    return append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())


def test_a_correction_counts_and_the_old_one_stays_readable(crew: Cast, first: Record) -> None:
    outcome = corrected(crew, "swb", first.id, 40)
    family = versions_of(first)
    assert outcome.conflicts == ()
    assert [people(m) for m in family.members] == [30, 40]
    assert people(family.current) == 40


def test_two_phones_correct_the_same_record(crew: Cast, first: Record) -> None:
    one = corrected(crew, "swb", first.id, 40)
    two = corrected(crew, "village", first.id, 50)
    assert two.conflicts == (one.id,)
    family = versions_of(first)
    assert people(family.current) == 40
    assert family.losing == {two.id}


def test_the_office_settles_it_by_a_correction_of_both(crew: Cast, first: Record) -> None:
    one, two = corrected(crew, "swb", first.id, 40), corrected(crew, "village", first.id, 50)
    draft = crew.draft(id=new_id(crew.at), values={"people": "45"})
    settle_conflict(acting=crew.scope("office"), at=crew.at, of=(one.id, two.id), draft=draft)
    family = versions_of(first)
    assert people(family.current) == 45
    assert family.losing == frozenset()


def test_nobody_but_the_office_settles(crew: Cast, first: Record) -> None:
    one, two = corrected(crew, "swb", first.id, 40), corrected(crew, "village", first.id, 50)
    with pytest.raises(NotAllowed):
        settle_conflict(
            acting=crew.scope("swb"), at=crew.at, of=(one.id, two.id),
            draft=crew.draft(id=new_id(crew.at)),
        )  # fmt: skip


def test_settling_names_both(crew: Cast, first: Record) -> None:
    one = corrected(crew, "swb", first.id, 40)
    with pytest.raises(Unfitting, match="互相冲突"):
        settle_conflict(
            acting=crew.scope("office"), at=crew.at, of=(one.id, one.id),
            draft=crew.draft(id=new_id(crew.at)),
        )  # fmt: skip


def test_a_correction_of_a_losing_correction_does_not_count(crew: Cast, first: Record) -> None:
    corrected(crew, "swb", first.id, 40)
    two = corrected(crew, "village", first.id, 50)
    corrected(crew, "village", two.id, 60)
    assert people(versions_of(first).current) == 40


def test_a_withdrawn_record_no_longer_counts(crew: Cast, first: Record) -> None:
    withdraw_record(
        acting=crew.scope("swb"), at=crew.at, id=new_id(crew.at), of=first.id, reason="重复登记"
    )
    family = versions_of(first)
    assert family.current is None
    assert len(family.members) == 2


def test_a_returned_record_counts_again_once_corrected(crew: Cast, first: Record) -> None:
    return_record(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), of=first.id, note="请核对人数"
    )
    family = versions_of(first)
    assert family.current is None
    assert [n.kind for n in family.notes] == ["record-returned"]
    corrected(crew, "swb", first.id, 28)
    assert people(versions_of(first).current) == 28


def test_versions_are_found_from_any_of_them(crew: Cast, first: Record) -> None:
    one = corrected(crew, "swb", first.id, 40)
    two = corrected(crew, "swb", one.id, 41)
    assert two.record is not None
    assert versions_of(two.record).members == versions_of(first).members


def withdrawn_and_corrected(crew: Cast, first: Record) -> tuple[UUID, UUID]:
    """The village withdraws what the unit corrects at the same time: a conflict."""
    withdrawal = withdraw_record(
        acting=crew.scope("village"), at=crew.at, id=new_id(crew.at), of=first.id, reason="重复登记"
    )
    return withdrawal.id, corrected(crew, "swb", first.id, 40).id


def settled(crew: Cast, of: tuple[UUID, ...], number: int = 45):
    draft = crew.draft(id=new_id(crew.at), values={"people": str(number)})
    return settle_conflict(acting=crew.scope("office"), at=crew.at, of=of, draft=draft)


def test_a_withdrawal_and_a_correction_are_settled_like_two_corrections(
    crew: Cast, first: Record
) -> None:
    rivals = withdrawn_and_corrected(crew, first)
    assert versions_of(first).current is None
    assert versions_of(first).losing == {rivals[1]}

    settled(crew, rivals)

    family = versions_of(first)
    assert people(family.current) == 45
    assert family.losing == frozenset()
    standing = standing_of(c.BOOK, as_of=crew.at.date()).standing
    said = standing.book.records.seq[standing.effective].tolist()
    assert [one.seq in said for one in family.members] == [False, False, False, True]


def test_only_withdrawals_among_what_the_system_wrote_can_be_settled(
    crew: Cast, first: Record
) -> None:
    one = corrected(crew, "swb", first.id, 40)
    with pytest.raises(Unfitting, match="系统登记"):
        settled(crew, (one.id, crew.pairings["swb"]))


@pytest.mark.parametrize("who", ["swb", "village"])
def test_what_the_office_settled_only_the_office_mends(crew: Cast, first: Record, who: str) -> None:
    one, two = corrected(crew, "swb", first.id, 40), corrected(crew, "village", first.id, 50)
    ruling = settled(crew, (one.id, two.id)).id
    with pytest.raises(NotAllowed, match="县专班对几次更正的裁定，也由其更正"):
        corrected(crew, who, ruling, 60)
    with pytest.raises(NotAllowed, match="也由其撤回"):
        withdraw_record(
            acting=crew.scope(who), at=crew.at, id=new_id(crew.at), of=ruling, reason="不服"
        )

    again = corrected(crew, "office", ruling, 46).id
    with pytest.raises(NotAllowed, match="也由其更正"):
        corrected(crew, who, again, 60)  # nor by way of the office's own correction
    assert people(versions_of(first).current) == 46
