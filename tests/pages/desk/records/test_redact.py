"""依法删减 in two steps: what goes is shown first, with reason and basis, and only then it goes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.pages.desk import uploads
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify

WORDS = "看望困难党员并留下联系方式"
GIVEN = {"reason": "本人要求删除", "basis": "个人信息保护法第四十七条"}


@pytest.fixture
def record(desk: Desk) -> Record:
    return desk.write(text=WORDS)


def text(answer: Any) -> str:
    page = Page(answer.content.decode())
    assert page.breaches == []
    assert page.unbalanced == []
    assert page.nameless == []
    return page.text


def post(desk: Desk, record: Record, who: str = "office", **given: str) -> Any:
    return desk.as_(who).post(f"/ledger/{record.id}/redact/", GIVEN | given, follow=True)


def words_of(record: Record) -> str:
    return said(Record.objects.select_related("body").get(pk=record.id).body).text


def test_the_first_step_shows_what_goes_and_erases_nothing(desk: Desk, record: Record) -> None:
    assert WORDS in text(desk.get("office", f"{record.id}/redact/"))
    answer = post(desk, record)
    assert "删去以后不能恢复" in text(answer)
    assert "个人信息保护法第四十七条" in text(answer)
    assert words_of(record) == WORDS


def test_the_second_step_erases_for_good_and_figures_stay(desk: Desk, record: Record) -> None:
    answer = post(desk, record, confirmed="1")
    page = text(answer)
    assert "已依法删减" in page
    assert WORDS not in page
    assert "参加人次 30多人次" in page
    assert "本人要求删除；依据：个人信息保护法第四十七条" in page
    assert words_of(record) == ""
    assert verify(c.BOOK).sound


def test_a_file_somebody_sent_does_not_outlive_what_is_erased(desk: Desk, record: Record) -> None:
    clerk = desk.crew.account("office")
    name = uploads.keep(clerk, WORDS.encode(), now=desk.crew.at.timestamp())
    post(desk, record)
    assert uploads.fetch(clerk, name) == WORDS.encode()
    post(desk, record, confirmed="1")
    assert uploads.fetch(clerk, name) is None


@pytest.mark.parametrize("name", ["reason", "basis"])
def test_reason_and_basis_are_both_asked_for(desk: Desk, record: Record, name: str) -> None:
    answer = post(desk, record, **{name: " ", "confirmed": "1"})
    assert answer.status_code == 422
    assert "还没有删减任何内容" in text(answer)
    assert words_of(record) == WORDS


def test_too_long_a_reason_is_said_before_anything_goes(desk: Desk, record: Record) -> None:
    answer = post(desk, record, reason="长" * 199, confirmed="1")
    assert answer.status_code == 422
    assert "缩短到200字以内" in text(answer)
    assert words_of(record) == WORDS


def test_what_is_erased_has_no_page_any_more(desk: Desk, record: Record) -> None:
    post(desk, record, confirmed="1")
    assert desk.get("office", f"{record.id}/redact/").status_code == 404
    assert "依法删减文字" not in text(desk.get("office", f"{record.id}/"))


def test_nobody_but_the_office_finds_it(desk: Desk, record: Record) -> None:
    for who in ("swb", "village", "supervisor", "auditor", "neighbour"):
        assert desk.get(who, f"{record.id}/redact/").status_code == 404
        assert post(desk, record, who, confirmed="1").status_code == 404
    assert "依法删减文字" not in text(desk.get("swb", f"{record.id}/"))
    assert words_of(record) == WORDS


def test_nothing_is_erased_from_a_view_of_the_past(desk: Desk, record: Record) -> None:
    path = f"/ledger/{record.id}/redact/?as_of=2025-03-11"
    assert desk.as_("office").get(path).status_code == 409
    assert desk.as_("office").post(path, {**GIVEN, "confirmed": "1"}).status_code == 409
    assert words_of(record) == WORDS


def test_what_the_system_wrote_is_not_erased(desk: Desk) -> None:
    edition = Record.objects.get(kind="edition-in-force")
    assert desk.get("office", f"{edition.id}/redact/").status_code == 404


def test_to_what_is_erased_nothing_is_added(desk: Desk, record: Record) -> None:
    """Neither offered nor taken from a form that stood open."""
    assert "添加照片或附件" in text(desk.get("swb", f"{record.id}/"))
    post(desk, record, confirmed="1")
    assert "添加照片或附件" not in text(desk.get("swb", f"{record.id}/"))
    answer = desk.as_("swb").post(f"/ledger/{record.id}/files/add/", {}, follow=True)
    assert "请先更正这条记录，再添加到新的一版" in text(answer)
