"""The sheet an office fills in: what it is given out as, it comes back as."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest

from tests.documents.intake.gaozhou import ON
from tests.documents.intake.gaozhou import gaozhou
from tests.documents.intake.test_pairing_sheet import BUNDLES
from tests.documents.intake.test_pairing_sheet import TEAMS
from tests.documents.intake.test_pairing_sheet import UNITS
from tongxing.actions.assignment import Line
from tongxing.documents.intake.headings import table_in
from tongxing.documents.intake.pairing_sheet import Checked
from tongxing.documents.intake.pairing_sheet import Reader
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.documents.intake.reading import read_file
from tongxing.documents.pairing_paper import as_cells
from tongxing.documents.pairing_paper import blank_sheet
from tongxing.project.demo.sources import pairs
from tongxing.rules.plan.model import PairingKind

KNOWN = gaozhou()
DAY = date(2024, 7, 18)


def line(place: str, *actors: tuple[str, str], houses: Sequence[str] = ()) -> Line:
    return Line("p:k", actors, place, DAY, tuple(houses))


def read_back(kind: PairingKind, lines: Sequence[Line]) -> Checked:
    """What comes of the cells a page offers to be changed, when nothing was."""
    text = "\n".join("\t".join(row) for row in as_cells(kind, KNOWN, lines))
    (sheet,) = read_file(text.encode())
    return Reader(kind, KNOWN, ON, {}).read(table_in(sheet, wanted_columns(kind)))


def test_the_county_as_it_stands_comes_back_as_it_stands():
    lines = [line(one.village, (f"org:{one.unit}", "")) for one in pairs(2024)]
    checked = read_back(UNITS, lines)
    assert (checked.faults, checked.asked) == ((), ())
    assert {(one.place, one.actors) for one in checked.lines} == {
        (one.place, one.actors) for one in lines
    }


def test_a_village_with_two_units_takes_one_line():
    both = [one for one in pairs(2024) if one.village == pairs(2024)[0].village]
    rows = list(as_cells(UNITS, KNOWN, [line(p.village, (f"org:{p.unit}", "")) for p in both]))
    assert len(rows) == 2
    assert rows[1][2].count("、") == len(both) - 1


def test_a_team_and_its_town_come_back():
    (found,) = read_back(TEAMS, [line("440981104000", ("team:genzi", ""))]).lines
    assert (found.place, found.actors) == ("440981104000", (("team:genzi", ""),))


def test_bundles_take_a_line_each_and_come_back_with_their_households():
    place = KNOWN.villages[0][0]
    actors = (("person:unit", "unit-member"), ("person:village", "village-member"))
    lines = [line(place, *actors, houses=[f"household:{place}-00{n}"]) for n in (1, 2)]
    checked = read_back(BUNDLES, lines)
    assert checked.faults == ()
    assert [one.households for one in checked.lines] == [(f"{place}-001",), (f"{place}-002",)]


@pytest.mark.parametrize("kind", [UNITS, TEAMS, BUNDLES])
def test_the_blank_sheet_has_the_headings_a_title_and_how_to_fill_it(kind: PairingKind):
    sheets = read_file(blank_sheet(kind, "高州市结对表", ()))
    assert sheets[0].rows[0][0].text == "高州市结对表"
    table = table_in(sheets[0], wanted_columns(kind))
    assert [one.id for one in table.columns] == [one.id for one in wanted_columns(kind)]
    assert any("起始日期" in row[0].text for row in sheets[1].rows)


def test_a_name_that_looks_like_a_formula_stays_a_name():
    data = blank_sheet(UNITS, "表", [["甲镇", "乙村", "=1+1"]])
    (sheet, _) = read_file(data)
    assert sheet.rows[2][2].text == "=1+1"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
