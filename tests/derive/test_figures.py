"""用在哪里, and what a viewer may open of a figure."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.derive.boards.acted import PLAN
from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive.boards import NotInView
from tongxing.derive.figures import figure_behind
from tongxing.derive.figures import used_in
from tongxing.derive.traces import Trace


def trace(county: County, **changes: object) -> Trace:
    given = {"plan": PLAN, "duty": "labour-day", "pairing": county.key("swb"), "period": "2025-01"}
    return Trace(c.BOOK, county.today, **given | changes)  # type: ignore[arg-type]


def test_a_cell_opens_its_records_and_says_which_came_late(county: County) -> None:
    act(county)
    behind = figure_behind(county.scope("swb"), trace(county))
    assert behind.title == "组织一次集中劳动 2025年1月"
    assert [one.happened for one in behind.records] == [date(2025, 1, 8), date(2025, 2, 3)]
    assert behind.late == {behind.records[1].id}
    assert behind.pairing is not None
    assert behind.pairing.title == "市委办—柏桥村"
    assert behind.records[0].values == (("参加人次", "30多人次"),)


def test_what_an_indicator_is_made_of_is_read_page_by_page(county: County) -> None:
    act(county)
    helped = trace(county, duty="", pairing="", period="", indicator="bought", place=c.COUNTY)
    scope = county.scope("office")
    whole = figure_behind(scope, helped)
    assert (whole.page, whole.pages, whole.count) == (1, 1, len(whole.records))
    assert whole.count > 1
    paged = [figure_behind(scope, helped, page=n, most=1) for n in (1, 2, 99)]
    assert [one.records for one in paged] == [
        whole.records[:1], whole.records[1:2], whole.records[-1:],
    ]  # fmt: skip
    for one in paged:
        assert (one.said, one.count, one.pages) == (whole.said, whole.count, whole.count)
    assert paged[-1].page == whole.count


def test_a_figure_is_opened_as_of_its_own_day(county: County) -> None:
    act(county)
    early = Trace(c.BOOK, date(2025, 1, 31), plan=PLAN, duty="labour-day",
                  pairing=county.key("swb"), period="2025-01")  # fmt: skip
    assert len(figure_behind(county.scope("swb"), early).records) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"duty": "dancing"},
        {"period": "2031-01"},
        {"duty": "", "plan": "", "period": "某月"},
        {"pairing": "x"},
        {"indicator": "likes", "pairing": "", "place": c.BAIQIAO},
    ],
)
def test_a_trace_to_nothing_is_not_in_view(county: County, changes: dict[str, str]) -> None:
    with pytest.raises(NotInView):
        figure_behind(county.scope("office"), trace(county, **changes))


def test_a_foreign_pairing_is_not_opened(county: County) -> None:
    with pytest.raises(NotInView):
        figure_behind(county.scope("swb"), trace(county, pairing=county.key("lyj")))


def test_where_a_record_counts(county: County) -> None:
    act(county)
    record = county.bought("2万元", happened=date(2025, 3, 11))
    found = used_in(county.scope("swb"), record.id, as_of=county.today)
    (cell,) = found.cells
    assert (cell.duty.title, cell.period_title) == ("采购农产品", "2025年第1季度")
    assert not cell.late
    assert [one.title for one in found.figures] == ["消费帮扶金额"]
    opened = figure_behind(county.scope("swb"), cell.trace)
    assert record.id in {one.id for one in opened.records}
    opened = figure_behind(county.scope("swb"), found.figures[0].trace)
    assert record.id in {one.id for one in opened.records}


def test_a_record_that_counts_nowhere_says_so(county: County) -> None:
    record = county.write(kind="honour", values={"name": "先进集体", "level": "city"})
    assert used_in(county.scope("swb"), record.id, as_of=county.today).cells == ()


def test_a_corrected_record_counts_no_more(county: County) -> None:
    record = county.bought("2万元")
    county.correct(record)
    found = used_in(county.scope("swb"), record.id, as_of=county.today)
    assert (found.cells, found.figures) == ((), ())


def test_a_record_out_of_view_or_of_nobody_looks_the_same(county: County) -> None:
    record = county.write("lyj")
    for viewer, id_ in (("swb", record.id), ("office", uuid4())):
        with pytest.raises(NotInView):
            used_in(county.scope(viewer), id_, as_of=county.today)


def test_a_record_not_yet_known_is_not_in_view(county: County) -> None:
    record = county.write(later=10)
    with pytest.raises(NotInView):
        used_in(county.scope("office"), record.id, as_of=county.today, known_at=county.at)
