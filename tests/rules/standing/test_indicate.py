"""Indicators by pairing, doer and place: sums with ≈, counts, distinct, latest, ratios."""

from __future__ import annotations

import numpy as np
import pytest

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import HEDONG
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import book_of
from tests.rules.standing.told import day
from tests.rules.standing.told import pair
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import FieldTest
from tongxing.rules.plan.model import Indicator
from tongxing.rules.plan.model import Where
from tongxing.rules.standing import Book
from tongxing.rules.standing import Figures
from tongxing.rules.standing import indicate
from tongxing.rules.standing.take import take

CANTEEN = Where(fields=(FieldTest("mode", values=("canteen",)),))
BOUGHT = Indicator("bought", "消费帮扶金额", "sum", "purchase.amount")
FROM_CANTEEN = Indicator("canteen-bought", "食堂采购", "sum", "purchase.amount", where=CANTEEN)
TOTAL = Indicator("canteen-total", "食堂食材采购总额", "latest", "canteen-report.total")
SHARE = Indicator("share", "预留比例", "ratio", parts=("canteen-bought", "canteen-total"))
TIMES = Indicator("times", "采购次数", "count", "purchase")
MODES = Indicator("modes", "采购方式数", "distinct", "purchase.mode")
LED = Indicator("led", "组长带队", "count", "purchase", where=Where(by_role="leader"))
HERE = Indicator("here", "荷垌村采购次数", "count", "purchase", where=Where(place_within=HEDONG))
ALL = (SHARE, BOUGHT, FROM_CANTEEN, TOTAL, TIMES, MODES, LED, HERE)

RECORDS = [
    f"2024-01-10 purchase by={FORESTRY} amount=100 mode=canteen",
    f"2024-02-10 purchase by={FORESTRY},{MARKET} amount=50≈ mode=shop role=leader",
    f"2024-03-10 purchase by={MARKET} amount=7 mode=canteen at={LANGLIAN}",
    f"2024-03-11 purchase by={MARKET} at={LANGLIAN}",
    f"2024-04-01 canteen-report by={FORESTRY} total=400",
    f"2024-03-31 canteen-report by={FORESTRY} total=9999",
    f"2024-04-02 canteen-report by={MARKET} total=0 at={LANGLIAN}",
    f"2024-05-02 purchase by={FORESTRY} amount=1000",
    f"2024-02-11 purchase by={FORESTRY} amount=5000",
    "2024-02-12 record-withdrawn replaces=8",
]
YEAR = Span(day("2024-01-01"), day("2024-05-01"))
PAIRS = [
    pair("a", FORESTRY),
    pair("b", MARKET),
    pair("c", MARKET, targets=(LANGLIAN,), place=LANGLIAN),
]


def county() -> Book:
    return book_of(Told("county", p.plan_of(), RECORDS, "", {}, pairings=PAIRS))


def figures(group: str | int, span: Span = YEAR) -> dict[str, Figures]:
    book = county()
    counted = take(book.records, day("2024-12-31").toordinal()).effective
    return indicate(book, ALL, group=group, effective=counted, span=span)


def said(found: Figures) -> dict[int, str]:
    """key -> value, ≈ when approximate; groups without data are not there."""
    rows = zip(found.key, found.value, found.approx, found.present, strict=True)
    return {int(key): f"{value}{'≈' if approx else ''}" for key, value, approx, ok in rows if ok}


def test_each_pairing_has_the_sum_of_its_purchases_and_keeps_about() -> None:
    assert said(figures("pairing")["bought"]) == {0: "150≈", 1: "50≈", 2: "7"}


def test_a_village_counts_a_joint_purchase_once() -> None:
    assert said(figures(12)["bought"]) == {int(HEDONG): "150≈", int(LANGLIAN): "7"}
    assert said(figures(12)["times"]) == {int(HEDONG): "2", int(LANGLIAN): "2"}


def test_the_county_adds_up_its_villages() -> None:
    assert said(figures(6)["bought"]) == {440981: "157≈"}


def test_each_doer_has_what_it_took_part_in() -> None:
    book = county()
    by_name = {book.records.deeds.parties[k]: v for k, v in said(figures("doer")["bought"]).items()}
    assert by_name == {FORESTRY: "150≈", MARKET: "57≈"}


def test_a_pairing_has_what_happened_from_its_first_day_up_to_the_day_before_its_end() -> None:
    days = ("2024-02-09", "2024-02-10", "2024-02-19", "2024-02-20")
    lines = [f"{one} purchase amount={10**n}" for n, one in enumerate(days)]
    held = Told("held", p.plan_of(), lines, "", {}, since="2024-02-10", until="2024-02-20")
    everything = np.ones(4, dtype=np.bool_)
    found = indicate(book_of(held), [BOUGHT], group="pairing", effective=everything, span=YEAR)
    assert said(found["bought"]) == {0: "110"}


def test_an_open_span_takes_all_that_came_after() -> None:
    assert said(figures(6, Span(day("2024-05-01")))["bought"]) == {440981: "1000"}


def test_only_some_count_where_the_indicator_says_so() -> None:
    assert said(figures("pairing")["canteen-bought"]) == {0: "100", 2: "7"}
    assert said(figures(6)["led"]) == {440981: "1"}
    assert said(figures("pairing")["led"]) == {0: "1", 1: "1"}
    assert said(figures("pairing")["times"]) == {0: "2", 1: "1", 2: "2"}
    assert said(figures("pairing")["here"]) == {0: "2", 1: "1"}


def test_distinct_counts_each_way_of_buying_once() -> None:
    assert said(figures(6)["modes"]) == {440981: "2"}
    assert said(figures("pairing")["modes"]) == {0: "2", 1: "1", 2: "1"}


def test_the_latest_report_is_the_last_by_day_not_by_entry() -> None:
    found = figures("pairing")["canteen-total"]
    assert said(found) == {0: "400", 2: "0"}
    assert found.behind(0).tolist() == [4]


def test_of_two_reports_of_one_day_the_later_entered_holds() -> None:
    lines = [f"2024-04-01 canteen-report total={n}" for n in (3, 8, 5)]
    book = book_of(Told("reports", p.plan_of(), lines, "", {}))
    everything = np.ones(3, dtype=np.bool_)
    found = indicate(book, [TOTAL], group=6, effective=everything, span=YEAR)
    assert said(found["canteen-total"]) == {440981: "5"}


def test_a_ratio_needs_both_its_parts_and_a_whole_that_is_not_zero() -> None:
    found = figures("pairing")["share"]
    assert said(found) == {0: "100"}
    assert found.whole[0] == 400
    assert found.key.tolist() == [0, 2]
    assert found.present.tolist() == [True, False]


def test_a_ratio_is_about_when_one_part_is() -> None:
    lines = ["2024-02-01 purchase amount=10 mode=canteen", "2024-03-01 canteen-report total=40≈"]
    book = book_of(Told("about", p.plan_of(), lines, "", {}))
    everything = np.ones(2, dtype=np.bool_)
    found = indicate(book, ALL, group=6, effective=everything, span=YEAR)["share"]
    assert said(found) == {440981: "10≈"}
    assert found.behind(0).tolist() == [0, 1]


def test_behind_a_figure_stand_its_records() -> None:
    found = figures(12)["bought"]
    assert found.behind(0).tolist() == [0, 1]
    assert found.behind(1).tolist() == [2]


@pytest.mark.parametrize("group", ["pairing", "doer", 2, 6, 9])
def test_no_data_is_not_zero(group: str | int) -> None:
    book = book_of(Told("empty", p.plan_of(), ["2024-01-10 labour-day"], "", {}))
    everything = np.ones(1, dtype=np.bool_)
    found = indicate(book, ALL, group=group, effective=everything, span=YEAR)
    assert {name: said(one) for name, one in found.items()} == {one.id: {} for one in ALL}
