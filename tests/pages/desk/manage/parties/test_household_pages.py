"""管理 › 农户编号: many numbers at once, and nothing that could be somebody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.pages.desk.manage.parties.conftest import read_page as read
from tests.pages.desk.manage.parties.conftest import well_formed
from tests.records import cast as c
from tongxing.pages.desk.manage.parties.households import labels_of
from tongxing.records.registry.models import Household

LIST, NEW = "/manage/households/", "/manage/households/new/"
VILLAGE = f"{LIST}{c.BAIQIAO}/"


def words(answer: Any) -> str:
    return well_formed(answer.content.decode()).text


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("001", ["001"]),
        ("001 002\n003", ["001", "002", "003"]),
        ("001，002、003；004,005;006", ["001", "002", "003", "004", "005", "006"]),
        ("001至003", ["001", "002", "003"]),
        ("098 到 101", ["098", "099", "100", "101"]),
        ("A-8~A-11", ["A-8", "A-9", "A-10", "A-11"]),
        ("００１～００２", ["001", "002"]),
        ("003至001", ["003至001"]),
        ("A-1至B-3", ["A-1至B-3"]),
        ("", []),
    ],
)
def test_labels_as_a_clerk_lists_them(typed: str, read_as: list[str]) -> None:
    assert list(labels_of(typed)) == read_as


def test_a_run_longer_than_may_be_is_not_made_whole() -> None:
    assert len(list(labels_of("000001至999999"))) == 501


def test_numbers_are_registered_at_once(office: Client) -> None:
    given = {"place_said": "柏桥村", "labels": "001至010\nBQ-001", "since": "2025-01-01"}
    said = words(office.post(NEW, given, follow=True))
    assert "登记了10户，另有1个编号早已登记，没有改动" in said
    assert "在用11个" in said
    assert "高州市根子镇柏桥村" in read(office, LIST).text
    assert VILLAGE in read(office, LIST).links


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"labels": "001\n李四"}, "“李四”：编号只能由字母、数字和短横组成，不写姓名、住址"),
        ({"labels": "13812341234"}, "像是证件号、电话或卡号"),
        ({"labels": "440981198001011234"}, "像是证件号、电话或卡号"),
        ({"labels": " "}, "没有填写编号"),
        ({"labels": "0001至0600"}, "一次最多登记500个编号"),
        ({"place_said": "根子镇"}, "没有选择村"),
    ],
)
def test_what_is_refused_leaves_no_number(
    office: Client, changes: dict[str, str], what: str
) -> None:
    given = {"place_said": "柏桥村", "labels": "001", "since": "2025-01-01", **changes}
    answer = office.post(NEW, given)
    assert answer.status_code == 422
    assert what in words(answer)
    assert Household.objects.count() == 1


def test_numbers_are_ended_and_stay_readable(office: Client) -> None:
    office.post(NEW, {"place_said": "柏桥村", "labels": "001至003", "since": "2025-01-01"})
    given = {"labels": "001至002", "until": "2025-03-01", "reason": "整户迁出"}
    said = words(office.post(f"{VILLAGE}end/", given, follow=True))
    assert "停用了2个编号" in said
    assert "已停用2个" in said
    assert "在用2个" in said
    answer = office.post(f"{VILLAGE}end/", given)
    assert (answer.status_code, "本村没有在用的编号“001”" in words(answer)) == (422, True)


@pytest.mark.parametrize("code", ["000000000000", c.GENZI, c.NEIGHBOUR, "abc", "440881105201"])
def test_a_village_of_ones_own_only(office: Client, code: str) -> None:
    assert office.get(f"{LIST}{code}/").status_code == 404
    assert office.get(f"{LIST}{code}/end/").status_code == 404


def test_no_numbers_yet(county: Any) -> None:
    page = read(county.client("neighbour"), LIST)
    assert "还没有登记农户编号" in page.text
