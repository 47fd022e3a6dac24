"""Small pictures for lists: made the first time somebody asks, deletable at any time."""

from __future__ import annotations

from pathlib import Path

from tongxing.records.evidence import storage
from tongxing.records.evidence.pictures import small


def small_picture(key: str) -> Path:
    """Where the small picture of a kept picture lies, made if need be.

    The place is empty when the picture itself is missing.
    """
    place, whole = storage.small_path_of(key), storage.path_of(key)
    if not place.exists() and whole.exists():
        storage.write(place, small(whole.read_bytes()))
    return place
