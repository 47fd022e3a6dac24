"""Ids of records: UUIDv7, minted where a record is written, ascending with its moment."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def new_id(at: datetime) -> UUID:
    """A fresh UUIDv7 of a moment: 48 bits of milliseconds, 74 random bits."""
    milliseconds = int(at.timestamp() * 1000)
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)
