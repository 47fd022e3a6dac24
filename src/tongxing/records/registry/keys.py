"""Keys of new entries: readable in a ledger, never telling a person's name, never re-used."""

from __future__ import annotations

from collections.abc import Collection

from tongxing.records.registry.initials import initials_of

LONGEST = 40


def key_of(county: str, name: str, taken: Collection[str]) -> str:
    """A key such as "440981-gzslyj" from a county's six digits and the letters of a name."""
    letters = next(iter(initials_of(name)), "x")
    stem = f"{county[:6]}-{letters[:LONGEST]}"
    return numbered(stem, taken) if stem in taken else stem


def numbered(stem: str, taken: Collection[str]) -> str:
    """The first of "stem-2", "stem-3" … that is free."""
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
