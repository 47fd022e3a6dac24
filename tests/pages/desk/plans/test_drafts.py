"""A new edition: its faults at their lines, what it answers, a trial, and the day it begins."""

from __future__ import annotations

import re
from typing import Any

from tests.derive.plans import ASKING
from tests.derive.plans import EXAMPLES
from tests.pages.desk.plans.conftest import NEXT
from tests.pages.desk.plans.conftest import Send
from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.derive.snapshot import snapshot
from tongxing.pages.desk import uploads
from tongxing.pages.desk.plans import drafts
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Record

BROKEN = NEXT.replace('counts  = ["labour-day"]', 'counts  = ["labour-dya"]')
GIVEN = {"since": "2025-07-01", "reason": "2025年第3次工作例会纪要"}


def read(answer: Any) -> Page:
    page = Page(answer.content.decode())
    assert page.breaches == []
    assert page.unbalanced == []
    assert page.left_open == []
    assert page.nameless == []
    assert len(page.ids) == len(set(page.ids))
    return page


def address(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0])


def editions() -> list[str]:
    known = snapshot(c.BOOK)
    return [one.edition for one in known.facts.at(known.seq).editions]


def test_a_fault_stands_at_its_line_with_what_is_allowed_and_the_remedy(send: Send) -> None:
    answer = send(BROKEN)
    text = answer.content.decode()
    line = BROKEN.splitlines().index('counts  = ["labour-dya"]') + 1
    found = re.search(rf'<li class="line bad" id="p{line}">(.*?)</li>', text, re.DOTALL)
    assert found
    assert "没有记录种类“labour-dya”" in found[1]
    assert "是不是“labour-day”" in found[1]
    assert "允许：" in found[1]
    assert text.count('class="line bad"') == 1
    assert "方案文件1处错误。" in read(answer).text


def test_nothing_of_a_broken_draft_is_stored_and_it_cannot_be_put_in_force(
    desk: Desk, send: Send
) -> None:
    before = Record.objects.count(), AuditRow.objects.count()
    answer = send(BROKEN)
    assert "<button" in answer.content.decode()
    assert "/put/" not in answer.content.decode()
    tried = desk.as_("office").post(address(answer) + "put/", GIVEN)
    assert tried.status_code == 422
    assert (Record.objects.count(), AuditRow.objects.count()) == before


def test_mended_in_place_it_is_sound(desk: Desk, send: Send) -> None:
    send(BROKEN)
    typed = {"text": NEXT.replace("\n", "\r\n"), "examples": EXAMPLES.replace("\n", "\r\n")}
    answer = desk.as_("office").post("/plans/draft/", typed, follow=True)
    page = read(answer)
    assert "例子1个，全部通过" in page.text
    assert "宽限" in page.text or "9日内可补" in page.text


def test_the_text_typed_comes_back_as_it_was(send: Send) -> None:
    answer = send(BROKEN)
    (box,) = re.findall(
        r'<textarea[^>]*id="i-text"[^>]*>\n?(.*?)</textarea>', answer.content.decode(), re.DOTALL
    )
    unescaped = box.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<")
    assert unescaped.strip() == BROKEN.strip()


def test_a_failing_example_is_a_fault_of_the_examples(send: Send) -> None:
    page = read(send(NEXT, EXAMPLES.replace('"late"', '"missed"')))
    assert "例子文件1处错误" in page.text


def test_no_examples_no_force(send: Send) -> None:
    page = read(send(NEXT, ""))
    assert "没有例子" in page.text
    assert "自哪一天起施行" not in page.text


def test_no_file_at_all_is_said_at_its_field(desk: Desk) -> None:
    answer = desk.as_("office").post("/plans/draft/", {})
    assert answer.status_code == 422
    assert "请选择方案文件" in read(answer).text


def test_too_large_a_file_is_refused_before_it_is_read(send: Send) -> None:
    answer = send(b"#" * (drafts.LARGEST + 1))
    assert answer.status_code == 422
    assert "超过256KB" in read(answer).text


def test_a_long_file_shows_the_lines_around_its_faults_only(send: Send) -> None:
    answer = send(NEXT + "\n# 注" * 3000 + "\n[nonsense]\n")
    text = answer.content.decode()
    assert text.count('<li class="line') <= drafts.LINES_SHOWN
    assert 'class="gap"' in text
    assert "nonsense" in text


def test_what_a_sound_draft_answers(send: Send) -> None:
    page = read(send())
    for said in (
        "任务“组织一次集中劳动”（“五个一”第1项）：要求由",
        "没有与其他方案重复的要求",
        "每年48条记录",
        "合规说明",
        "最近的期限",
    ):
        assert said in page.text, said


def test_periods_of_a_draft_are_counted_from_the_first_edition(send: Send) -> None:
    """Every two months since September: March and April are the earlier edition's."""
    text = NEXT.replace('every = "month"', 'every = "2 months"').replace("2024-09-01", "2025-04-01")
    told = read(send(text)).text.split("最近的期限")[1]
    assert "2025年6月30日" in told
    assert "2025年5月31日" not in told


def test_tried_against_last_year(desk: Desk, send: Send) -> None:
    answer = desk.as_("office").get(address(send()) + "trial/")
    page = read(answer)
    assert answer.status_code == 200
    assert "重新认定3对结对" in page.text
    assert "提醒：草稿3对，施行中版次3对" in page.text


def test_a_trial_says_why_a_draft_asks_nobody(desk: Desk, send: Send) -> None:
    text = ASKING.replace('edition   = "2024"', 'edition   = "2025"')
    page = read(desk.as_("office").get(address(send(text)) + "trial/"))
    assert "“示范村观摩”只对village-sort为示范的要求。结对的2个地方都还没有登记" in page.text
    assert "所以试算里没有谁要做。施行后在“管理 › 地名”登记。" in page.text
    assert "/manage/attributes/" not in page.links


def test_put_in_force_from_a_day(desk: Desk, send: Send) -> None:
    where = address(send())
    answer = desk.as_("office").post(where + "put/", GIVEN, follow=True)
    page = read(answer)
    assert "自2025年7月1日起施行" in page.text
    assert "未施行" in page.text
    assert "2025年7月1日至2027年12月31日" in page.text
    assert "依据：2025年第3次工作例会纪要" in page.text
    assert "期满后5日内可补”改为“每月不少于1次，期满后9日内可补" in page.text
    assert editions() == ["2024", "2025"]


def test_day_and_paper_are_asked_for(desk: Desk, send: Send) -> None:
    where = address(send())
    for given, said in (
        ({"since": "", "reason": "纪要"}, "请填写施行日"),
        ({"since": "2025-07-01", "reason": " "}, "请写明依据的文件或会议"),
        ({"since": "明天", "reason": "纪要"}, "请填写施行日"),
        ({"since": "2031-01-01", "reason": "纪要"}, "不在方案写明的有效期内"),
    ):
        answer = desk.as_("office").post(where + "put/", given)
        assert answer.status_code == 422, given
        assert said in read(answer).text
    assert editions() == ["2024"]


def test_from_a_view_of_the_past_nothing_is_put_in_force(desk: Desk, send: Send) -> None:
    where = address(send())
    answer = desk.as_("office").post(f"{where}put/?as_of=2025-01-01", GIVEN)
    assert answer.status_code == 409
    assert editions() == ["2024"]


def test_a_draft_is_its_senders_alone(desk: Desk, send: Send) -> None:
    where = address(send())
    for who in ("swb", "supervisor", "village", "neighbour"):
        assert desk.as_(who).get(where).status_code == 404
        assert desk.as_(who).post(where + "put/", GIVEN).status_code == 404
    assert editions() == ["2024"]


def test_a_draft_a_day_old_is_gone_and_says_so(desk: Desk, send: Send) -> None:
    where = address(send())
    later = desk.clock[0].timestamp() + 2 * uploads.OLDEST
    uploads.keep(desk.crew.account("office"), b"another file", now=later)  # tidies up
    answer = desk.as_("office").get(where)
    assert answer.status_code == 404
    assert "请重新上传" in read(answer).text


def test_sent_twice_it_is_put_in_force_once(desk: Desk, send: Send) -> None:
    answer = send()
    (id_,) = re.findall(r'name="id" value="([0-9a-f-]{36})"', answer.content.decode())
    where = address(answer) + "put/"
    once, again = (desk.as_("office").post(where, {**GIVEN, "id": id_}) for _ in range(2))
    assert (again.status_code, again["Location"]) == (302, once["Location"])
    assert Record.objects.filter(kind="edition-in-force").count() == 2
