"""The places that come with Tongxing, read from package data one province at a time."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tongxing.records.registry.codes import level_of

ENDING = ".xz"


class NotShippedError(LookupError):
    """No province of this code comes with this release."""


class ShippedPlace(NamedTuple):
    """One place of the shipped code set; `level` is a value of `Place.Level`."""

    code: str  # 12 digits
    name: str
    level: str


@cache
def shipped_provinces() -> tuple[str, ...]:
    """The two digits of every shipped province, ascending."""
    entries = files("tongxing.catalogue").joinpath("places").iterdir()
    return tuple(
        sorted(one.name.removesuffix(ENDING) for one in entries if one.name.endswith(ENDING))
    )


def shipped_places(province: str) -> Iterator[ShippedPlace]:
    """All places of a province (two digits), ascending by code; NotShippedError otherwise.

    Reads this province's file only.
    """
    if province not in shipped_provinces():
        raise NotShippedError(province)
    entry = files("tongxing.catalogue").joinpath("places", f"{province}{ENDING}")
    number = 0
    for line in lzma.decompress(entry.read_bytes()).decode().split("\n"):
        step, apart, name = line.partition("\t")
        number += int(step) if apart else 1
        code = str(number)
        yield ShippedPlace(code, name if apart else step, level_of(code))
