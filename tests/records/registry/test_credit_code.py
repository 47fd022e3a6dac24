"""Unified social credit codes: what is wrong is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.records.registry.credit_code import ALPHABET
from tongxing.records.registry.credit_code import check_character
from tongxing.records.registry.credit_code import fault

FIRST = "9144098100000000M"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_character_copied_wrong_is_always_found(first: str, at: int, other: str) -> None:
    code = first + check_character(first)
    assert fault(code) == ""
    wrong = code[:at] + other + code[at + 1 :]
    assert (fault(wrong) == "") == (wrong == code)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("9144", "应为18位，现为4位"),
        (FIRST + check_character(FIRST) + "0", "现为19位"),
        ("I" + FIRST[1:] + "0", "第1位“I”"),
        (FIRST[:5] + "a" + FIRST[6:] + "0", "字母须大写"),
        (FIRST[:5] + "-" + FIRST[6:] + "0", "第6位“-”不是允许的字符"),
    ],
)
def test_the_wrong_character_is_named(code: str, what: str) -> None:
    assert what in fault(code)


def test_a_wrong_check_character_says_which_it_should_be() -> None:
    right = check_character(FIRST)
    wrong = "0" if right != "0" else "1"
    assert f"应为“{right}”" in fault(FIRST + wrong)
