"""The quick way to the one written form says the same as the careful one, and refuses the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import cleaned
from tongxing.records.ledger.canonical import plainly
from tongxing.records.ledger.canonical import written

# Marks that join with letters, signs that join with marks, halves of characters, zero bytes.
odd = st.text(st.sampled_from('aé=<\u0301\u0338\u0327가\u1100\u1161荔枝1.e\0\ud800"\\\n\u212b'))
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.floats(allow_nan=False) | odd,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=12,
)


def outcome(way: Any, value: Any) -> str:
    try:
        return str(way(value))
    except NotCanonicalError as error:
        return f"refused: {error}"


@given(anything)
@settings(max_examples=150)
def test_both_ways_say_the_same(value: Any) -> None:
    assert outcome(plainly, value) == outcome(lambda one: written(cleaned(one)), value)


@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": "清理村道"},
        {"a": "1.2万元", "b": ["x"] * 20},
        "e\u0301",
        "\n\u0338",
        "荔" * 5_000,
        {"sha": "1" * 64},
        [[[[[[[[["deep"]]]]]]]]],
        2**63 - 1,
    ],
)
def test_what_is_settled_what_is_not_and_what_looks_doubtful(value: Any) -> None:
    assert plainly(value) == written(cleaned(value))


@pytest.mark.parametrize("value", [1.5, 1e300, 2**63, 2**70, "\0", "\ud800", {1: "x"}, object()])
def test_what_has_no_form_is_refused_all_the_same(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        plainly(value)


def test_marks_piled_up_are_refused_at_once() -> None:
    with pytest.raises(NotCanonicalError, match="叠加了过多符号"):
        plainly({"text": "a" + "\u0315\u0300" * 150_000})
