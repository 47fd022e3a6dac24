"""A difference hash of 256 bits: whether each point of a small grey grid is brighter than its left.

Copies that were recompressed, resized, brightened or date-stamped stay within `SAME`; other
pictures begin beyond `AGAIN`. It is a hint to a person, never a judgement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIDE = 16
GRID = (SIDE + 1, SIDE)  # width and height the grey picture is brought to
BYTES = SIDE * SIDE // 8
SAME = 31  # up to this many bits apart: the same picture
AGAIN = 70  # up to this many: worth a second look


def dhash(grey: NDArray[np.uint8], *, mirrored: bool = False) -> bytes:
    """32 bytes for a grey picture of 16 rows × 17 columns, as it is or seen in a mirror."""
    rows = grey[:, ::-1] if mirrored else grey
    return np.packbits(rows[:, 1:] > rows[:, :-1]).tobytes()


def distances(many: NDArray[np.uint8], one: bytes) -> NDArray[np.uint16]:
    """Bits in which each of N hashes (N × 32 bytes, contiguous) differs from `one`."""
    words = many.view(np.uint64)
    apart = np.bitwise_count(words ^ np.frombuffer(one, np.uint64))
    found: NDArray[np.uint16] = apart.sum(axis=1, dtype=np.uint16)
    return found
