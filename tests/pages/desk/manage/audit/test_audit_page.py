"""The audit's own page: sentences, search, pages, what it does not show, and its own traces."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.operations import note
from tongxing.records.audit.operations import note_many
from tongxing.records.audit.verbs import VERBS
from tongxing.records.ledger.models import Book

AUDIT = "/manage/audit/"


def read(desk: Desk, **asked: str) -> Page:
    answer = desk.as_("auditor").get(AUDIT, asked)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def noted(desk: Desk, verb: str = "export", subject: str = "book:440981", **given: Any) -> None:
    told = {"at": desk.crew.at, "who": "person:office", "place": c.BOOK} | given
    note(verb=verb, subject=subject, **told)


def test_a_row_is_a_sentence_with_a_link_to_what_it_is_about(desk: Desk) -> None:
    record = desk.write("swb", doers=(Doer(c.SWB),), place=c.BAIQIAO)
    page = read(desk)
    assert "市委办联络员 记下了 “集中劳动（2025年3月10日，高州市根子镇柏桥村）”" in page.text
    assert f"/ledger/{record.id}/" in page.links
    assert (page.breaches, page.unbalanced, page.left_open, page.nameless) == ([], [], [], [])


def test_every_verb_reads_as_chinese(desk: Desk) -> None:
    for number, verb in enumerate(VERBS):
        at = desk.crew.at - timedelta(days=40 + number // 50)
        noted(desk, verb=verb, subject="person:swb", at=at)
    days = ("2025-01-31", "2025-01-30")
    told = "".join(read(desk, since=day, until=day).text for day in days)
    assert told.count("专班经办人 ") >= len(VERBS)
    assert "{}" not in told
    assert "专班经办人查看了“市委办联络员”的电话" in told.replace(" ", "")
    assert "{}" not in told


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("account:swb", "账号“swb”"),
        ("name:0123456789abcdef", "没有的账号"),
        (f"household:{c.HOUSEHOLD.partition(':')[2]}", "农户"),
        ("place:440981104000", "高州市根子镇"),
        ("place:999999999999", "999999999999"),
        ("book:440981", "高州市台账"),
        ("org:gone", "gone"),
        ("file:0123456789abcdef0123", "文件0123456789ab"),
    ],
)
def test_whatever_it_is_about_is_named(desk: Desk, subject: str, said: str) -> None:
    noted(desk, verb="add", subject=subject)
    assert said in read(desk, verb="add", who="office").text


def test_what_was_written_in_a_record_never_stands_here(desk: Desk) -> None:
    desk.write("swb", text="清淤三百二十一米暗号甲")
    assert "暗号甲" not in read(desk).text


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ({"who": "市林业局"}, 1),
        ({"who": "lyj"}, 1),
        ({"who": "查无此人"}, 0),
        ({"verb": "export"}, 1),
        ({"about": "高州市林业局"}, 1),
        ({"about": "440981104203"}, 1),
        ({"about": "根本没有"}, 0),
        ({"from": "10.9.8.7"}, 0),
        ({"verb": "export", "who": "lyj"}, 0),
    ],
)
def test_search_by_person_verb_and_subject(desk: Desk, asked: dict[str, str], hits: int) -> None:
    day = {"since": "2025-02-01", "until": "2025-02-01"}
    at = desk.crew.at - timedelta(days=39)
    noted(desk, at=at)
    noted(desk, verb="return", subject="org:lyj", at=at, who="person:lyj")
    noted(desk, verb="add", subject="place:440981104203", at=at, who="person:zx")
    page = read(desk, **day, **asked)
    assert page.text.count("2025年2月1日 10:00") == hits


def test_days_are_days_in_china_both_ends_included(desk: Desk) -> None:
    at = desk.crew.at.replace(hour=23, minute=59) - timedelta(days=39)
    noted(desk, at=at)
    noted(desk, at=at + timedelta(minutes=2))
    assert read(desk, since="2025-02-01", until="2025-02-01").text.count("2025年2月1日 23:59") == 1
    assert "2025年2月2日 00:01" not in read(desk, until="2025-02-01").text


def test_older_rows_stand_on_further_pages_each_once(desk: Desk) -> None:
    subjects = [f"org:nr-{number:03d}" for number in range(120)]
    for number, one in enumerate(subjects):
        at = desk.crew.at - timedelta(days=30, minutes=number // 7)
        noted(desk, verb="add", subject=one, at=at)
    told: list[str] = []
    address = f"{AUDIT}?verb=add&until=2025-02-20&since=2025-02-01"
    while address:
        page = Page(desk.as_("auditor").get(address).content.decode())
        told += re.findall(r"nr-\d+", page.text)
        address = next((one for one in page.links if "before=" in one), "")
    assert sorted(told) == sorted(one.removeprefix("org:") for one in subjects)


@pytest.mark.parametrize(
    "query",
    ["verb=frob", "since=昨天", "until=2025-02-30", "before=x", "before=9e99-1", "before=1-x",
     "before=nan-3"],
)  # fmt: skip
def test_what_cannot_be_read_is_said(desk: Desk, query: str) -> None:
    answer = desk.as_("auditor").get(f"{AUDIT}?{query}")
    assert answer.status_code == 400
    assert "读不懂" in answer.content.decode()


def test_another_countys_rows_are_not_there(desk: Desk) -> None:
    Book.objects.create(code="440881", name="廉江市")
    noted(desk, subject="org:elsewhere", place="440881")
    noted(desk, subject="org:nobodys", place="")
    text = read(desk).text
    assert "elsewhere" not in text
    assert "nobodys" not in text


def test_looking_at_the_audit_is_noted_with_what_was_looked_for(desk: Desk) -> None:
    read(desk, who="swb", verb="append")
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.who, row.place, row.account) == (
        "see-audit", "person:auditor", c.BOOK, "auditor",
    )  # fmt: skip
    assert row.detail == '{"verb":"append","who":"swb"}'
    assert "审计员 查看了审计" in read(desk).text


def test_a_page_says_how_many_of_nothing(desk: Desk) -> None:
    """C3: no statistics of use; not even the number of rows found."""
    note_many(at=desk.crew.at, who="person:swb", verb="sign-in", subjects=["account:swb"] * 37)
    text = read(desk, verb="sign-in").text
    assert "37" not in text
    assert "没有符合条件" in read(desk, verb="restore").text


def test_it_is_taken_away_as_a_workbook_which_is_noted(desk: Desk) -> None:
    noted(desk, verb="add", subject="org:swb")
    noted(desk, verb="add", subject="org:=1+1")
    answer: Any = desk.as_("auditor").post(f"{AUDIT}export/?verb=add&who=office")
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(answer.streaming_content))
    ).get_sheet_by_index(0).to_python()  # fmt: skip
    said = [row[3] for row in rows if row[2] == "登记"]
    assert said == ["登记了=1+1", "登记了“市委办”"]
    assert rows[1][0] == "人员：office，动作：登记"
    assert any("仅限工作使用" in str(row[0]) for row in rows)
    assert AuditRow.objects.latest("pk").verb == "export"


def test_a_page_costs_a_bounded_number_of_queries(
    desk: Desk, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(60):
        noted(desk, verb="add", subject=f"place:4409811042{number:02d}", who=f"person:p{number}")
    client = desk.as_("auditor")
    client.get(AUDIT)
    with django_assert_max_num_queries(22):
        client.get(AUDIT)
    with django_assert_max_num_queries(50):
        client.get(AUDIT, {"who": "员", "about": "村", "verb": "add"})
