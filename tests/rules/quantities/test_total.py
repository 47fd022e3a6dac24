"""Sums: ≈ stays, no data is not zero, unlike figures are never added."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.rules.quantities import MeasuresDiffer
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import Total
from tongxing.rules.quantities import TypeUnknown
from tongxing.rules.quantities import UnitsDiffer
from tongxing.rules.quantities import measures
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import title_of_measure

GIVEN = Total("money", "元", "given")
PLANTED = Total("count", "株", "trees")


def money(text: str) -> Quantity:
    return parse(text, type="money")


def test_what_was_given_adds_up_and_stays_approximate():
    total = GIVEN.plus(money("70多万元"), money("5000元"))
    assert total.say() == "≈70.5万元"
    assert (total.value, total.approx, total.count) == (70_500_000, True, 2)


def test_exact_figures_give_an_exact_sum():
    assert GIVEN.plus(money("1.2亿"), money("3500万")).say() == "1.55亿元"


def test_no_data_is_not_zero():
    assert GIVEN.value is None
    assert GIVEN.say() == "无数据"
    assert GIVEN.plus(money("0元")).value == 0
    assert GIVEN.plus(money("0元")).say() == "0元"
    assert (GIVEN + GIVEN).say() == "无数据"
    assert (GIVEN + GIVEN.plus(money("0元"))).say() == "0元"


def test_a_county_is_the_sum_of_its_towns():
    one_town = GIVEN.plus(money("近30万"))
    other_town = GIVEN.plus(money("2万"), money("3万"))
    county = one_town + other_town
    assert county == GIVEN.plus(money("近30万"), money("2万"), money("3万"))
    assert county.say() == "≈35万元"


@pytest.mark.parametrize(
    ("one", "other"),
    list(permutations(["planned", "arrived", "paid", "given", "bought", "sold"], 2)),
)
def test_sums_of_different_money_are_never_added(one, other):
    left, right = (Total("money", "元", measure).plus(money("1万元")) for measure in (one, other))
    with pytest.raises(MeasuresDiffer, match="是两种口径，不能相加") as caught:
        _ = left + right
    assert title_of_measure(one) in str(caught.value)
    assert title_of_measure(other) in str(caught.value)


def test_the_refusal_names_both_measures_as_the_reader_knows_them():
    with pytest.raises(MeasuresDiffer, match="“计划金额”与“支付金额”"):
        _ = Total("money", "元", "planned") + Total("money", "元", "paid")


def test_figures_of_another_unit_are_never_added():
    with pytest.raises(UnitsDiffer, match="“株”与“户”单位不同"):
        PLANTED.plus(Quantity(3, "count", "户"))
    with pytest.raises(UnitsDiffer, match="“株”与“户”单位不同"):
        _ = PLANTED + Total("count", "户", "trees")
    with pytest.raises(UnitsDiffer, match="“株”与“number”单位不同"):
        PLANTED.plus(Quantity(3, "number", ""))


def test_money_has_one_unit_whatever_its_field_says():
    assert GIVEN.plus(Quantity(100, "money", "")) == Total("money", "万元", "given").plus(
        money("1元")
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 10**15), st.sampled_from(["", "", "多", "近"])).map(
            lambda pair: Quantity(pair[0], "money", "元", pair[1])
        ),
        max_size=8,
    ),
    st.integers(0, 8),
)
def test_sums_do_not_depend_on_where_they_are_cut(figures, cut):
    whole = GIVEN.plus(*figures)
    assert GIVEN.plus(*figures[:cut]) + GIVEN.plus(*figures[cut:]) == whole
    assert GIVEN.plus(*reversed(figures)) == whole
    assert whole.approx == any(one.approx for one in figures)
    assert whole.value == (sum(one.value for one in figures) if figures else None)


def test_the_lists_of_measures_are_closed():
    assert set(measures("money")) == {
        *("planned", "pledged", "arrived", "paid", "given", "bought", "sold", "income")
    }
    assert set(measures("count")) >= {"people", "households", "events", "trees", "days", "items"}
    assert not measures("area")
    assert not measures("number")
    with pytest.raises(TypeUnknown, match="text"):
        measures("text")


@pytest.mark.parametrize("unlawful", ["likes", "votes", "views", "shares", "minutes", "logins"])
def test_what_the_law_forbids_to_count_is_no_measure(unlawful):
    assert unlawful not in {one for type_ in ("count", "number") for one in measures(type_)}
    assert title_of_measure(unlawful) == unlawful


def test_no_measure_stands_for_two_types():
    every = [one for type_ in ("count", "money", "area", "number") for one in measures(type_)]
    assert len(every) == len(set(every))
