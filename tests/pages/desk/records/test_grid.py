"""成批录入: many rows at once, one bad row never holding up the others."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c
from tongxing.pages.desk.records.grid import how_many
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import doers_of


def written() -> list[Record]:
    return list(Record.objects.filter(kind="labour-day").order_by("seq"))


def grid(desk: Desk, *rows: dict[str, str], **more: Any) -> dict[str, Any]:
    """A grid of labour days as its form sends it."""
    sent: dict[str, Any] = {"kind": "labour-day", "rows": str(len(rows)), **more}
    for number, row in enumerate(rows):
        full = {"id": str(new_id(desk.pass_time())), "happened": "2025-03-11", **row}
        sent |= {f"r{number}.{name}": value for name, value in full.items()}
    return sent


def test_the_grid_offers_the_pairings_one_may_write_for(desk: Desk) -> None:
    unit = desk.get("swb", "new/grid/").content.decode()
    office = desk.get("office", "new/grid/", rows="16").content.decode()

    assert "柏桥村 — 市委办" in unit
    assert "荷垌村" not in unit
    assert "荷垌村 — 市林业局" in office
    assert office.count('.pairing"') == 16


def test_every_row_becomes_a_record_and_empty_ones_do_not(desk: Desk) -> None:
    rows = (
        {"pairing": desk_key(desk, "swb"), "f.people": "26", "text": "清理村道"},
        {},
        {"pairing": desk_key(desk, "lyj"), "f.people": "30余", "leader": "1"},
    )

    answer = desk.post("office", "new/grid/", **grid(desk, *rows))

    assert answer["Location"] == "/ledger/"
    first, second = written()
    assert (first.place, second.place) == (c.BAIQIAO, c.HETONG)
    assert [(d.who, d.role) for d in doers_of(second)] == [(c.LYJ, "leader")]


def desk_key(desk: Desk, name: str) -> str:
    return str(desk.crew.pairings[name])


def test_a_row_written_before_and_changed_since_can_be_saved_as_another(desk: Desk) -> None:
    row = {"pairing": desk_key(desk, "swb"), "f.people": "26", "id": str(new_id(desk.pass_time()))}
    desk.post("office", "new/grid/", **grid(desk, row))
    (first,) = written()
    other = {**row, "happened": "2025-02-03"}

    asked = desk.post("office", "new/grid/", **grid(desk, other)).content.decode()
    (fresh,) = re.findall(r'name="r0.id" value="([^"]+)"', asked)
    again = grid(desk, {**other, "id": fresh}, anyway="1")
    answer = desk.post("office", "new/grid/", **again)

    assert f'href="/ledger/{first.id}/"' in asked
    assert "编号" not in asked
    assert answer["Location"] == "/ledger/"
    assert len(written()) == 2


@pytest.mark.parametrize("path", ["new/grid/", "new/"])
def test_a_browser_cuts_nothing_that_is_pasted_into_a_record(desk: Desk, path: str) -> None:
    """What is too long comes back whole, with how long it may be."""
    for kind in ("labour-day", "purchase"):  # one with a field of free text
        page = desk.get("office", path, kind=kind).content.decode()
        typed = re.findall(r'<(?:input|textarea)[^>]* name="(?:r0\.)?(?:f\.\w+|text)"[^>]*>', page)
        assert typed
        assert not any("maxlength" in one for one in typed)
    long = {"pairing": desk_key(desk, "swb"), "f.people": "26", "text": "清" * 4001}
    said = desk.post("office", "new/grid/", **grid(desk, long)).content.decode()
    assert "说明过长（4001字）。请缩短到4000字以内" in said
    assert "清" * 4001 in said


def test_a_bad_row_stays_in_the_form_and_the_others_are_written(desk: Desk) -> None:
    rows = (
        {"pairing": desk_key(desk, "swb"), "f.people": "26"},
        {"pairing": desk_key(desk, "zx"), "f.people": "许多"},
        {"pairing": "", "f.people": "12"},
        {"pairing": desk_key(desk, "lyj"), "f.people": "5", "happened": "2025-12-31"},
    )

    answer = desk.post("office", "new/grid/", **grid(desk, *rows))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert len(written()) == 1
    assert "已记入台账1条" in page
    assert "有3行需要修改" in page
    assert "许多" in page
    assert "请选择村和单位" in page
    assert "还没有到" in page


def test_sending_the_grid_twice_writes_once(desk: Desk) -> None:
    sent = grid(desk, {"pairing": desk_key(desk, "swb"), "f.people": "26"})

    desk.post("swb", "new/grid/", **sent)
    desk.post("swb", "new/grid/", **sent)

    assert len(written()) == 1


def test_a_row_that_seems_recorded_already_is_asked_about(desk: Desk) -> None:
    desk.write("swb")
    sent = grid(desk, {"pairing": desk_key(desk, "swb"), "f.people": "26"})

    asked = desk.post("swb", "new/grid/", **sent)

    assert "好像已有同一件事" in asked.content.decode()
    assert len(written()) == 1
    assert desk.post("swb", "new/grid/", **sent, anyway="1").status_code == 302
    assert len(written()) == 2


def test_somebody_elses_pairing_cannot_be_written_for(desk: Desk) -> None:
    sent = grid(desk, {"pairing": desk_key(desk, "lyj"), "f.people": "26"})

    answer = desk.post("swb", "new/grid/", **sent)

    assert "请选择村和单位" in answer.content.decode()
    assert not written()


def test_an_empty_grid_is_shown_again(desk: Desk) -> None:
    answer = desk.post("swb", "new/grid/", **grid(desk, {}, {}))

    assert "成批录入" in answer.content.decode()
    assert not written()


def test_the_grid_asks_few_questions(desk: Desk, django_assert_max_num_queries) -> None:
    desk.get("office", "new/grid/")

    with django_assert_max_num_queries(18):
        desk.get("office", "new/grid/", rows="40")


def test_the_grid_belongs_to_writing_in_the_top_bar(desk: Desk) -> None:
    top = desk.get("office", "new/grid/").content.decode().split("</header>")[0]
    (current,) = [one for one in top.split("<li>") if 'aria-current="page"' in one]
    assert 'href="/ledger/new/"' in current


@pytest.mark.parametrize(
    ("asked", "rows"),
    [("", 8), ("0", 1), ("3", 3), ("٣", 3), ("9" * 5000, 40), ("-1", 8), ("x", 8)],
)
def test_a_grid_always_has_a_row_and_never_too_many(asked, rows):
    assert how_many(asked) == rows


def test_a_row_says_why_its_place_cannot_be_written_for(desk: Desk) -> None:
    """Registered since 2020: on an earlier day there is nothing to choose anew."""
    row = {"pairing": desk_key(desk, "swb"), "f.people": "26", "happened": "2019-12-31"}

    answer = desk.post("office", "new/grid/", **grid(desk, row))

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "该地的登记资料自2020年1月1日起" in told
    assert "请选择村和单位" not in told
    assert not written()
