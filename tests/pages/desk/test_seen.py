"""Opening what is not everybody's leaves a row; lists and boards leave none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.conftest import desk  # noqa: F401
from tests.records import cast as c
from tongxing.records.audit.models import AuditRow


def rows(desk: Desk, who: str, address: str, **headers: str) -> list[tuple[str, str, str, str]]:  # noqa: F811
    """What a GET leaves in the audit: (verb, who, subject, place)."""
    client = desk.as_(who)
    before = AuditRow.objects.count()
    client.get(address, headers=headers)
    fresh = AuditRow.objects.order_by("pk")[before:]
    return list(fresh.values_list("verb", "who", "subject", "place"))


@pytest.fixture
def record(desk: Desk) -> str:  # noqa: F811
    return str(desk.write("swb").id)


def test_a_records_own_page_says_who_opened_it(desk: Desk, record: str) -> None:  # noqa: F811
    told = [("see-record", "person:zx", f"record:{record}", c.BOOK)]
    assert rows(desk, "zx", f"/ledger/{record}/") == told


def test_so_does_a_look_at_another_day_and_in_the_side_panel(desk: Desk, record: str) -> None:  # noqa: F811
    address = f"/ledger/{record}/?as_of=2025-03-11"
    assert [one[0] for one in rows(desk, "office", address)] == ["see-record"]
    assert [one[0] for one in rows(desk, "office", address, **{"HX-Request": "true"})] == [
        "see-record"
    ]


def test_who_may_not_see_it_leaves_nothing(desk: Desk, record: str) -> None:  # noqa: F811
    assert rows(desk, "lyj", f"/ledger/{record}/") == []


def test_a_persons_entry_says_who_opened_it(desk: Desk) -> None:  # noqa: F811
    told = [("see-person", "person:office", "person:lyj", c.BOOK)]
    assert rows(desk, "office", "/manage/people/lyj/") == told
    assert rows(desk, "office", "/manage/people/nobody/") == []


def test_a_refused_write_shows_the_record_without_a_second_row(desk: Desk, record: str) -> None:  # noqa: F811
    client: Any = desk.as_("office")
    before = AuditRow.objects.count()
    answer = client.post(f"/ledger/{record}/return/", {"words": ""})
    assert answer.status_code == 422
    assert AuditRow.objects.count() == before


@pytest.mark.parametrize(
    "address",
    ["/", "/matrix/", "/ledger/", f"/places/{c.BAIQIAO}/", "/find/?q=柏桥", "/manage/people/",
     "/teams/", "/figures/", "/manage/"],
)  # fmt: skip
def test_lists_and_boards_are_not_noted(desk: Desk, record: str, address: str) -> None:  # noqa: F811
    assert rows(desk, "office", address) == []
