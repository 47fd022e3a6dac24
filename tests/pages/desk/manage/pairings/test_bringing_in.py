"""A sheet brought in: checked at its cells, mended, confirmed once, the second time nothing."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.intake.sheets import rows
from tests.documents.intake.sheets import workbook
from tests.pages.desk.manage.pairings.conftest import SHEET
from tests.pages.desk.manage.pairings.conftest import Office
from tests.pages.desk.manage.pairings.conftest import form_of
from tests.pages.desk.manage.pairings.conftest import text_of
from tests.records import cast as c
from tongxing.documents.intake.reading import read_file
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.queries import head_of
from tongxing.records.registry.models import Organization

BEFORE = {(c.SWB, c.BAIQIAO), (c.ZX, c.BAIQIAO), (c.LYJ, c.HETONG)}
NEW_SHEET = "镇\t村\t单位\n根子镇\t柏桥村\t市委办\n根子镇\t元坝村\t市政协、市妇联\n"


def test_a_check_writes_nothing(office: Office) -> None:
    seq, rows_ = head_of(c.BOOK).seq, AuditRow.objects.count()
    page = office.get(office.brings())
    assert "将新开1对、结束0对、不变3对" in text_of(page).replace(" ", "")
    assert (head_of(c.BOOK).seq, AuditRow.objects.count()) == (seq, rows_)


def test_confirmed_once_and_the_second_time_nothing_changes(office: Office) -> None:
    answer = office.confirms(office.brings())
    assert answer.status_code == 302
    assert office.held() == BEFORE | {(c.FL, c.YUANBA)}
    seq = head_of(c.BOOK).seq
    again = office.brings()
    page = office.get(again)
    assert "与现有结对关系完全一致" in text_of(page)
    assert "确认，一次办理" not in text_of(page)
    assert office.confirms(again).status_code == 422
    assert head_of(c.BOOK).seq == seq


def test_a_double_click_makes_one_change(office: Office) -> None:
    path = office.brings()
    given = {**form_of(office.get(path)), "do": "confirm", "reason": "工作方案"}
    first = office.post(path, given)
    path = office.brings()
    again = office.post(path, given)
    assert first["Location"] == again["Location"]
    assert len(office.held()) == 4


def test_each_fault_stands_at_its_cell_and_nothing_is_written(office: Office) -> None:
    path = office.brings("镇\t村\t单位\n根子镇\t柏乔\t市委办\n根子镇\t元坝村\t某某公司\n")
    page = text_of(office.get(path))
    assert ("B2" in page, "没有找到村“柏乔”" in page, "C3" in page) == (True, True, True)
    seq = head_of(c.BOOK).seq
    assert office.confirms(path).status_code == 422
    assert head_of(c.BOOK).seq == seq


def test_an_unsure_name_is_chosen_and_a_new_unit_registered_in_the_same_step(
    office: Office,
) -> None:
    path = office.brings("镇\t村\t单位\n根子镇\t元坝村\t林业局办公室、市供销社\n")
    fields = re.findall(r'id="(n\.[0-9a-f]{16})"', office.get(path).content.decode())
    assert len(fields) == 2
    answers = dict(zip(fields, (c.LYJ, "new"), strict=True))
    checked = office.post(path, {**form_of(office.get(path)), **answers, "do": "check"})
    assert "随之登记1个新单位" in text_of(checked)
    done = office.post(path, {**form_of(checked), "do": "confirm", "reason": "工作方案"})
    assert done.status_code == 302
    org = Organization.objects.get(name="市供销社")
    assert (org.home, org.sort) == (c.COUNTY, "unit")
    assert {(c.LYJ, c.YUANBA), (f"org:{org.key}", c.YUANBA)} <= office.held()


def test_columns_are_mapped_by_hand(office: Office) -> None:
    path = office.brings("甲\t乙\t丙\n根子镇\t元坝村\t市妇联\n")
    assert "没有认出这些列" in text_of(office.get(path))
    mapped = {"c.0": "town", "c.1": "place", "c.2": "actor", "head": "1"}
    given = {**form_of(office.get(path)), **mapped, "do": "check"}
    assert "将新开1对" in text_of(office.post(path, given)).replace(" ", "")


def test_a_file_with_several_sheets_is_read_from_the_one_chosen(office: Office) -> None:
    data = workbook(rows([["说明"]]), rows([line.split("\t") for line in SHEET.splitlines()]))
    file = SimpleUploadedFile("结对表.xlsx", data)
    answer = office.post("import/", {"kind": c.KIND, "since": "2025-03-12", "file": file})
    path = answer["Location"].removeprefix("/manage/pairings/")
    shown = form_of(office.get(path))
    given = {"sheet": "1", "do": "check", "kind": shown["kind"], "since": shown["since"]}
    assert "将新开1对" in text_of(office.post(path, given)).replace(" ", "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cells": " "}, "没有选择文件"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}, "损坏"),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG" + bytes(9))}, "不是表格"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 5_000_001)}, "超过5兆"),
    ],
)
def test_what_is_no_sheet_is_said_and_the_form_kept(office: Office, given, said: str) -> None:
    answer = office.post("import/", {"kind": c.KIND, "reason": "第3号文", **given})
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert "第3号文" in answer.content.decode()


def test_a_sheet_confirmed_twice_is_brought_in_once(office: Office) -> None:
    path = office.brings()
    given = {**form_of(office.get(path)), "do": "confirm", "reason": "工作方案"}
    once, again = (office.post(path, given) for _ in range(2))
    assert (again.status_code, again["Location"]) == (302, once["Location"])
    assert "没有重复写入" in text_of(office.desk.as_("office").get(again["Location"]))


def test_a_sheet_nobody_sent_is_not_there(office: Office) -> None:
    assert office.get(f"import/{'0' * 64}/").status_code == 404


def test_a_kind_nobody_has_is_told(office: Office) -> None:
    path = office.brings().partition("?")[0]
    assert "没有写明这一种类" in text_of(office.get(path, kind="x:y"))


def test_a_re_assignment_begins_with_what_runs_and_shows_who_moves_where(office: Office) -> None:
    start = office.get("reassign/").content.decode()
    assert "柏桥村\t市委办、市政协" in start or "柏桥村\t市政协、市委办" in start
    path = office.brings(NEW_SHEET, "reassign/")
    page = text_of(office.get(path))
    for said in ("→ 调整 市政协", "＋ 新增 市妇联", "－ 退出 市林业局", "曹江镇荷垌村", "不足一期"):
        assert said in page, said
    assert "没有结对方的村：曹江镇荷垌村" in page
    assert "根子镇柏桥村（结对共建）结对方1个，少于方案要求的2个" in page
    assert office.confirms(path).status_code == 302
    assert office.held() == {(c.SWB, c.BAIQIAO), (c.ZX, c.YUANBA), (c.FL, c.YUANBA)}


def test_what_moved_in_between_is_shown_again_before_anything_is_done(office: Office) -> None:
    path = office.brings(NEW_SHEET, "reassign/")
    given = {**form_of(office.get(path)), "do": "confirm", "reason": "工作方案"}
    key = str(office.desk.crew.pairings["lyj"])
    office.post(f"{key}/", {"until": "2025-03-01", "reason": "撤出"})
    seq = head_of(c.BOOK).seq
    answer = office.post(path, given)
    assert (answer.status_code, "重新核对" in text_of(answer)) == (422, True)
    assert head_of(c.BOOK).seq == seq
    assert office.confirms(path).status_code == 302


def test_a_change_without_its_reason_is_not_made(office: Office) -> None:
    answer = office.confirms(office.brings(), reason="")
    assert (answer.status_code, "请写明" in text_of(answer)) == (422, True)


def test_a_change_is_undone_from_its_own_page(office: Office) -> None:
    done = office.confirms(office.brings(NEW_SHEET, "reassign/"))
    path = done["Location"].removeprefix("/manage/pairings/")
    page = text_of(office.get(path))
    assert ("结束2对" in page, "新开2对" in page, "工作方案" in page) == (True, True, True)
    shown = office.post(path, {"since": "2025-03-12"})
    assert "恢复2对" in text_of(shown)
    back = office.post(path, {**form_of(shown), "reason": "误改"})
    assert back.status_code == 302
    assert office.held() == BEFORE
    assert "恢复2对" in text_of(office.desk.as_("office").get(back["Location"]))


def test_undoing_asks_for_a_day_and_a_reason(office: Office) -> None:
    done = office.confirms(office.brings())
    path = done["Location"].removeprefix("/manage/pairings/")
    assert office.post(path, {"since": "x"}).status_code == 422
    shown = office.post(path, {"since": "2025-03-12"})
    assert office.post(path, {**form_of(shown), "reason": ""}).status_code == 422


def test_bundles_come_by_sheet_with_new_households(office: Office) -> None:
    cells = "村\t结对单位党员\t村党员\t户编号\n柏桥村\t市政协联络员\t市委办联络员\t001—002\n"
    kind = "gaozhou-pairing:household-bundle"
    path = office.brings(cells, kind=kind)
    assert office.confirms(path).status_code == 302
    again = office.get(office.brings(cells, kind=kind))
    assert "与现有结对关系完全一致" in text_of(again)


def test_the_sheet_to_fill_in_reads_back_as_what_runs(office: Office) -> None:
    data = office.get("sheet.xlsx", kind=c.KIND, now="1").content
    (sheet, _) = read_file(data)
    assert [cell.text for cell in sheet.rows[1]] == [
        "镇（街道）", "村（社区）", "结对单位", "起始日期",
    ]  # fmt: skip
    file = SimpleUploadedFile("现行.xlsx", data)
    answer = office.post("reassign/", {"kind": c.KIND, "since": "2025-03-12", "file": file})
    page = text_of(office.desk.as_("office").get(answer["Location"]))
    assert "与现有结对关系完全一致" in page
    blank = office.get("sheet.xlsx", kind="gaozhou-pairing:household-bundle")
    assert "户编号" in [cell.text for cell in read_file(blank.content)[0].rows[1]]
    assert io.BytesIO(blank.content).read(2) == b"PK"


def test_the_check_asks_few_questions(office: Office, django_assert_max_num_queries) -> None:
    path = office.brings()
    office.get(path)
    with django_assert_max_num_queries(45):
        office.get(path)
