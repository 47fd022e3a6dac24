"""Households under numbers only, many at once; a number always means the same household."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_households import MOST_AT_ONCE
from tongxing.actions.keep_households import RegisteredHouseholds
from tongxing.actions.keep_households import end_households
from tongxing.actions.keep_households import register_households
from tongxing.actions.open_pairing import open_pairing
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Household

MAR = date(2025, 3, 1)


def registers(
    crew: Cast, *labels: str, place: str = c.BAIQIAO, who: str = "office"
) -> RegisteredHouseholds:
    return register_households(
        acting=crew.scope(who), at=crew.at, place=place, labels=labels, since=date(2025, 1, 1)
    )


def test_many_numbers_at_once_and_only_the_new_ones(crew: Cast) -> None:
    done = registers(crew, "001", "002", "BQ-001", "002")
    assert [one.key for one in done.added] == [f"{c.BAIQIAO}-001", f"{c.BAIQIAO}-002"]
    assert done.known == ("BQ-001",)
    before = AuditRow.objects.count()
    again = registers(crew, "001", "002")
    assert (again.added, again.known) == ((), ("001", "002"))
    assert AuditRow.objects.count() == before
    told = AuditRow.objects.filter(subject__startswith="household:440981104209")
    assert {one.subject for one in told} == {f"household:{c.BAIQIAO}-00{n}" for n in (1, 2)}


def test_two_villages_may_use_the_same_numbers(crew: Cast) -> None:
    registers(crew, "001")
    assert len(registers(crew, "001", place=c.YUANBA).added) == 1


@pytest.mark.parametrize(
    ("labels", "what"),
    [
        ((), "没有填写编号"),
        (("001", "张三"), "“张三”：编号只能由字母、数字和短横组成"),
        (("13812341234",), "像是证件号、电话或卡号"),
        (tuple(f"{n:04d}" for n in range(MOST_AT_ONCE + 1)), "一次最多登记500个编号，现有501个"),
    ],
)
def test_one_wrong_label_and_none_is_added(crew: Cast, labels: tuple[str, ...], what: str) -> None:
    with pytest.raises(Invalid) as refused:
        registers(crew, *labels)
    assert what in refused.value.say()
    assert Household.objects.count() == 1


def test_households_belong_to_a_village_of_ones_own(crew: Cast) -> None:
    with pytest.raises(Invalid, match="没有选择村"):
        registers(crew, "001", place=c.GENZI)
    with pytest.raises(NotAllowed):
        registers(crew, "001", place="440881105201")
    for who in ("swb", "village", "neighbour"):
        with pytest.raises(NotAllowed):
            registers(crew, "001", who=who)


def ends(crew: Cast, *keys: str, reason: str = "整户迁出") -> list[Household]:
    return end_households(
        acting=crew.scope("office"), at=crew.at, place=c.BAIQIAO, keys=keys, until=MAR,
        reason=reason,
    )  # fmt: skip


def test_a_number_no_longer_used_is_never_given_again(crew: Cast) -> None:
    registers(crew, "001")
    assert [one.label for one in ends(crew, f"{c.BAIQIAO}-001", "bq-001")] == ["001", "BQ-001"]
    with pytest.raises(Invalid, match="以前用过并已停用"):
        registers(crew, "001")
    with pytest.raises(NotFound):
        ends(crew, f"{c.BAIQIAO}-001")


def test_a_bundled_household_goes_on(crew: Cast) -> None:
    open_pairing(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), kind=c.KIND,
        actors=(Doer(c.SWB),), place=c.BAIQIAO, since=date(2025, 1, 1), subjects=(c.HOUSEHOLD,),
    )  # fmt: skip
    with pytest.raises(Unfitting, match="柏桥村的结对"):
        ends(crew, "bq-001")
    assert Household.objects.get(key="bq-001").until is None


def test_what_an_end_needs(crew: Cast) -> None:
    with pytest.raises(NoReason):
        ends(crew, "bq-001", reason="")
    with pytest.raises(Invalid, match="身份证号"):
        ends(crew, "bq-001", reason="户主440981198001011234迁出")
    with pytest.raises(NotFound):
        ends(crew)
    with pytest.raises(NotFound):
        ends(crew, "bq-001", f"{c.HETONG}-001")
