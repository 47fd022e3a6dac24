"""Rows say from where they were written, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.project.commands.here import from_here
from tongxing.records.accounts.queries import home_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.operations import note
from tongxing.records.audit.operations import note_many
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from
from tongxing.records.audit.origin import current

OFFICE_PC = Origin("10.1.2.3", "office", "0123456789ab", "Chrome·Windows", lambda: "440981")


def told(crew: Cast, subject: str, place: str = "", origin: Origin = OFFICE_PC) -> AuditRow:
    with coming_from(lambda: origin):
        note(at=crew.at, who="person:office", verb="look", subject=subject, place=place)
    return AuditRow.objects.latest("id")


def test_a_row_carries_address_account_session_and_browser(crew: Cast) -> None:
    row = told(crew, "book:440981")
    assert (row.address, row.account, row.session, row.agent) == (
        "10.1.2.3", "office", "0123456789ab", "Chrome·Windows",
    )  # fmt: skip


def test_outside_any_request_nothing_is_made_up(crew: Cast) -> None:
    note(at=crew.at, who="system", verb="look", subject="account:x")
    row = AuditRow.objects.latest("id")
    assert (row.address, row.account, row.session, row.agent, row.place) == ("",) * 5


@pytest.mark.parametrize(
    ("subject", "given", "place"),
    [
        ("book:440881", "", "440881"),
        ("place:440881104000", "", "440881"),
        ("record:1", "440881104203", "440881"),
        ("book:440981", "440881", "440881"),
        ("org:swb", "", "440981"),
        ("place:44", "", "44"),
    ],
)
def test_a_row_belongs_to_what_it_is_about_else_to_the_accounts_home(
    crew: Cast, subject: str, given: str, place: str
) -> None:
    assert told(crew, subject, given).place == place


def test_the_home_is_asked_only_where_nothing_else_says_it(crew: Cast) -> None:
    def never() -> str:
        raise AssertionError("asked for a home that was not needed")

    origin = Origin("10.1.2.3", home=never)
    assert told(crew, "book:440981", origin=origin).place == "440981"
    with pytest.raises(AssertionError, match="not needed"):
        told(crew, "org:swb", origin=origin)


def test_values_longer_than_their_columns_are_cut(crew: Cast) -> None:
    row = told(crew, "org:swb", origin=Origin("f" * 60, "a" * 60, "s" * 60, "客" * 60, lambda: ""))
    assert [len(one) for one in (row.address, row.account, row.session, row.agent)] == [
        45, 40, 12, 24,
    ]  # fmt: skip


def test_a_block_ends_where_it_began(crew: Cast) -> None:
    with coming_from(lambda: OFFICE_PC):
        with from_here():
            assert current().address == "命令行"
        assert current() is OFFICE_PC
    assert current() == Origin()


def test_a_batch_says_it_on_every_row(crew: Cast) -> None:
    with coming_from(lambda: OFFICE_PC):
        note_many(at=crew.at, who="person:office", verb="look", subjects=("org:swb", "book:440881"))
    rows = list(AuditRow.objects.filter(verb="look").values_list("address", "place"))
    assert sorted(rows) == [("10.1.2.3", "440881"), ("10.1.2.3", "440981")]


def test_what_goes_into_a_book_belongs_to_its_county(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    assert AuditRow.objects.get(subject=f"record:{record.id}").place == c.BOOK


@pytest.mark.parametrize(
    ("name", "home"),
    [("office", "440981"), ("swb", "440981"), ("team", "440981"), ("neighbour", "440881")],
)
def test_an_account_belongs_to_its_place_or_to_its_partys_home(
    crew: Cast, name: str, home: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    account = crew.account(name)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        assert home_of(account) == home
