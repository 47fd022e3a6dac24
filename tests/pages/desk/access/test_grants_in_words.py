"""Grants as pages say them: the role, where, since when, whether it holds, and what it means."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.pages.desk.access.grants import MEANINGS
from tongxing.pages.desk.access.grants import GrantLine
from tongxing.pages.desk.access.grants import grant_lines
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role

ON = date(2025, 3, 12)


def lines(crew: Cast, who: str, on: date = ON) -> tuple[GrantLine, ...]:
    account = crew.account(who)
    return grant_lines([account], on)[account.pk]


@pytest.mark.parametrize(
    ("who", "title", "where"),
    [
        ("office", "县专班", "高州市"),
        ("swb", "结对单位", "市委办"),
        ("team", "工作队", "根子工作队"),
        ("village", "村", "高州市根子镇柏桥村"),
        ("security", "安全管理员", "高州市"),
    ],
)
def test_each_of_the_cast(crew: Cast, who: str, title: str, where: str) -> None:
    (line,) = lines(crew, who)
    assert (line.title, line.where, line.since) == (title, where, c.LONG_AGO)
    assert line.running
    assert line.means == MEANINGS[line.role]


def test_every_role_is_explained() -> None:
    assert set(MEANINGS) == set(Role.values)
    assert all(words.endswith("。") for words in MEANINGS.values())
    assert all("不查看台账内容" in MEANINGS[role] for role in ("system", "security"))


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (ON, None, "现行"),
        (ON, ON + timedelta(days=1), "现行"),
        (ON - timedelta(days=9), ON, "已结束"),
        (ON + timedelta(days=1), None, "未开始"),
    ],
)
def test_whether_it_holds_on_the_day(
    crew: Cast, since: date, until: date | None, state: str
) -> None:
    Grant.objects.filter(account__username="swb").update(since=since, until=until)
    (line,) = lines(crew, "swb")
    assert line.state == state
    assert line.running is (state == "现行")


def test_what_holds_stands_first(crew: Cast) -> None:
    account = crew.account("swb")
    for since, until in ((ON + timedelta(days=3), None), (date(2021, 1, 1), date(2022, 1, 1))):
        Grant.objects.create(account=account, role="unit", party=c.SWB, since=since, until=until)
    assert [line.state for line in lines(crew, "swb")] == ["现行", "未开始", "已结束"]


def test_a_place_nobody_knows_is_said_by_its_code(crew: Cast) -> None:
    Grant.objects.filter(account__username="village").update(place="440981999999")
    (line,) = lines(crew, "village")
    assert line.where in {"440981999999", "高州市"}  # or by what lies above it


def test_three_questions_for_all_accounts(crew: Cast, django_assert_max_num_queries: Any) -> None:
    accounts = [crew.account(name) for name in c.ACCOUNTS]
    with django_assert_max_num_queries(4):
        found = grant_lines(accounts, ON)
    assert {len(some) for some in found.values()} == {1}
