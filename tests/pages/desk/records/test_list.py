"""台账: who sees what, search, filters, pages."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c


@pytest.mark.parametrize(
    ("name", "sees_baiqiao", "sees_hetong"),
    [
        ("office", True, True),
        ("supervisor", True, True),
        ("auditor", True, True),
        ("swb", True, False),
        ("lyj", False, True),
        ("fl", False, False),
        ("team", True, False),
        ("village", True, False),
    ],
)
def test_everybody_sees_their_own_records(desk: Desk, name, sees_baiqiao, sees_hetong) -> None:
    desk.write("swb", text="清理水塘")
    desk.write("lyj", text="种植树苗")

    page = desk.get(name, "").content.decode()

    assert ("清理水塘" in page) == sees_baiqiao
    assert ("种植树苗" in page) == sees_hetong


def test_words_must_all_occur_each_as_written(desk: Desk) -> None:
    desk.write(text="清理水塘淤泥")
    desk.write(text="清理村道杂草", happened=date(2025, 3, 5))

    found = desk.get("swb", "", q="清理 水塘").content.decode()

    assert "清理水塘淤泥" in found
    assert "清理村道杂草" not in found
    assert "没有符合条件的记录" in desk.get("swb", "", q="塘水").content.decode()


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ({}, "甲乙丙"),
        ({"kind": "purchase"}, "丙"),
        ({"place": c.GENZI}, "甲丙"),
        ({"place": c.HETONG}, "乙"),
        ({"party": c.LYJ}, "乙"),
        ({"party": "org:nobody"}, ""),
        ({"kind": "honour"}, ""),
        ({"since": "2025-03-10"}, "甲乙"),
        ({"until": "2025-03-09"}, "丙"),
        ({"since": "2025-03-10", "until": "2025-03-10"}, "甲乙"),
        ({"late": "1"}, "丙"),
        ({"state": "returned"}, ""),
    ],
)
def test_filters_narrow_the_list(desk: Desk, query, held) -> None:
    desk.write("swb", text="甲")
    desk.write("lyj", text="乙")
    values = {"amount": "3000元", "mode": "canteen"}
    desk.write("swb", kind="purchase", values=values, happened=date(2025, 2, 1), text="丙")

    page = desk.get("office", "", **query).content.decode()

    assert "".join(one for one in "甲乙丙" if f'text-secondary">{one}</div>' in page) == held


def test_pages_follow_one_another_without_gap_or_overlap(desk: Desk) -> None:
    for number in range(53):
        desk.write(text=f"第{number:02d}件", happened=date(2025, 3, 1 + number % 10))

    first = desk.get("swb", "")
    page = first.content.decode()
    address = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = desk.as_("swb").get(address).content.decode()

    def numbers(text: str) -> set[str]:
        return {f"第{number:02d}件" for number in range(53) if f"第{number:02d}件" in text}

    assert "共53条" in page
    assert len(numbers(page)) == 50
    assert numbers(page) | numbers(second) == numbers("".join(f"第{n:02d}件" for n in range(53)))
    assert not numbers(page) & numbers(second)
    assert 'rel="next"' not in second
    assert "回到第一页" in second


def test_htmx_gets_the_rows_only(desk: Desk) -> None:
    desk.write(text="清理水塘")

    part = desk.as_("swb").get("/ledger/", headers={"HX-Request": "true"}).content.decode()

    assert "清理水塘" in part
    assert "<html" not in part
    assert 'id="ledger-head" hx-swap-oob="true"' in part


@pytest.mark.parametrize(
    "query",
    [{"since": "昨天"}, {"place": "柏桥"}, {"after": "x"}, {"after": "1.b"}, {"as_of": "x"}],
)
def test_an_address_that_cannot_be_read_is_answered_in_chinese(desk: Desk, query) -> None:
    answer = desk.get("swb", "", **query)

    assert answer.status_code == 400
    assert "链接" in answer.content.decode()


def test_an_earlier_day_shows_what_had_happened_by_then(desk: Desk) -> None:
    desk.write(text="后来的", happened=date(2025, 3, 10))
    desk.write(text="早先的", happened=date(2025, 3, 1))

    page = desk.get("swb", "", as_of="2025-03-05").content.decode()

    assert "早先的" in page
    assert "后来的" not in page
    assert "只读" in page
    assert 'href="/ledger/new/' not in page.split("<main")[1]


def test_an_earlier_moment_shows_what_was_known_then(desk: Desk) -> None:
    desk.write(text="已收到")
    before = desk.clock[0]
    desk.pass_time(hours=2)
    desk.write(text="后收到")

    page = desk.get("swb", "", known_at=before.strftime("%Y-%m-%dT%H:%M")).content.decode()

    assert "已收到" in page
    assert "后收到" not in page


def test_an_empty_ledger_says_what_to_do(desk: Desk) -> None:
    assert "记下第一条" in desk.get("swb", "").content.decode()
    assert "记下第一条" not in desk.get("auditor", "").content.decode()


def test_somebody_without_a_book_is_told_so(desk: Desk) -> None:
    assert desk.get("fl", "").status_code == 200
    assert desk.get("fl", "new/").status_code in {200, 403}


def test_the_list_asks_few_questions(desk: Desk, django_assert_max_num_queries) -> None:
    for number in range(60):
        desk.write(text=f"第{number}件", happened=date(2025, 3, 1 + number % 10))
    desk.get("office", "")

    with django_assert_max_num_queries(24):
        desk.get("office", "", q="第")
