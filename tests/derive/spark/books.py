"""Synthetic books handed out as a lake hands them out, without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tests.derive.synth.told import table_of
from tongxing.derive.keys import editions_key
from tongxing.derive.keys import full_key
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import made
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import shares


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
