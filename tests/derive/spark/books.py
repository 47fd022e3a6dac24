"""Readers of synthetic books: made when asked for, or out of a lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tests.derive.synth.told import table_of
from tongxing.derive.cutting import cut_book
from tongxing.derive.keys import editions_key
from tongxing.derive.keys import full_key
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import made
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import shares
from tongxing.rules.standing.tables import Book


@dataclass(frozen=True)
class Books:
    """A reader of books made when asked for; `torn` are those that cannot be read."""

    asked: Asked
    torn: frozenset[str] = frozenset()
    needs_settings: ClassVar[bool] = False

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        return [
            head_of(one, as_of) for one in self._books().values() if one.code.startswith(prefix)
        ]

    def book(self, head: Head) -> BookAt:
        if head.code in self.torn:
            raise OSError("盘坏了")
        one = self._books()[head.code]
        last = len(one.deed)
        return BookAt(
            *(one.code, one.name, last, one.head, one.facts.at(last).editions),
            cut=lambda wanted: table_of(one, frozenset(wanted)),
        )

    def _books(self) -> Mapping[str, Made]:
        every = shares(self.asked)
        return {code: made(self.asked, code, count) for code, count in every.items()}


def head_of(one: Made, as_of: date) -> Head:
    plain = {"code": one.code, "name": one.name, "seq": len(one.deed)}
    key = full_key(**plain, head=one.head, editions=editions_key(one.facts), as_of=as_of)
    return Head(**plain, hash=one.head, key=key)


@dataclass(frozen=True)
class LakeBooks:
    """The books of a lake."""

    address: str
    needs_settings: ClassVar[bool] = False

    def heads(self, prefix: str, as_of: date) -> list[Head]:
        lake = open_lake(self.address)
        return [self._head(lake, one, as_of) for one in lake.books(prefix)]

    def book(self, head: Head) -> BookAt:
        lake = open_lake(self.address)
        one = lake.book(head.code)
        return BookAt(
            *(one.code, one.name, one.seq, one.head, lake.facts(one).at(one.seq).editions),
            cut=lambda wanted: _cut(lake, one, frozenset(wanted)),
        )

    def _head(self, lake: Lake, one: LakeBook, as_of: date) -> Head:
        plain = {"code": one.code, "name": one.name, "seq": one.seq}
        editions = editions_key(lake.facts(one).at(one.seq))
        key = full_key(**plain, head=one.head, editions=editions, as_of=as_of)
        return Head(**plain, hash=one.head, key=key)


def _cut(lake: Lake, one: LakeBook, wanted: frozenset[str]) -> Book:
    read = lake.read(one, wanted)
    facts = read.facts.at(one.seq)
    return cut_book(one.code, read.chunk, read.registers, facts, rows=one.seq, wanted=wanted)
