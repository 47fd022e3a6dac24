"""Ids of records: UUIDv7, minted where a record is written, ascending with its moment."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID


def new_id(at: datetime) -> UUID:
    """A fresh UUIDv7 of a moment: 48 bits of milliseconds, 74 random bits."""
    milliseconds = int(at.timestamp() * 1000)
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)


def part_of(deed: UUID, *name: str) -> UUID:
    """The id of one record of a deed that writes many: of its moment, the rest from its name."""
    digest = hashlib.sha256("\n".join((deed.hex, *name)).encode()).digest()
    rest = int.from_bytes(digest[:10])
    high, low = (rest >> 62) & 0xFFF, rest & ((1 << 62) - 1)
    return UUID(int=(deed.int >> 80 << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)
