"""Ids minted where a record is written (UUIDv7), so that sending twice never doubles it."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

RANDOM_A_BITS = 12
RANDOM_B_BITS = 62


def new_id(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562): the moment in milliseconds, then random bits."""
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(RANDOM_A_BITS) << 64
    value |= 0b10 << 62 | secrets.randbits(RANDOM_B_BITS)
    return UUID(int=value)


def read_id(raw: str) -> UUID | None:
    """The id a form carries back, None when it has been tampered with or is missing."""
    try:
        return UUID(raw)
    except ValueError:
        return None
