"""Attributes of many at once: one record each, all or none, and nothing said twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records import cast as c
from tests.records.cast import Cast
from tests.records.pairings.known import attributes_at
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_households import register_households
from tongxing.actions.set_attribute import MOST_AT_ONCE
from tongxing.actions.set_attribute import AttributeSet
from tongxing.actions.set_attribute import set_attribute
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.rows import about_of

JAN, FEB, MAR, APR = (date(2025, n, 1) for n in range(1, 5))
HOMES = tuple(f"household:{c.BAIQIAO}-{n:03d}" for n in range(1, 5))


@dataclass
class Clerk:
    """The office at 柏桥村's households 001 to 004."""

    crew: Cast

    def sets(
        self, *subjects: str, value: str = "monitored", since: date = JAN,
        until: date | None = None, id_: UUID | None = None, who: str = "office",
    ) -> AttributeSet:  # fmt: skip
        return set_attribute(
            acting=self.crew.scope(who), at=self.crew.at, id=id_ or new_id(self.crew.at),
            subjects=subjects, name="grade", value=value, since=since, until=until,
        )  # fmt: skip


@pytest.fixture
def clerk(crew: Cast) -> Clerk:
    register_households(
        acting=everything(), at=crew.at, place=c.BAIQIAO, labels=["001", "002", "003", "004"],
        since=JAN,
    )  # fmt: skip
    return Clerk(crew)


def held() -> list[tuple[str, str, date, date | None]]:
    rows = attributes_at(c.BOOK, head_of(c.BOOK).seq)
    return sorted((r.subject[-3:], r.value, r.since, r.until) for r in rows)


def written() -> int:
    return Record.objects.filter(kind="attribute-set").count()


def test_one_record_and_one_audit_row_for_each(clerk: Clerk) -> None:
    before = AuditRow.objects.count()
    done = clerk.sets(*HOMES[:3], HOMES[0])
    assert [about_of(one) for one in done.records] == [(one,) for one in HOMES[:3]]
    assert {one.place for one in done.records} == {c.BAIQIAO}
    assert AuditRow.objects.count() == before + 3
    assert held() == [(f"00{n}", "monitored", JAN, None) for n in (1, 2, 3)]


def test_sent_twice_it_is_said_once_and_answered_alike(clerk: Clerk) -> None:
    id_, before = new_id(clerk.crew.at), AuditRow.objects.count()
    first, again = (clerk.sets(*HOMES[:2], id_=id_) for _ in range(2))
    assert [one.id for one in first.records] == [one.id for one in again.records]
    assert (written(), AuditRow.objects.count()) == (2, before + 2)


def test_sent_again_with_something_else_nothing_is_changed(clerk: Clerk) -> None:
    id_ = new_id(clerk.crew.at)
    clerk.sets(HOMES[0], id_=id_)
    with pytest.raises(Conflict, match="请以新编号重新提交"):
        clerk.sets(*HOMES[:2], value="general", id_=id_)
    assert held() == [("001", "monitored", JAN, None)]


def test_what_is_known_already_is_not_said_again(clerk: Clerk) -> None:
    clerk.sets(*HOMES[:2])
    done = clerk.sets(*HOMES[:3], since=FEB)
    assert ([about_of(one) for one in done.records], done.known) == ([(HOMES[2],)], HOMES[:2])
    assert clerk.sets(*HOMES[:2], since=FEB, until=MAR) == AttributeSet((), HOMES[:2])
    assert written() == 3


@pytest.mark.parametrize(
    ("since", "until", "value"),
    [(date(2024, 12, 1), None, "monitored"), (FEB, APR, "monitored"), (FEB, MAR, "general")],
)
def test_for_other_days_or_another_value_it_is_said_anew(
    clerk: Clerk, since: date, until: date | None, value: str
) -> None:
    clerk.sets(HOMES[0], until=MAR)
    assert len(clerk.sets(HOMES[0], since=since, until=until, value=value).records) == 1


def test_a_household_is_a_monitored_one_no_longer(clerk: Clerk) -> None:
    clerk.sets(*HOMES[:2])
    done = clerk.sets(*HOMES[:3], value="", since=MAR)
    assert (len(done.records), done.known) == (2, HOMES[2:3])
    assert held()[:2] == [("001", "", MAR, None), ("001", "monitored", JAN, MAR)]
    assert clerk.sets(HOMES[0], value="", since=APR).known == (HOMES[0],)


WRONG: dict[str, tuple[tuple[str, ...], str, date, type[Refused], str]] = {
    "nobody": ((), "monitored", JAN, Invalid, "没有选择要登记的户或地方。请至少选择一个。"),
    "a stranger among them": (
        (HOMES[0], "household:no"), "monitored", JAN, NotFound, "名录中没有“household:no”"),
    "too many": (
        tuple(f"household:{n}" for n in range(MOST_AT_ONCE + 1)), "monitored", JAN, Invalid,
        "一次最多登记500个，现有501个。请分几次登记。"),
    "a year mistyped": ((HOMES[0],), "monitored", date(205, 1, 1), Invalid, "日期过早"),
    "another county's among them": (
        (HOMES[0], f"place:{c.NEIGHBOUR}"), "monitored", JAN, NotAllowed, "县专班"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_all_or_none(clerk: Clerk, case: str) -> None:
    subjects, value, since, kind, told = WRONG[case]
    with pytest.raises(kind) as refused:
        clerk.sets(*subjects, value=value, since=since)
    assert told in refused.value.say()
    assert written() == 0


def test_one_county_at_a_time(clerk: Clerk) -> None:
    with pytest.raises(Unfitting, match="一次只能登记一个县的"):
        set_attribute(
            acting=everything(), at=clerk.crew.at, id=new_id(clerk.crew.at), name="grade",
            subjects=(HOMES[0], f"place:{c.NEIGHBOUR}"), value="monitored", since=JAN,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["village", "swb", "supervisor", "team", "neighbour"])
def test_the_county_office_alone(clerk: Clerk, who: str) -> None:
    with pytest.raises(NotAllowed):
        clerk.sets(HOMES[0], who=who)


def test_who_they_are_is_asked_once_for_all(clerk: Clerk) -> None:
    """Beyond the records and the rows that give way, which are each one's own."""

    def asked(*subjects: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            clerk.sets(*subjects)
        own = ("ledger_", "pairings_attribute", "audit_")
        return sum(not any(name in one["sql"] for name in own) for one in seen)

    assert asked(HOMES[0]) == asked(*HOMES[1:])
