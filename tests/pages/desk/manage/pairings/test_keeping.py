"""结对关系 at the desk: listed, opened one by one, ended, each with its history."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.desk.manage.pairings.conftest import Office
from tests.pages.desk.manage.pairings.conftest import form_of
from tests.pages.desk.manage.pairings.conftest import text_of
from tests.records import cast as c
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import pairings_at
from tongxing.records.registry.models import Household

UNIT = {"kind": c.KIND, "actor.organization.0": c.FL, "place": c.YUANBA, "since": "2025-03-01"}
BUNDLE = {
    "kind": "gaozhou-pairing:household-bundle", "actor.unit-member.0": "person:zx",
    "actor.village-member.0": "person:swb", "place": c.BAIQIAO, "since": "2025-03-01",
}  # fmt: skip


def test_the_list_shows_what_runs_on_a_day_and_what_ran_before(office: Office) -> None:
    key = str(office.desk.crew.pairings["zx"])
    office.post(f"{key}/", {"until": "2025-02-01", "reason": "撤出"})
    assert "市政协" not in text_of(office.get()).partition("办理")[2]
    assert "市政协" in text_of(office.get(on="2025-01-31")).partition("办理")[2]
    everything = text_of(office.get(when="all"))
    assert ("2025年1月31日" in everything, "已结束" in everything) == (True, True)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ({"town": c.CAOJIANG}, "荷垌村", "柏桥村"),
        ({"party": c.SWB}, "柏桥村", "荷垌村"),
        ({"kind": "resident-team:team-town"}, "根子工作队", "荷垌村"),
    ],
)
def test_filters_cut_the_list(office: Office, query: dict[str, str], there: str, gone: str) -> None:
    table = text_of(office.get(**query)).partition("结对关系，按镇、村排列")[2]
    assert (there in table, gone in table) == (True, False)


def test_an_empty_list_says_what_to_do(office: Office) -> None:
    assert "查看全部" in text_of(office.get(on="2020-01-01"))
    assert "回到第一页" in text_of(office.get(page="9"))


@pytest.mark.parametrize("query", [{"on": "gestern"}, {"page": "x"}])
def test_a_link_that_cannot_be_read(office: Office, query: dict[str, str]) -> None:
    assert office.get(**query).status_code == 400


def test_the_list_asks_few_questions(office: Office, django_assert_max_num_queries) -> None:
    office.get()
    with django_assert_max_num_queries(16):
        office.get()


def test_one_is_opened_and_the_plans_numbers_are_told(office: Office) -> None:
    page = office.get("new/", kind=c.KIND)
    assert page.status_code == 200
    answer = office.post("new/", UNIT)
    told = text_of(office.desk.as_("office").get(answer["Location"]))
    assert ("少于方案要求的2个" in told, "市妇联—元坝村" in told) == (True, True)
    assert (c.FL, c.YUANBA) in office.held()


def test_the_same_form_sent_twice_opens_one(office: Office) -> None:
    given = {**UNIT, "id": form_of(office.get("new/"))["id"]}
    first, again = office.post("new/", given), office.post("new/", given)
    assert first["Location"] == again["Location"]
    rows = pairings_at(c.BOOK, head_of(c.BOOK).seq)
    assert [row.place for row in rows].count(c.YUANBA) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": ""}, "没有写明起始日期"),
        ({"actor.organization.0": ""}, "没有写明由谁结对"),
        ({"place": "440981999999"}, "该日没有这个地方"),
        ({"actor.organization.0": "org:none"}, "名录中没有"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    office: Office, changes: dict[str, str], said: str
) -> None:
    seq = head_of(c.BOOK).seq
    answer = office.post("new/", {**UNIT, **changes})
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert head_of(c.BOOK).seq == seq


def test_a_bundle_is_opened_with_households_by_number_only(office: Office) -> None:
    office.post("new/", {**BUNDLE, "households": "001—003"})
    row = next(r for r in pairings_at(c.BOOK, head_of(c.BOOK).seq) if r.subjects)
    assert row.actors == (("person:zx", "unit-member"), ("person:swb", "village-member"))
    assert row.subjects == ("household:bq-001", f"household:{c.BAIQIAO}-002",
                            f"household:{c.BAIQIAO}-003")  # fmt: skip
    labels = Household.objects.filter(place=c.BAIQIAO).values_list("label", flat=True)
    assert {"002", "003"} <= set(labels)


@pytest.mark.parametrize("written", ["三户人家", "", "1-999"])
def test_a_bundle_takes_no_names(office: Office, written: str) -> None:
    before = Household.objects.count()
    answer = office.post("new/", {**BUNDLE, "households": written})
    assert (answer.status_code, "户" in text_of(answer)) == (422, True)
    assert Household.objects.count() == before


def test_ending_needs_a_day_and_a_reason(office: Office) -> None:
    key = str(office.desk.crew.pairings["lyj"])
    for given in ({"until": "", "reason": "撤出"}, {"until": "2025-04-01", "reason": " "},
                  {"until": "2020-01-01", "reason": "撤出"}):  # fmt: skip
        assert office.post(f"{key}/", given).status_code == 422
    page = text_of(office.get(f"{key}/"))
    assert "结束后该村没有结对方" in page
    office.post(f"{key}/", {"until": "2025-04-01", "reason": "机构改革"})
    told = office.get(f"{key}/").content.decode()
    assert ("机构改革" in told, 'name="until"' in told) == (True, False)


def test_history_says_where_a_unit_was_before(office: Office) -> None:
    key = str(office.desk.crew.pairings["lyj"])
    office.post(f"{key}/", {"until": "2025-03-01", "reason": "调整"})
    answer = office.post("new/", {**UNIT, "actor.organization.0": c.LYJ})
    assert "此前： 曹江镇荷垌村" in text_of(office.desk.as_("office").get(answer["Location"]))


def test_a_view_of_the_past_writes_nothing(office: Office) -> None:
    seq = head_of(c.BOOK).seq
    answer = office.desk.as_("office").post("/manage/pairings/new/?as_of=2025-01-01", UNIT)
    assert (answer.status_code, head_of(c.BOOK).seq) == (409, seq)


def test_without_a_plan_the_page_says_to_begin_there(office: Office) -> None:
    office.who = "neighbour"
    for path in ("", "new/", "import/", "reassign/", "sheet.xlsx"):
        assert "还没有建立台账" in text_of(office.get(path))


def test_the_day_of_the_list_is_the_viewers(office: Office) -> None:
    assert date(2025, 3, 12).isoformat() in office.get().content.decode()
