"""A pack laid down from plain numbers, and opened again; no book, no database."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tongxing.derive.lake.columns import LINKS
from tongxing.derive.lake.fact_columns import NO_FACTS
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.pack import Pack
from tongxing.derive.lake.reading import Files
from tongxing.derive.lake.storage import Folder
from tongxing.derive.registers import NOTHING
from tongxing.derive.registers import PrintedRegisters

LAKE = Identity("lake-1", "synthetic")
PACK = "000001"
NOTHING_SAID: Mapping[str, Any] = dict.fromkeys(LINKS, ())


def begun(at: Path, province: str = "44", number: str = PACK) -> Pack:
    return Pack.begun(Folder(str(at)), LAKE, province, number)


def ended(pack: Pack) -> Files:
    """The pack closed and opened again as its manifest would name it."""
    origin = pack.origin
    packs = {origin.pack: pack.close()}
    return Files(pack.storage, Manifest(origin.lake, origin.province, 1, packs))


def days(first: int, count: int) -> dict[str, Any]:
    """Columns of `count` records; every number in them is another."""
    rows = np.arange(first, first + count, dtype=np.int32)
    return {
        "deed": rows,
        "happened": rows + 1000,
        "makes_up": rows + 2000,
        "received": rows + 3000,
    }


def told(*kinds: str, **more: Any) -> dict[str, Any]:
    """A row of registers of a stretch that names one deed of each kind."""
    registers = PrintedRegisters()
    for kind in kinds:
        registers.deed_of(kind, "440981104209", "[]", "[]")
    return {**NO_FACTS, **NOTHING_SAID, **registers.added(NOTHING), **more}


def read_again(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows as they come out of a lake: numbers as arrays."""
    plain = ("word_count",)
    return [{n: np.array(v, np.int32) if n in plain else v for n, v in row.items()} for row in rows]
