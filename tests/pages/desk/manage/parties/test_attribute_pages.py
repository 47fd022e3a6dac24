"""管理 › 农户编号 › 登记户类: what plans ask for, of many at once, with all that was said before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.derive.plans import ASKING
from tests.derive.plans import EXAMPLES
from tests.pages.desk.manage.parties.conftest import read_page as read
from tests.pages.desk.manage.parties.conftest import well_formed
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.keep_households import register_households
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.set_attribute import MOST_AT_ONCE
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

LIST, ONE = "/manage/households/", f"/manage/households/{c.BAIQIAO}/"
SHEET, PLACES = f"{ONE}attributes/", "/manage/attributes/"
EDITION = "/plans/editions/gaozhou-pairing/2024/"
HOMES = [f"household:{c.BAIQIAO}-{n:03d}" for n in (1, 2, 3)]
GIVEN = {"what": "grade=monitored", "since": "2025-03-12", "last": ""}


@pytest.fixture
def asking(county: Any, office: Client) -> Client:
    """The office where the plan asks for 户类; 市委办 looks after household 001."""
    acting, at = everything(), county.crew.at
    put_in_force(
        acting=acting, at=at, id=new_id(at), book=c.BOOK, text=ASKING.encode(),
        examples=EXAMPLES.encode(),
    )  # fmt: skip
    labels = ["001", "002", "003"]
    day = date(2025, 1, 1)
    register_households(acting=acting, at=at, place=c.BAIQIAO, labels=labels, since=day)
    open_pairing(
        acting=acting, at=at, id=new_id(at), kind="gaozhou-pairing:household-bundle",
        actors=(Doer(c.SWB),), place=c.BAIQIAO, since=day, subjects=(HOMES[0],),
    )  # fmt: skip
    return office


def words(answer: Any) -> str:
    return well_formed(answer.content.decode()).text


def sends(client: Client, subjects: list[str], address: str = SHEET, **changes: str) -> Any:
    return client.post(address, {**GIVEN, "subjects": subjects, **changes}, follow=True)


def written() -> int:
    return Record.objects.filter(kind="attribute-set").count()


def test_where_no_plan_asks_nothing_is_offered(office: Client) -> None:
    led = [
        link for address in (LIST, ONE, "/manage/places/") for link in read(office, address).links
    ]
    assert not {SHEET, PLACES} & set(led)
    assert "没有这样的要求，不必登记" in read(office, SHEET).text
    assert "没有这样的要求，不必登记" in read(office, PLACES).text


def test_the_way_there_from_the_list_and_the_village(asking: Client) -> None:
    listed = read(asking, LIST)
    assert "没有登记户类" in listed.text
    assert SHEET in listed.links
    village = read(asking, ONE)
    assert "登记户类" in village.text
    assert SHEET in village.links


def test_some_of_many_are_ticked_and_saved_once(asking: Client) -> None:
    page = read(asking, SHEET)
    assert "4户没有登记户类" in page.text
    assert "只对户类为监测户的要求" in page.text
    said = words(sends(asking, HOMES[:2]))
    assert "登记了2户。户类：监测户，2025年3月12日起。" in said
    assert "2户没有登记户类" in said
    assert "2025年3月12日登记" in said
    assert written() == 2


def test_sent_twice_it_is_registered_once(asking: Client) -> None:
    id_ = str(new_id(Record.objects.latest("recorded").recorded))
    for _ in range(2):
        assert "登记了2户。户类：监测户" in words(sends(asking, HOMES[:2], id=id_))
    assert written() == 2


def test_said_again_nothing_is_written(asking: Client) -> None:
    sends(asking, HOMES[:2])
    assert "另有2户早已这样登记，没有改动" in words(sends(asking, HOMES))
    assert "这3户早已这样登记，没有改动" in words(sends(asking, HOMES))
    assert written() == 3


def test_what_was_said_before_opens_its_record(asking: Client) -> None:
    sends(asking, HOMES[:1], what="grade=general", since="2025-01-01")
    sends(asking, HOMES[:1], last="2025-03-31")
    sends(asking, HOMES[:1], what="grade=", since="2025-05-01")
    page = read(asking, SHEET)
    assert "2025年3月12日至2025年3月31日" in page.text
    assert "户类：不再属于任何一类" in page.text
    opened = [link for link in page.links if link.startswith("/ledger/0")]
    assert len(set(opened)) == 3
    told = [read(asking, link).text for link in dict.fromkeys(opened)]
    assert all("农户编号" in one and "001" in one and "户类" in one for one in told)
    assert sum("监测户" in one for one in told) == 1
    assert sum("不再属于任何一类" in one for one in told) == 1
    assert not any("grade" in one or "monitored" in one for one in told)
    assert all("登记的事项本身不计入任务" in one and "请核对日期" not in one for one in told)


WRONG: dict[str, tuple[list[str], dict[str, str], str]] = {
    "nobody": ([], {}, "还没有勾选，请在下面的名单中勾选。"),
    "no value": (HOMES, {"what": ""}, "请选择登记为哪一类。"),
    "a value of one's own": (HOMES, {"what": "grade=重点户"}, "请选择登记为哪一类。"),
    "another name": (HOMES, {"what": "level=monitored"}, "请选择登记为哪一类。"),
    "no day": (HOMES, {"since": ""}, "请填写日期。"),
    "a day that is none": (HOMES, {"since": "2025-02-30"}, "请写成"),
    "a last day before the first": (HOMES, {"last": "2025-03-11"}, "最后一天早于起日，请核对。"),
    "a household of another village": ([*HOMES, "household:x"], {}, "勾选的有1户不在名单中"),
    "a place": ([f"place:{c.BAIQIAO}"], {}, "勾选的有1户不在名单中"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_refused_keeps_what_was_filled_in(asking: Client, case: str) -> None:
    subjects, changes, told = WRONG[case]
    answer = sends(asking, subjects, **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert written() == 0
    typed = answer.content.decode()
    assert all(f'value="{one}" checked' in typed for one in subjects if one in HOMES)
    assert all(f'value="{day}"' in typed for day in changes.values() if day.startswith("2025"))


def test_a_past_day_is_only_read(asking: Client) -> None:
    sends(asking, HOMES[:1])
    then = f"{SHEET}?as_of=2025-03-01"
    page = read(asking, then)
    assert "4户没有登记户类" in page.text
    assert "登记勾选的" not in page.text
    assert sends(asking, HOMES, address=then).status_code == 409
    assert written() == 1


def test_villages_of_which_a_plan_asks(asking: Client) -> None:
    assert PLACES in read(asking, "/manage/places/").links
    page = read(asking, PLACES)
    assert "高州市曹江镇荷垌村" in page.text
    answer = sends(asking, [f"place:{c.HETONG}"], PLACES, what="village-sort=示范")
    assert "登记了1个地方。village-sort：示范，2025年3月12日起。" in words(answer)
    assert "户类" not in words(answer)


def test_the_plan_says_why_it_asks_nobody_and_leads_there(asking: Client, county: Any) -> None:
    page = read(asking, EDITION)
    assert "结对的1户都还没有登记户类，所以现在不向任何结对要求。" in page.text
    assert {LIST, PLACES} <= set(page.links)
    unit = read(county.client("swb"), EDITION)
    assert "结对的1户都还没有登记户类" in unit.text
    assert not {LIST, PLACES} & set(unit.links)
    sends(asking, HOMES[:1])
    assert "结对的1户" not in read(asking, EDITION).text


@pytest.mark.parametrize("code", ["000000000000", c.GENZI, c.NEIGHBOUR, "abc", "440881105201"])
def test_a_village_of_ones_own_only(asking: Client, code: str) -> None:
    assert asking.get(f"{LIST}{code}/attributes/").status_code == 404


def test_as_many_on_a_page_as_are_saved_at_once(asking: Client, county: Any) -> None:
    for first in (1000, 1500):
        register_households(
            acting=everything(), at=county.crew.at, place=c.BAIQIAO, since=date(2025, 1, 1),
            labels=[str(n) for n in range(first, first + 500)],
        )  # fmt: skip
    assert "1004户，第1页，共3页" in read(asking, SHEET).text
    page = asking.get(f"{SHEET}?page=2").content.decode()
    assert page.count('name="subjects"') == MOST_AT_ONCE
    there = [f"household:{c.BAIQIAO}-{n}" for n in range(1600, 1602)]
    answer = sends(asking, there, f"{SHEET}?page=2")
    assert "登记了2户" in words(answer)
    assert answer.redirect_chain[-1][0] == f"{SHEET}?page=2"


def test_many_households_in_as_many_queries_as_few(asking: Client, county: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(asking, SHEET)
        return len(asked)

    sends(asking, HOMES)
    read(asking, SHEET)
    few = queries()
    labels = [f"{n:03d}" for n in range(100, 200)]
    register_households(
        acting=everything(), at=county.crew.at, place=c.BAIQIAO, labels=labels,
        since=date(2025, 1, 1),
    )  # fmt: skip
    sends(asking, [f"household:{c.BAIQIAO}-{label}" for label in labels])
    read(asking, SHEET)
    assert queries() == few
