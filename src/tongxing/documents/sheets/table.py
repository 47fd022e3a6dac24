"""What a sheet is made of: columns, rows, and cells that may stand on a colour."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Tone(NamedTuple):
    """How a cell stands out: fill and ink as "#rrggbb"."""

    fill: str
    ink: str


class Toned(NamedTuple):
    """A text on a tone; the words say it too, colour is never alone."""

    text: str
    tone: Tone


Value = str | int | date | Toned | None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: int = 12  # characters of the usual size


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `rows` is read once, while it is written; cells are parallel to `columns`.

    `above` stands over the header, the first line as the title; `tones` are all that cells
    may stand on; `held` columns stay in view beside the header.
    """

    name: str
    above: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    tones: Sequence[Tone] = ()
    held: int = 0
    landscape: bool = True
