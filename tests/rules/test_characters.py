"""Normal forms: as Unicode says for every text somebody writes, and quick for any other."""

from __future__ import annotations

import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tongxing
from tongxing.records.ledger.canonical import NotCanonicalError
from tongxing.records.ledger.canonical import cleaned
from tongxing.rules.characters import BECOMING_MARKS
from tongxing.rules.characters import FEW
from tongxing.rules.characters import MOST_MARKS
from tongxing.rules.characters import normal
from tongxing.rules.characters import piled_up

MANY = 300_000
PILES = {
    "marks in turn": "a" + "\u0301\u0323" * (MANY // 2),
    "marks made of two": "\u0344\u0323" * (MANY // 2),
    "letters that become marks": "\u0f73" * MANY,
    "half-width sound marks": "\uff76" + "\uff9e\u0323" * (MANY // 2),
}


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
@given(text=st.text(max_size=40))
def test_what_is_no_pile_is_as_unicode_says(form, text):
    assert normal(text, form) == unicodedata.normalize(form, text)
    long = text + "村" * FEW
    if not piled_up(long):
        assert normal(long, form) == unicodedata.normalize(form, long)


@pytest.mark.parametrize("case", sorted(PILES))
def test_a_pile_takes_no_longer_than_its_length(case):
    """It took minutes; a hundredth of them, on the slowest of machines, shows as much."""
    begun = time.process_time()
    for form in ("NFC", "NFKC"):
        assert len(normal(PILES[case], form)) < 3 * MOST_MARKS
    assert piled_up(PILES[case])
    with pytest.raises(NotCanonicalError, match="叠加了过多符号"):
        cleaned(PILES[case])
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
def test_of_the_marks_piled_up_the_first_thirty_stay(form):
    long = "村" * FEW
    pile, stay = "a" + "\u0323" * (MOST_MARKS + 10), "a" + "\u0323" * MOST_MARKS
    assert piled_up(long + pile)
    assert normal(f"{long}{pile}{pile}b", form) == unicodedata.normalize(
        form, f"{long}{stay}{stay}b"
    )


def test_a_short_text_and_many_small_piles_are_left_alone():
    short = "a" + "\u0301" * (FEW - 1)
    assert normal(short) == unicodedata.normalize("NFC", short)
    small = ("a" + "\u0323" * MOST_MARKS) * FEW
    assert not piled_up(small)
    assert normal(small) == unicodedata.normalize("NFC", small)


def test_every_letter_that_becomes_a_mark_is_known():
    found = set()
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        if not unicodedata.combining(char) and unicodedata.decomposition(char):
            first = unicodedata.normalize("NFKD", char)[0]
            found |= {char} if unicodedata.combining(first) else set()
    assert found == BECOMING_MARKS


def test_nobody_else_asks_for_a_normal_form():
    src = Path(tongxing.__file__).parent
    asking = {
        one.relative_to(src).as_posix()
        for one in src.rglob("*.py")
        if "unicodedata.normalize(" in one.read_text(encoding="utf-8")
    }
    assert asking == {"rules/characters.py"}
