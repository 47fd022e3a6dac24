"""录入: what is offered, what is written, and that nothing typed is ever lost."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import said


def written() -> list[Record]:
    kinds = ("labour-day", "purchase", "visit-reception")
    return list(Record.objects.filter(kind__in=kinds).select_related("body").order_by("seq"))


def test_what_the_unit_owes_now_comes_first_with_its_place(desk: Desk) -> None:
    page = desk.get("swb", "new/").content.decode()

    assert "组织一次集中劳动" in page
    assert f"kind=labour-day&amp;place={c.BAIQIAO}" in page
    assert "2025年3月" in page
    assert "荷垌村" not in page
    assert page.index("方案要求的") < page.index("其他类别")


def test_an_overdue_period_brings_the_day_it_makes_up_for(desk: Desk) -> None:
    desk.clock[0] = desk.clock[0].replace(day=3)

    page = desk.get("swb", "new/").content.decode()

    assert "makes_up=2025-02-28" in page
    assert "3月5日前可以补做" in page


def test_nothing_owed_is_said(desk: Desk) -> None:
    desk.write("swb")
    desk.write("zx")
    values = {"amount": "8000元", "mode": "canteen"}
    desk.write("swb", kind="purchase", values=values)

    assert "目前没有到期待做的任务" in desk.get("swb", "new/").content.decode()


def test_the_form_comes_with_place_day_and_own_unit_filled_in(desk: Desk) -> None:
    page = desk.get("swb", "new/", kind="labour-day").content.decode()

    assert f'value="{c.BAIQIAO}" selected' in page
    assert 'value="2025-03-12"' in page
    assert f'name="doer" value="{c.SWB}" checked' in page
    assert f'name="doer" value="{c.ZX}">' in page
    assert "本人经办" in page
    assert 'name="f.people"' in page


def test_what_only_a_leader_can_do_comes_with_the_leader_ticked(desk: Desk) -> None:
    ticked = f'name="leader" value="{c.SWB}" checked'

    assert ticked not in desk.get("swb", "new/", kind="labour-day").content.decode()
    assert ticked in desk.get("swb", "new/", kind="labour-day", role="leader").content.decode()


def test_the_commonest_record_asks_one_field_beyond_what_is_filled_in(desk: Desk) -> None:
    page = desk.get("swb", "new/", kind="labour-day").content.decode()

    visible = page.split('<details class="mt-3"')[0].split('class="entry"')[1]
    empty = re.findall(r"<(?:input|select)[^>]* value=\"\"[^>]*required", visible)
    assert len(empty) == 1


def test_a_record_is_written_and_its_page_opens(desk: Desk) -> None:
    answer = desk.post("swb", "new/", **desk.form())

    (record,) = written()
    assert answer["Location"] == f"/ledger/{record.id}/"
    assert said(record.body).values["people"]["v"] == 26
    assert record.recorded_by == "person:swb"
    assert "已记入台账" in desk.as_("swb").get(answer["Location"]).content.decode()


def test_sending_twice_writes_once(desk: Desk) -> None:
    form = desk.form()

    first = desk.post("swb", "new/", **form)
    second = desk.post("swb", "new/", **form)

    assert first["Location"] == second["Location"]
    assert len(written()) == 1


def test_the_same_form_with_other_content_is_refused(desk: Desk) -> None:
    form = desk.form()
    desk.post("swb", "new/", **form)

    answer = desk.post("swb", "new/", **{**form, "happened": "2025-02-03", "text": "另一件事"})

    assert answer.status_code == 409
    assert "另一件事" in answer.content.decode()
    assert len(written()) == 1


def test_the_same_form_changed_can_be_saved_as_another_thing(desk: Desk) -> None:
    """Back, another day, 保存: habit. What was written is shown, and the form goes on."""
    form = desk.form()
    desk.post("swb", "new/", **form)
    (first,) = written()
    other = {**form, "happened": "2025-02-03", "text": "另一件事"}

    asked = desk.post("swb", "new/", **other).content.decode()
    (fresh,) = re.findall(r'name="id" value="([^"]+)"', asked)
    answer = desk.post("swb", "new/", **{**other, "id": fresh, "anyway": "1"})

    assert f'href="/ledger/{first.id}/"' in asked
    assert "这张表已经提交过" in asked
    assert "编号" not in asked
    assert answer.status_code == 302
    assert [said(one.body).text for one in written()] == [form["text"], "另一件事"]


def test_one_record_for_several_units_with_the_leader_there(desk: Desk) -> None:
    form = desk.form(doer=[c.SWB, c.ZX], leader=[c.ZX], person=[f"person:swb@{c.SWB}"])

    desk.post("swb", "new/", **form)

    assert [(d.who, d.role, d.of) for d in doers_of(written()[0])] == [
        ("person:swb", "", c.SWB),
        (c.ZX, "leader", ""),
    ]


def test_the_village_writes_for_the_units_that_help_it(desk: Desk) -> None:
    page = desk.get("village", "new/", kind="visit-reception").content.decode()
    assert f'name="doer" value="{c.ZX}"' in page

    form = desk.form(kind="visit-reception", doer=[c.ZX], leader=[c.ZX])
    answer = desk.post("village", "new/", **form)

    assert answer.status_code == 302
    assert written()[0].recorded_by == "person:village"


@pytest.mark.parametrize(
    ("changes", "said_at"),
    [
        ({"f.people": ""}, "请填写参加人次"),
        ({"f.people": "很多"}, "很多"),
        ({"happened": ""}, "请填写日期"),
        ({"happened": "2025-03-31"}, "还没有到"),
        ({"makes_up": "三月"}, "请填写日期"),
        ({"makes_up": "2025-03-12"}, "所补的日期晚于实际日期"),
        ({"doer": []}, "请至少勾选一个单位"),
        ({"place": ""}, "请选择地点"),
        ({"f.work": "sleep"}, "请从中选择"),
        ({"text": "字" * 4001}, "请缩短"),
    ],
)
def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(
    desk: Desk, changes, said_at
) -> None:
    form = desk.form(**{"f.sites": "近3处", "text": "清理村道", **changes})

    answer = desk.post("swb", "new/", **form)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert said_at in page
    assert 'aria-invalid="true"' in page
    assert "近3处" in page
    assert form["id"] in page
    assert form["text"][:100] in page
    assert not written()


def test_amounts_are_read_back_as_typed(desk: Desk) -> None:
    def read(kind: str, field: str, typed: str) -> str:
        query = {"kind": kind, "field": field, f"f.{field}": typed}
        return desk.get("swb", "new/readback/", **query).content.decode()

    assert "读作 70多万元" in read("purchase", "amount", "70多万")
    assert "读作 562人次" in read("labour-day", "people", "562")
    assert "text-danger" in read("purchase", "amount", "不少")
    assert not read("purchase", "amount", " ").strip()


def test_a_row_of_the_grid_is_read_back_too(desk: Desk) -> None:
    query = {"kind": "labour-day", "field": "people", "r3.f.people": "30余"}

    assert "读作 30余人次" in desk.get("swb", "new/readback/", **query).content.decode()


@pytest.mark.parametrize(
    "query", [{"kind": "nothing"}, {"kind": "labour-day", "field": "work"}, {"kind": "labour-day"}]
)
def test_only_amounts_are_read_back(desk: Desk, query) -> None:
    assert desk.get("swb", "new/readback/", **query).status_code == 400


def test_a_readable_amount_is_read_back_beside_another_error(desk: Desk) -> None:
    page = desk.post("swb", "new/", **desk.form(**{"f.people": "近100", "doer": []}))

    assert "读作" in page.content.decode()


def test_the_same_thing_again_is_asked_about_first(desk: Desk) -> None:
    desk.post("swb", "new/", **desk.form())

    again = desk.form(happened="2025-03-12")
    asked = desk.post("swb", "new/", **again)

    assert asked.status_code == 422
    assert "好像已经有同一件事" in asked.content.decode()
    assert len(written()) == 1
    assert desk.post("swb", "new/", **again, anyway="1").status_code == 302
    assert len(written()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"happened": "2025-03-08"},
        {"kind": "visit-reception"},
        {"doer": [c.ZX]},
    ],
)
def test_another_day_kind_or_unit_is_another_thing(desk: Desk, changes) -> None:
    desk.post("swb", "new/", **desk.form())

    name = "zx" if "doer" in changes else "swb"
    assert desk.post(name, "new/", **desk.form(**changes)).status_code == 302


def test_units_follow_the_place_that_is_chosen(desk: Desk) -> None:
    query = {"kind": "labour-day", "place": c.HETONG, "happened": "2025-03-11"}

    part = desk.get("office", "new/doers/", **query).content.decode()

    assert f'name="doer" value="{c.LYJ}" checked' in part
    assert c.SWB not in part
    assert "<html" not in part


def test_without_scripts_a_button_brings_the_units_and_keeps_what_was_typed(desk: Desk) -> None:
    form = desk.form(place=c.HETONG, refresh="1", **{"f.people": "30余"})

    page = desk.post("office", "new/", **form).content.decode()

    assert f'name="doer" value="{c.LYJ}" checked' in page
    assert "30余" in page
    assert not written()


def test_no_place_no_units_yet(desk: Desk) -> None:
    part = desk.get("office", "new/doers/", kind="labour-day", place="").content.decode()

    assert "选好地点后" in part


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("office", 200),
        ("swb", 200),
        ("team", 200),
        ("village", 200),
        ("auditor", 403),
    ],
)
def test_who_may_open_the_forms(desk: Desk, name, status) -> None:
    for path in ("new/", "new/?kind=labour-day", "new/grid/"):
        assert desk.as_(name).get(f"/ledger/{path}").status_code == status


def test_a_unit_cannot_write_where_it_is_not_paired(desk: Desk) -> None:
    answer = desk.post("swb", "new/", **desk.form(place=c.HETONG))

    assert answer.status_code == 403
    assert "权限" in answer.content.decode()
    assert not written()


def test_a_past_view_offers_no_writing(desk: Desk) -> None:
    client = desk.as_("swb")

    assert client.get("/ledger/new/?as_of=2025-01-31").status_code == 409
    assert client.post("/ledger/new/?as_of=2025-01-31", desk.form()).status_code == 409
    assert not written()


def test_a_kind_nobody_knows_or_only_actions_write(desk: Desk) -> None:
    for kind in ("nothing", "record-withdrawn"):
        assert desk.get("swb", "new/", kind=kind).status_code == 400
        assert desk.post("swb", "new/", **desk.form(kind=kind)).status_code == 400


def test_the_form_asks_few_questions(desk: Desk, django_assert_max_num_queries) -> None:
    desk.get("office", "new/", kind="labour-day")

    with django_assert_max_num_queries(20):
        desk.get("office", "new/", kind="labour-day", place=c.BAIQIAO)
    with django_assert_max_num_queries(16):
        desk.get("office", "new/")


def test_a_late_entry_counts_and_is_marked(desk: Desk) -> None:
    answer = desk.post("swb", "new/", **desk.form(happened="2025-02-10"))

    record = written()[0]
    assert record.happened == date(2025, 2, 10)
    assert "补录" in desk.as_("swb").get(answer["Location"]).content.decode()


CHECKED = """counts = ["honour"] },
  { of = "field-check", points = 15 },
  { of = "deduction", each = -2, cap = -10, counts = ["finding"] },"""


def test_nobody_writes_down_what_they_are_scored_by(desk: Desk) -> None:
    judged = PLAN.replace("2024", "2026").replace('counts = ["honour"] },', CHECKED)
    judged = judged.replace("until = 2028", "until = 2029").replace("points = 85", "points = 70")
    judged = judged.replace("from = 2026-09-01", "from = 2028-01-01")
    put_in_force(
        acting=everything(),
        at=desk.clock[0],
        id=new_id(desk.clock[0]),
        book=c.BOOK,
        text=judged.encode(),
        examples=EXAMPLES.replace("2024-", "2028-").encode(),
    )

    assert "实地核查" not in desk.get("swb", "new/").content.decode()
    assert "督导问题" not in desk.get("swb", "new/").content.decode()
    assert desk.get("swb", "new/", kind="field-check").status_code == 400
    assert desk.get("office", "new/", kind="field-check").status_code == 200


@pytest.mark.parametrize("path", ["new/", "new/doers/"])
def test_a_form_tells_nobody_who_is_paired_elsewhere(desk: Desk, path) -> None:
    page = desk.get("swb", path, kind="labour-day", place=c.HETONG).content.decode()

    assert c.LYJ not in page
    assert c.SWB in page


def test_a_place_of_a_book_nobody_opened_is_not_in_view(desk: Desk) -> None:
    answer = desk.get("swb", "new/doers/", kind="labour-day", place="110101000000")

    assert answer.status_code == 404


def test_a_bundle_s_households_can_be_ticked(desk: Desk) -> None:
    open_pairing(
        acting=everything(),
        at=desk.pass_time(),
        id=new_id(desk.clock[0]),
        kind=c.KIND,
        actors=(Doer(c.SWB),),
        place=c.BAIQIAO,
        subjects=(c.HOUSEHOLD,),
        since=date(2025, 1, 1),
    )

    page = desk.get("swb", "new/", kind="labour-day", place=c.BAIQIAO).content.decode()
    desk.post("swb", "new/", **desk.form(about=[c.HOUSEHOLD]))

    assert "BQ-001" in page
    assert about_of(written()[0]) == (c.HOUSEHOLD,)


def test_a_place_one_comes_from_is_kept_while_a_kind_is_chosen(desk: Desk) -> None:
    page = desk.get("office", "new/", place=c.HETONG).content.decode()

    assert f"/ledger/new/?kind=visit-reception&amp;place={c.HETONG}" in page
