"""Division codes: 12 digits in groups of 2+2+2+3+3, zero-filled to the right."""

from __future__ import annotations

LEVEL_DIGITS = (2, 4, 6, 9, 12)
LEVELS = ("province", "city", "county", "town", "village")
CODE_DIGITS = 12


def prefix_of(code: str) -> str:
    """A code without its trailing zero groups: everything within starts with it."""
    for digits in LEVEL_DIGITS:
        if not code[digits:].strip("0"):
            return code[:digits]
    return code


def full(prefix: str) -> str:
    """The 12-digit code of a prefix."""
    return prefix.ljust(CODE_DIGITS, "0")


def level_of(code: str) -> str:
    """The level a 12-digit code stands for, as `Place.Level` has it."""
    return LEVELS[LEVEL_DIGITS.index(len(prefix_of(code)))]


def steps_of(code: str) -> tuple[str, ...]:
    """The codes on the way from the province down to a place, itself included, each once.

    A city without counties stands for its own county: 东莞 is both 4419 and 441900.
    """
    prefix = prefix_of(code)
    steps = (full(prefix[:digits]) for digits in LEVEL_DIGITS if digits <= len(prefix))
    return tuple(dict.fromkeys(steps))


def is_code(text: str) -> bool:
    """Whether this is written as a place code is."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()
