"""Chance that repeats itself: the same seed and names give the same draws and the same ids."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Self
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Chance(Random):
    """A stream of draws named by `parts`; streams of different names do not disturb each other.

    So one pairing's week can change without changing any other, and a later end date only
    adds records.
    """

    def __new__(cls, *_parts: object) -> Self:
        return super().__new__(cls)

    def __init__(self, *parts: object) -> None:
        super().__init__("/".join(str(part) for part in parts))

    def happens(self, probability: float) -> bool:
        """Whether something of this probability (0 … 1) takes place."""
        return self.random() < probability

    def among(self, weights: Mapping[T, float]) -> T:
        """One key, drawn by weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, of: Sequence[T], number: int) -> list[T]:
        """`number` different ones of a sequence, or all of it when it is shorter."""
        return self.sample(of, min(number, len(of)))


def made_id(at: datetime, *parts: object) -> UUID:
    """An id shaped as UUIDv7: the milliseconds of `at`, then bits drawn from `parts`."""
    drawn = int.from_bytes(hashlib.sha256("/".join(map(str, parts)).encode()).digest()[:10])
    millis = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    high = (millis << 16) | 0x7000 | (drawn >> 62 & 0x0FFF)
    low = (0b10 << 62) | (drawn & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)
