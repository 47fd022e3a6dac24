"""Unified social credit codes: what is wrong is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.records.registry.credit_code import ALPHABET
from tongxing.records.registry.credit_code import check_character
from tongxing.records.registry.credit_code import fault
from tongxing.records.registry.credit_code import normal

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


GOOD = "1144098100708B6135"  # its organization code has a right check character as well


@pytest.mark.parametrize(
    "typed",
    [
        "１１４４０９８１００７０８Ｂ６１３５",
        "1144098100708b6135",
        " 114409 8100 708B6135 ",
        "114409-81-00708B613-5",
    ],
)
def test_full_width_lower_case_and_blanks_are_made_plain_first(typed: str) -> None:
    assert normal(typed) == GOOD
    assert fault(normal(typed)) == ""


@pytest.mark.parametrize(("letter", "meant"), [("I", "1"), ("O", "0"), ("S", "5"), ("Z", "2")])
def test_a_forbidden_letter_says_what_it_may_have_been(letter: str, meant: str) -> None:
    wrong = f"{GOOD[:4]}{letter}{GOOD[5:]}"
    assert f"第5位“{letter}”不是允许的字符" in fault(wrong)
    assert f"此处可能是“{meant}”" in fault(wrong)


def test_a_chinese_character_in_a_code() -> None:
    assert "第18位“号”不是允许的字符（只用数字和大写字母）" in fault(f"{GOOD[:-1]}号")


def test_a_character_read_for_another_is_named_by_its_place() -> None:
    assert "第14位“8”可能应为“B”" in fault(GOOD.replace("B", "8"))


def test_two_characters_the_wrong_way_round_are_named() -> None:
    swapped = f"{GOOD[:3]}{GOOD[4]}{GOOD[3]}{GOOD[5:]}"
    assert "第4、5位可能写颠倒了" in fault(swapped)


@pytest.mark.parametrize(
    ("at", "other", "part"),
    [
        (12, "5", "第9至17位（主体标识码）中可能有一位抄错"),
        (17, "7", "第1至8位或第18位中可能有一位抄错"),
    ],
)
def test_otherwise_the_part_it_stands_in_is_named(at: int, other: str, part: str) -> None:
    assert part in fault(f"{GOOD[:at]}{other}{GOOD[at + 1 :]}")
