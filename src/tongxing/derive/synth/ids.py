"""Ids and moments of synthetic records: each follows from the seed, its book and its seq."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.runs import begins
from tongxing.rules.standing.tables import Days

_EPOCH = 719_163  # the ordinal of 1970-01-01
_DAY = 86_400_000_000  # microseconds
_OPENS = 0  # eight in the morning in China is midnight in UTC
_OFFICE_HOURS = 12 * 3_600_000_000
_SECOND = 1_000_000

U64 = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids and moments of one book; rows ascend by seq, and `received` with them."""

    seed: int
    book: str
    received: Days

    def recorded(self) -> NDArray[np.int64]:
        """Microseconds since 1970: within the day received, ascending, no two alike."""
        received = self.received
        size = len(received)
        first = begins(received)
        count = np.diff(np.append(first, size))
        within = np.arange(size) - np.repeat(first, count)
        step = np.repeat(np.minimum(_SECOND, _OFFICE_HOURS // np.maximum(count, 1)), count)
        day = (received.astype(np.int64) - _EPOCH) * _DAY
        moments: NDArray[np.int64] = day + _OPENS + within * step
        return moments

    def hexes(self, rows: NDArray[np.integer], recorded: NDArray[np.int64]) -> list[str]:
        """UUIDv7 of these rows, as 32 hex digits."""
        seq = rows.astype(np.uint64) + np.uint64(1)
        base = np.uint64((self.seed * 1_000_003 + int(self.book)) & (2**64 - 1))
        high, low = _mixed(seq, base), _mixed(seq, base ^ np.uint64(0xA5A5_A5A5_A5A5_A5A5))
        moment = (recorded[rows] // 1000).astype(np.uint64)
        high = (moment << np.uint64(16)) | np.uint64(0x7000) | (high & np.uint64(0xFFF))
        low = (np.uint64(1) << np.uint64(63)) | (low >> np.uint64(2))
        text = np.stack((high, low), axis=1).astype(">u8").tobytes().hex()
        return [text[at : at + 32] for at in range(0, len(text), 32)]


def _mixed(seq: U64, base: np.uint64) -> U64:
    """Splitmix64: well scattered bits for each seq."""
    with np.errstate(over="ignore"):
        z = seq * np.uint64(0x9E37_79B9_7F4A_7C15) + base
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
        mixed: U64 = z ^ (z >> np.uint64(31))
    return mixed


def dashed(hex_: str) -> str:
    """The 32 hex digits of an id as they stand in texts."""
    return f"{hex_[:8]}-{hex_[8:12]}-{hex_[12:16]}-{hex_[16:20]}-{hex_[20:]}"
