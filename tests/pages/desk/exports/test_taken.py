"""What people take away: exactly what they see, marked and noted, text never a formula."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import orjson
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.pages.desk.exports.matrix import MEANS
from tongxing.pages.desk.exports.matrix import TONES
from tongxing.pages.templating import LOOKS
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.queries import head_of

SECRET = "护岸四百五十六米暗号乙"
LABOUR = "gaozhou-pairing:labour-day"


def take(desk: Desk, who: str, name: str, query: str = "") -> bytes:
    answer: Any = desk.as_(who).post(f"{reverse(f'desk:exports:{name}')}{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment; filename*=utf-8''" in answer["Content-Disposition"]
    data = b"".join(answer.streaming_content)
    answer.close()
    return data


def rows(data: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python(
        skip_empty_area=False
    )  # fmt: skip


def words(data: bytes) -> str:
    return "\n".join(str(cell) for row in rows(data) for cell in row)


@pytest.fixture
def written(desk):
    """A record of 市委办 with a dangerous text, and one of 林业局 nobody else's to see."""
    desk.write(text='=HYPERLINK("http://x")', values={"people": "30"})
    desk.write("lyj", doers=(Doer(c.LYJ),), text=SECRET)
    return desk


def test_the_list_is_taken_as_it_is_filtered(written):
    everything = rows(take(written, "office", "ledger"))
    head = head_of(c.BOOK)
    assert everything[0][0] == "高州市台账"
    assert everything[1][0].startswith("高州市台账，截至2025年3月12日，算到第")
    assert everything[1][0].endswith(head.hash)
    assert everything[2][0] == "共2条，未作筛选"
    assert everything[3][:4] == ["序号", "日期", "类别", "地点"]
    assert [row[1] for row in everything[4:6]] == ["2025-03-10", "2025-03-10"]
    assert everything[4][3] == "高州市曹江镇荷垌村"
    assert everything[-1][0].startswith("由专班经办人于2025年3月12日")
    some = rows(take(written, "office", "ledger", f"?place={c.HETONG}&since=2025-03-01"))
    assert some[2][0] == "共1条，筛选：高州市曹江镇荷垌村，2025年3月1日起"
    assert SECRET in some[4]
    party = rows(take(written, "office", "ledger", f"?party={c.SWB}"))
    assert party[2][0] == "共1条，筛选：市委办"
    hidden = rows(take(written, "swb", "ledger", f"?party={c.LYJ}"))
    assert hidden[2][0] == "共0条，筛选：所选单位"


def test_text_people_typed_is_never_a_formula(written):
    data = take(written, "swb", "ledger")
    assert '=HYPERLINK("http://x")' in words(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("name", ["ledger", "matrix"])
def test_nobody_takes_what_they_do_not_see(written, name):
    for who in ("swb", "zx", "team", "village"):
        found = words(take(written, who, name))
        assert SECRET not in found
        assert "荷垌村" not in found
    assert "荷垌村" in words(take(written, "lyj", name))


def test_everything_found_is_taken_not_only_a_page(desk):
    for n in range(57):
        desk.write(text=f"第{n}次")
    found = rows(take(desk, "swb", "ledger", "?after=739321.3"))
    assert found[2][0].startswith("共57条")
    assert len({row[6] for row in found[4:61]}) == 57


def test_the_matrix_is_taken_as_it_stands(written):
    data = take(written, "office", "matrix", f"?duty={LABOUR}&year=2025")
    found = rows(data)
    assert found[0][0].startswith("高州市结对情况：")
    assert "算到第" in found[1][0]
    assert found[2][0] == "共3对，未作筛选"
    assert found[3][:4] == ["镇（街道）", "村", "结对单位", "2025年1月"]
    assert len(found[3]) == 15
    swb = next(row for row in found if row[2] == "市委办")
    assert swb[:2] == ["根子镇", "柏桥村"]
    assert swb[5] == "✓ 已完成 1"
    assert swb[3] == "× 未完成"
    total = next(row for row in found if row[0] == "完成／应完成")
    assert re.fullmatch(r"\d+/\d+", total[5])
    legend = rows(data, 1)
    assert [row[1] for row in legend[2:10]] == list(MEANS.values())
    assert not any("锁定" in said for said in MEANS.values())  # the lock makes no state, grace does


def test_the_matrix_is_narrowed_as_its_page_is(written):
    narrowed = take(written, "office", "matrix", f"?duty={LABOUR}&town={c.CAOJIANG}&state=missed")
    found = rows(narrowed)
    assert found[2][0] == "共1对，筛选：曹江镇，只列有“未完成”的"
    assert "柏桥村" not in words(narrowed)
    query = f"?duty={LABOUR}&period=2025-02&kind=gaozhou-pairing:unit-village&pairs=running"
    one = rows(take(written, "office", "matrix", query))
    assert one[2][0] == "共3对，筛选：结对共建，在续的，只看2025年2月"


def test_a_past_view_is_taken_as_it_was(written):
    found = rows(take(written, "office", "matrix", "?as_of=2025-01-05&known_at=2025-03-12T09:00"))
    assert "截至2025年1月5日，按2025年3月12日 09:00已知" in found[1][0]


def test_every_state_has_its_tone_and_its_meaning():
    assert set(TONES) == set(MEANS) == set(LOOKS)


def test_each_export_is_noted_with_its_filter(written):
    take(written, "swb", "ledger", "?q=水塘")
    take(written, "swb", "matrix", "?year=2025")
    take(written, "swb", "mine")
    noted = AuditRow.objects.filter(verb="export", who="person:swb").order_by("pk")
    assert [orjson.loads(row.detail)["what"] for row in noted] == ["ledger", "matrix", "mine"]
    assert noted[0].subject == f"book:{c.BOOK}"
    assert noted[0].place == c.BOOK
    assert "q=" in orjson.loads(noted[0].detail)["asked"]
    assert noted[2].subject == "account:swb"


@pytest.mark.parametrize("name", ["ledger", "matrix", "mine"])
def test_nothing_is_taken_by_merely_opening_an_address(desk, name):
    assert desk.as_("office").get(reverse(f"desk:exports:{name}")).status_code == 405
    assert not AuditRow.objects.filter(verb="export").exists()


def test_a_link_that_cannot_be_read_takes_nothing(desk):
    for name, query in (("ledger", "?since=昨天"), ("matrix", "?year=0")):
        answer = desk.as_("office").post(f"{reverse(f'desk:exports:{name}')}{query}")
        assert answer.status_code == 400
    assert not AuditRow.objects.filter(verb="export").exists()


@pytest.mark.parametrize(
    ("page", "name"),
    [("desk:ledger:list", "ledger"), ("desk:matrix", "matrix")],
)
def test_both_pages_offer_it_with_the_filter_they_stand_under(desk, page, name):
    html = desk.as_("swb").get(f"{reverse(page)}?as_of=2025-03-01").content.decode()
    assert f'action="{reverse(f"desk:exports:{name}")}?as_of=2025-03-01"' in html
    assert "导出表格" in html


def mine(desk: Desk, who: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(take(desk, who, "mine")))


def lines(packed: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in packed.read(name).splitlines()]


def test_ones_own_data_is_all_one_sees_and_all_that_is_held(written):
    packed = mine(written, "swb")
    assert set(packed.namelist()) == {
        "说明.txt", "我的账号.json", "我的操作.jsonl", "记录.jsonl", "记录-高州市440981.xlsx",
    }  # fmt: skip
    account = orjson.loads(packed.read("我的账号.json"))
    assert account["账号"] == "swb"
    assert account["单位"] == "中共高州市委办公室"
    assert [one["岗位"] for one in account["授权"]] == ["结对单位"]
    records = lines(packed, "记录.jsonl")
    ours = [one for one in records if one["kind"] == "labour-day"]
    assert [one["text"] for one in ours] == ['=HYPERLINK("http://x")']
    assert ours[0]["doers"] == [{"who": c.SWB, "role": "", "of": ""}]
    told = lines(packed, "我的操作.jsonl")
    assert {"append", "export"} <= {one["操作"] for one in told}
    assert "由市委办联络员于2025年3月12日" in packed.read("说明.txt").decode()


def test_ones_own_data_holds_nothing_of_others(written):
    for who in ("swb", "zx", "team", "village", "fl", "neighbour"):
        packed = mine(written, who)
        for name in packed.namelist():
            if name.endswith(".xlsx"):
                assert SECRET not in words(packed.read(name))
            else:
                assert SECRET not in packed.read(name).decode(), (who, name)
                assert "argon2" not in packed.read(name).decode()
        assert all(one["来自"] is not None for one in lines(packed, "我的操作.jsonl"))
    told = lines(mine(written, "zx"), "我的操作.jsonl")
    assert {one["操作"] for one in told} <= {"export"}


def test_ones_own_account_leads_there(desk):
    own = desk.as_("village").get(reverse("desk:me:home")).content.decode()
    assert f'href="{reverse("desk:exports:home")}"' in own


def test_the_page_says_what_is_in_it(desk):
    text = Page(desk.as_("village").get(reverse("desk:exports:home")).content.decode()).text
    assert "下载我的数据" in text
    assert "这次导出本身也会留痕" in text


def test_taking_costs_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    for n in range(12):
        desk.write(text=f"第{n}次")
    desk.get("office", "")
    for name, most in (("ledger", 30), ("matrix", 30), ("mine", 40)):
        with django_assert_max_num_queries(most):
            take(desk, "office", name)
