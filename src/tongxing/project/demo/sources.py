"""Reading the catalogue's demo data: places, villages, units, pairings, phrases, books."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tongxing.records.registry.shipped import ShippedPlace
from tongxing.records.registry.shipped import shipped_places

CATALOGUE = files("tongxing.catalogue")
PROVINCES = ("44", "45")
# Counties whose towns are needed: the five books, and where resident teams are sent.
TOWNS_OF = (
    *("440705", "440811", "440881", "440882", "440883"),
    *("440981", "441823", "441825", "441826", "441882", "451027"),
)
VILLAGES_OF = ("440981", "440705101", "440811102", "440883103", "441825105")
WITHIN: Mapping[str, tuple[str, ...]] = {"town": TOWNS_OF, "village": VILLAGES_OF}


@dataclass(frozen=True, slots=True)
class Village:
    """One of Gaozhou's 54 key villages; `model` = listed as a model village."""

    code: str
    name: str
    town: str
    model: bool
    products: tuple[str, ...]
    named: bool  # its pairing stands in a published report


@dataclass(frozen=True, slots=True)
class Unit:
    """One of Gaozhou's 108 units; `key` is the KEY of `org:KEY`."""

    key: str
    name: str
    short: str
    sort: str
    named: bool

    @property
    def party(self) -> str:
        return f"org:{self.key}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit and the village it is paired with."""

    village: str  # 12-digit code
    unit: str  # the unit's key
    named: bool

    @property
    def key(self) -> str:
        return f"{self.village}/{self.unit}"


def _text(*path: str) -> str:
    return CATALOGUE.joinpath(*path).read_text(encoding="utf-8")


def _table(*path: str) -> list[dict[str, str]]:
    """A tab-separated file with one line of column names; lines beginning with # are notes."""
    lines = (line for line in _text(*path).splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t"))


@cache
def demo_places() -> tuple[ShippedPlace, ...]:
    """The places the demo needs, ascending by code: all down to the counties, then some."""
    return tuple(
        one
        for province in PROVINCES
        for one in shipped_places(province)
        if one.code.startswith(WITHIN.get(one.level, province))
    )


@cache
def place_name(code: str) -> str:
    """The name of a place of the demo; KeyError when it is not among them."""
    return _names()[code]


@cache
def _names() -> Mapping[str, str]:
    return {row.code: row.name for row in demo_places()}


@cache
def villages() -> tuple[Village, ...]:
    """The 54 villages, ascending by code."""
    return tuple(
        Village(
            code=row["village"],
            name=row["name"],
            town=row["town"],
            model=row["model"] == "yes",
            products=tuple(row["products"].split(",")),
            named=row["named"] == "real",
        )
        for row in _table("demo", "gaozhou", "villages.tsv")
    )


@cache
def units() -> tuple[Unit, ...]:
    """The 108 units."""
    return tuple(
        Unit(row["key"], row["name"], row["short"], row["sort"], row["named"] == "real")
        for row in _table("demo", "gaozhou", "units.tsv")
    )


@cache
def pairs(year: int) -> tuple[Pair, ...]:
    """The pairings of one round: 2023, or 2024 (re-assigned on 18 July), by village."""
    return tuple(
        Pair(row["village"], row["unit"], row["named"] == "real")
        for row in _table("demo", "gaozhou", f"pairings-{year}.tsv")
    )


@cache
def phrases() -> Mapping[str, Any]:
    """Parts of sentences, by kind of record."""
    return tomllib.loads(_text("demo", "gaozhou", "phrases.toml"))


@cache
def demo_file(*path: str) -> Mapping[str, Any]:
    """Any TOML file below `catalogue/demo`."""
    return tomllib.loads(_text("demo", *path))
