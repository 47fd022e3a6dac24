"""Text in one of Unicode's normal forms, in a time that grows with its length.

Marks piled upon one another are put in order in a time that grows with the square of their
number: half a megabyte of them would keep a server busy for minutes. No script piles up many.
Nothing else in the house asks Unicode for a normal form.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

FEW = 1_000  # characters that may be anything
MOST_MARKS = 30  # of one character, as in Unicode's Stream-Safe Text Format
BECOMING_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")  # no marks, but what they are made of


def normal(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """The normal form of a text; of marks piled up the first thirty stay."""
    return unicodedata.normalize(form, _within(text) if piled_up(text) else text)


def piled_up(text: str) -> bool:
    """Whether more marks follow each other than any script has, and enough to matter."""
    if len(text) <= FEW or text.isascii():
        return False
    marks = 0
    for char in text:
        marks = marks + 1 if _mark(char) else 0
        if marks > MOST_MARKS:
            return True
    return False


def _within(text: str) -> str:
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if _mark(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in BECOMING_MARKS
