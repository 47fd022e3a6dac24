"""Counties other installations keep, as far as the lake of the settings has them.

Several installations sync into one lake. A page adds those of the others to the books of its own
ledger: what a county comes to is then as of its last sync. A lake is looked at once a minute,
so that a page does not wait for a bucket each time it is opened; one out of reach is
not asked again within that minute, whatever place or day a page is of.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date

from django.conf import settings

from tongxing.derive.kept import Kept
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.shapes import Head

LOOKED_EVERY = 60.0  # seconds
# By the lake, the minute, the place and the day asked about; one out of reach by the former two.
_looked = Kept(256)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the lake has of a place; without a lake nothing, and no reader."""

    reader: Reader | None = None
    heads: Mapping[str, Head] = field(default_factory=dict)  # by the code of the book
    made_up: bool = False  # whether the lake was made by `tongxing synth`
    trouble: str = ""  # why it cannot be read


def elsewhere(prefix: str, as_of: date, *, own: Iterable[str]) -> Elsewhere:
    """The books within a place code that the lake has and the ledger, with its `own`, has not."""
    address = str(settings.LAKE)
    if "://" not in address and not os.path.isdir(address):  # noqa: PTH112  never raises
        return Elsewhere()
    minute = int(time.monotonic() // LOOKED_EVERY)
    away = (address, minute)
    found = _looked.peek(away) or _looked.get(
        (*away, prefix, as_of), lambda: _look(address, prefix, as_of, away)
    )
    ours = frozenset(own)
    return replace(found, heads={k: one for k, one in found.heads.items() if k not in ours})


def forget() -> None:
    """Look at the lake anew with the next question."""
    _looked.clear()


def _look(address: str, prefix: str, as_of: date, away: tuple[str, int]) -> Elsewhere:
    # Late: what reads Parquet takes a third of a second and 40 MB, which few servers need.
    from tongxing.derive.lake.configured import lake_access
    from tongxing.derive.lake.manifest import read_identity
    from tongxing.derive.lake.storage import storage_at
    from tongxing.derive.lake.sync import ORIGIN
    from tongxing.derive.rollups.lake import LakeBooks

    access = lake_access(hurried=True)
    try:
        identity = read_identity(storage_at(address, access))
        if identity is None:
            return Elsewhere()
        reader = LakeBooks(address, access)
        heads = {one.code: one for one in reader.heads(prefix, as_of)}
    except OutOfReach as problem:
        found = Elsewhere(trouble=problem.say())
        if "://" in address:  # a folder answers at once, and may be closed in part
            _looked.put(away, found)
        return found
    except LakeTrouble as problem:
        return Elsewhere(trouble=problem.say())
    return Elsewhere(reader, heads, identity.origin != ORIGIN)
