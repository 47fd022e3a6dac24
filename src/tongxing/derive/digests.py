"""Ids and hashes of a book's records, packed: as texts they would be most of a book in memory."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from threading import Lock

ID, HASH = 16, 32  # bytes


@dataclass(frozen=True, slots=True)
class Hexes:
    """Digests of one width, each told in hex."""

    data: bytes | memoryview
    width: int  # bytes

    @classmethod
    def of(cls, texts: Iterable[str], width: int) -> Hexes:
        """Packed; raises ValueError for what is no hex."""
        return cls(bytes.fromhex("".join(texts)), width)

    def __len__(self) -> int:
        return len(self.data) // self.width

    def __getitem__(self, row: int) -> str:
        at = range(len(self))[row] * self.width
        return self.data[at : at + self.width].hex()

    def __iter__(self) -> Iterator[str]:
        text, step = self.data.hex(), 2 * self.width
        return (text[at : at + step] for at in range(0, len(text), step))

    def __add__(self, later: Hexes) -> Hexes:
        return Hexes(b"".join((self.data, later.data)), self.width)


NO_IDS, NO_HASHES = Hexes(b"", ID), Hexes(b"", HASH)


@dataclass(slots=True)
class RowOf:
    """Which row a record stands in, by its id in hex.

    Ids are met a stretch at a time and looked at when somebody asks: for most pages nobody does.
    """

    _known: dict[str, int] = field(default_factory=dict)
    _met: list[tuple[int, Iterable[str]]] = field(default_factory=list)
    _guard: Lock = field(default_factory=Lock)

    def meet(self, first: int, ids: Iterable[str]) -> None:
        """Records that stand one after the other from row `first` on."""
        with self._guard:
            self._met.append((first, ids))

    def get(self, id_: str) -> int | None:
        """The row, None when no such record was met."""
        if self._met:
            with self._guard:
                for first, ids in self._met:
                    self._known.update((one, row) for row, one in enumerate(ids, first))
                self._met.clear()
        return self._known.get(id_)
