"""Whatever people type, a cell of ours is that text: no formula, no link, no broken file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.documents.intake.test_pairing_sheet import UNITS
from tongxing.documents.pairing_paper import blank_sheet
from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.documents.sheets import Tone
from tongxing.documents.sheets import Toned
from tongxing.documents.sheets import write_book
from tongxing.documents.sheets.cells import LONGEST
from tongxing.documents.sheets.cells import UNFIT

RED = Tone("#fbe1de", "#a3261d")
BEGINNINGS = (
    "",
    "=",
    "+",
    "-",
    "@",
    "{=",
    "\t=",
    "'=",
    "＝",
    "http://",
    "internal:",
    "mailto:",
    "_x000D_",
)
INSIDE = ("</t></is></c>", "]]>", "<f>1</f>", "&lt;", "&#61;1", "_x0041_", '"', "'", "\x00", "\x1b", "\ufffe",
          "\U0001f9d1‍🌾", "𠮷", "\u202e", "cmd|' /C calc'!A0")  # fmt: skip
TYPED = st.builds(
    "{}{}{}".format, st.sampled_from(BEGINNINGS), st.text(max_size=12), st.sampled_from(("", *INSIDE))
)  # fmt: skip


def book(*rows: list, above=("题",), mark="某人导出", titles=("甲", "乙", "丙")) -> bytes:
    out = io.BytesIO()
    columns = tuple(Column(one) for one in titles)
    write_book(out, (Table("台账", above, columns, rows, (RED,)),), mark=mark)
    return out.getvalue()


def cells(data: bytes) -> list[list[object]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return found.get_sheet_by_index(0).to_python(skip_empty_area=False)


def nothing_runs(data: bytes) -> bool:
    """Every part is well-formed; none holds a formula, a link, or a tie to another file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    tags = {
        re.sub("{.*}", "", one.tag) for part in parts.values() for one in ET.fromstring(part).iter()
    }
    outside = any(b'TargetMode="External"' in part for part in parts.values())
    return not outside and not tags & {"f", "hyperlink", "hyperlinks", "ddeLink", "oleLink"}


def as_kept(text: str) -> str:
    """The text without what XML has no way to write; a line ends in one manner only."""
    return re.sub("\r\n?", "\n", UNFIT.sub("", text))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(TYPED, TYPED), min_size=1, max_size=4))
@example([("=1+1", "</t></is></c><c><f>1</f></c>")])
def test_any_text_is_read_back_as_it_was_given(typed):
    data = book(*([one, Toned(two, RED), None] for one, two in typed))
    found = [[as_kept(str(cell)) for cell in row[:2]] for row in cells(data)[2:-1]]
    assert found == [[as_kept(one), as_kept(two)] for one, two in typed]
    assert nothing_runs(data)


@settings(max_examples=4, deadline=None)
@given(TYPED)
def test_titles_headings_and_the_mark_are_texts_too(typed):
    typed = as_kept(typed) or "题"
    data = book(above=(typed,), mark=typed, titles=("甲", typed))
    assert nothing_runs(data)
    assert as_kept(cells(data)[0][0]) == typed
    assert as_kept(cells(data)[-1][0]) == typed


@settings(max_examples=4, deadline=None)
@given(st.tuples(TYPED, TYPED, TYPED))
def test_the_pairing_sheet_is_made_of_texts_as_well(typed):
    typed = [as_kept(one) or "空" for one in typed]
    data = blank_sheet(UNITS, "龙游县结对表", [typed])
    assert [as_kept(one) for one in cells(data)[2][:3]] == typed
    assert nothing_runs(data)


@pytest.mark.parametrize(
    "written", ["007", "1e5", "1/2", "3-4", "2024-09-01", "12:30", "TRUE", "#N/A", "440981104209", "１２", "1,000", "inf", "NaN"]
)  # fmt: skip
def test_what_looks_like_a_number_or_a_day_stays_as_it_was_written(written):
    assert cells(book([written, Toned(written, RED), ""]))[2][:2] == [written, written]


@pytest.mark.parametrize(
    "day", [date(1900, 3, 1), date(1949, 10, 1), date(2000, 2, 29), date(2024, 12, 31), date(9999, 12, 31)]
)  # fmt: skip
def test_a_day_is_a_day(day):
    assert cells(book([day, None, "x"]))[2][0] == day


@pytest.mark.parametrize("number", [0, 1, -1, 108, 10**9, 2**53])
def test_a_number_is_a_number(number):
    (found, beside, _) = cells(book([number, str(number), "x"]))[2]
    assert (found, beside) == (number, str(number))


@pytest.mark.parametrize(
    ("letter", "many", "kept"),
    [
        pytest.param("村", LONGEST, LONGEST, id="正好"),
        pytest.param("村", LONGEST + 1, LONGEST, id="多一字"),
        pytest.param("<", LONGEST, LONGEST, id="写法更长的不提前截"),
        pytest.param("𠮷", LONGEST // 2, LONGEST - 1, id="占两位的字，正好"),
        pytest.param("𠮷", LONGEST // 2 + 1, LONGEST - 1, id="占两位的字，不截成半个"),
    ],
)
def test_a_long_text_fills_a_cell_and_says_when_it_was_cut(letter, many, kept):
    found = cells(book([letter * many, "", "x"]))[2][0]
    assert len(found.encode("utf-16-le")) // 2 == kept
    assert found.endswith("……") == (len(found.strip("…")) < many)
    assert set(found) <= {letter, "…"}


@pytest.mark.parametrize(
    "code", [*range(0x20), 0x7F, 0x85, 0x2028, 0xD800, 0xDFFF, 0xFEFF, 0xFFFE, 0xFFFF]
)
def test_a_control_character_breaks_nothing(code):
    data = book([f"前{chr(code)}后", "旁", ""])
    assert as_kept(cells(data)[2][0]) == as_kept(f"前{chr(code)}后")
    assert cells(data)[2][1] == "旁"
    assert nothing_runs(data)


def test_lines_within_a_cell_stay_lines():
    assert cells(book(["一、清路\n二、修渠", "", "x"]))[2][0] == "一、清路\n二、修渠"
