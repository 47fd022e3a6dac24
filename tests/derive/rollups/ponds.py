"""Lakes of a few books without any file, and how one is opened after the other."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from tongxing.derive.lake.trouble import Missing
from tongxing.derive.rollups.shapes import Head
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing.tables import Book


@dataclass
class Kept:
    """A book as a lake tells it."""

    code: str
    seq: int
    head: str
    name: str = ""
    editions: tuple[()] = ()


@dataclass
class Pond:
    """A lake of books by code; says of which one the tables were cut."""

    has: dict[str, Kept]
    cut: list[int] = field(default_factory=list)

    def books(self, prefix: str) -> list[Kept]:
        return [one for code, one in sorted(self.has.items()) if code.startswith(prefix)]

    def book(self, code: str) -> Kept:
        if code not in self.has:
            raise Missing(code)
        return self.has[code]

    def judged_rows(self, one: Kept) -> list[int]:
        return [one.seq]

    def editions(self, one: Kept, rows: Sequence[int]) -> tuple[()]:
        assert list(rows) == [one.seq]
        return one.editions

    def tables(self, one: Kept, wanted: Iterable[str], rows: Sequence[int]) -> Book:
        self.cut += rows
        return BookBuilder(one.code).build()


def kept(one: Head) -> Kept:
    return Kept(one.code, one.seq, one.hash, one.name)


Opening = Callable[..., list[Pond]]


class Opened:
    def __init__(self, first: Pond, *afresh: Pond) -> None:
        self.now, self.afresh = first, list(afresh)

    def __call__(self, *_: object) -> Pond:
        return self.now

    def cache_clear(self) -> None:
        self.now = self.afresh.pop(0)
