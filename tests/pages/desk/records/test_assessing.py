"""A supervisor at the desk: writes checks and findings, reads everything else."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.records.ledger.models import Record

TITLES = {"实地核查", "民主测评", "督导问题", "严重问题"}


def check_form(desk: Desk, **changes: object) -> dict[str, object]:
    """A field check of 市委办 in 柏桥村 as its form sends it."""
    given = desk.form(kind="field-check", text="看了三处点位", **{"f.points": "86.5"})
    del given["f.people"]
    return {**given, **changes}


def checks() -> list[Record]:
    return list(Record.objects.filter(kind="field-check"))


def offered(page: str) -> set[str]:
    return set(re.findall(r"<strong>(.*?)</strong>", page))


def test_a_supervisor_is_offered_checks_and_findings_only(desk: Desk) -> None:
    page = desk.get("supervisor", "new/").content.decode()

    assert offered(page) == TITLES
    assert "可以录入的类别" in page
    assert "目前还要做的" not in page


def test_a_unit_is_offered_none_of_them(desk: Desk) -> None:
    assert not offered(desk.get("swb", "new/").content.decode()) & TITLES


def test_the_navigation_leads_a_supervisor_to_the_form(desk: Desk) -> None:
    address = reverse("desk:ledger:new")
    for name, led in (("supervisor", True), ("office", True), ("auditor", False)):
        assert (f'href="{address}"' in desk.get(name, "").content.decode()) is led, name


def test_a_check_names_the_paired_villages_and_their_units(desk: Desk) -> None:
    page = desk.get("supervisor", "new/", kind="field-check", place=c.HETONG).content.decode()

    assert all(village in page for village in ("柏桥村", "荷垌村"))
    assert f'name="doer" value="{c.LYJ}" checked' in page


def test_a_supervisor_writes_a_check(desk: Desk) -> None:
    assert desk.post("supervisor", "new/", **check_form(desk)).status_code == 302

    (record,) = checks()
    assert (record.recorded_by, record.place) == ("person:supervisor", c.BAIQIAO)


@pytest.mark.parametrize("name", ["swb", "village", "team", "auditor"])
def test_nobody_it_is_about_writes_one(desk: Desk, name: str) -> None:
    answer = desk.post(name, "new/", **check_form(desk))

    assert answer.status_code in {400, 403, 404}
    assert not checks()


@pytest.mark.parametrize("path", ["new/?kind=labour-day", "new/grid/?kind=labour-day"])
def test_an_ordinary_form_is_not_a_supervisor_s(desk: Desk, path: str) -> None:
    answer = desk.as_("supervisor").get(f"/ledger/{path}")

    assert answer.status_code == 400
    assert "没有可以由您录入的“labour-day”" in answer.content.decode()


def test_a_supervisor_s_grid_begins_with_a_check(desk: Desk) -> None:
    page = desk.get("supervisor", "new/grid/").content.decode()

    assert "成批录入：" in page
    assert "集中劳动" not in re.sub(r"<datalist.*?</datalist>", "", page, flags=re.DOTALL)


def test_a_grid_of_checks_is_written(desk: Desk) -> None:
    row = {
        "r0.pairing": str(desk.crew.pairings["lyj"]),
        "r0.happened": "2025-03-11",
        "r0.f.points": "90",
        "r0.text": "抽查两处",
    }

    desk.post("supervisor", "new/grid/", kind="field-check", rows="1", **row)

    assert [record.place for record in checks()] == [c.HETONG]


def test_a_check_is_mended_by_assessors_and_only_read_by_the_unit(desk: Desk) -> None:
    desk.post("supervisor", "new/", **check_form(desk))
    (record,) = checks()
    correct = reverse("desk:ledger:correct", args=[record.id])
    address = reverse("desk:ledger:record", args=[record.id])
    for name, may in (("supervisor", True), ("office", True), ("swb", False), ("village", False)):
        page = desk.as_(name).get(address).content.decode()
        assert (correct in page) is may, name
        assert ("再记一条" in page) is may, name


def test_a_unit_s_record_is_only_read_by_a_supervisor(desk: Desk) -> None:
    record = desk.write("swb")
    page = desk.as_("supervisor").get(reverse("desk:ledger:record", args=[record.id]))

    text = page.content.decode()
    assert reverse("desk:ledger:correct", args=[record.id]) not in text
    assert "再记一条" not in text


def test_a_supervisor_corrects_its_own_check(desk: Desk) -> None:
    desk.post("supervisor", "new/", **check_form(desk))
    (record,) = checks()

    again = check_form(desk, text="看了四处点位", **{"f.points": "88"})
    answer = desk.as_("supervisor").post(reverse("desk:ledger:correct", args=[record.id]), again)

    assert answer.status_code == 302
    assert len(checks()) == 2


def test_a_past_view_offers_a_supervisor_no_form(desk: Desk) -> None:
    page = desk.get("supervisor", "", as_of="2025-01-31").content.decode()

    assert f'href="{reverse("desk:ledger:new")}' not in page
