"""What is printed reads back as what it was: the law of this room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rules.quantities.figures import fields
from tests.rules.quantities.figures import numbers_with_marks
from tests.rules.quantities.figures import quantities
from tests.rules.quantities.figures import texts_like_figures
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import QuantityError
from tongxing.rules.quantities import parse
from tongxing.rules.quantities import say

typed = st.one_of(numbers_with_marks, texts_like_figures)


def again(quantity: Quantity) -> Quantity:
    return parse(say(quantity), type=quantity.type, unit=quantity.unit)


@given(quantities())
def test_every_figure_reads_back_from_how_it_is_printed(quantity):
    assert again(quantity) == quantity


@given(text=typed, field=fields)
def test_whatever_can_be_typed_survives_printing(text, field):
    reads_back(text, field)


@pytest.mark.full
@settings(max_examples=5_000)
@given(text=typed, field=fields)
def test_whatever_can_be_typed_survives_printing_at_length(text, field):
    reads_back(text, field)


def reads_back(text: str, field: tuple[str, str]) -> None:
    type_, unit = field
    try:
        found = parse(text, type=type_, unit=unit)
    except QuantityError:
        return
    assert again(found) == found


@given(quantities())
def test_printing_twice_prints_the_same(quantity):
    assert say(again(quantity)) == say(quantity)


@given(quantities())
def test_full_width_digits_read_as_the_plain_ones(quantity):
    wide = say(quantity).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert parse(wide, type=quantity.type, unit=quantity.unit) == quantity


@given(quantities())
def test_spaces_around_a_figure_say_nothing(quantity):
    text = f" 　{say(quantity)}\t"
    assert parse(text, type=quantity.type, unit=quantity.unit) == quantity
