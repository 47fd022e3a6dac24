"""Small pictures for lists: made the first time somebody asks, deletable at any time."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tongxing.records.evidence import storage
from tongxing.records.evidence.pictures import FAULTS
from tongxing.records.evidence.pictures import small


def small_picture(key: str) -> Path | None:
    """Where the small picture of a kept picture lies, made if need be.

    The place is empty when the picture itself is missing; None when it cannot be drawn.
    """
    place, whole = storage.small_path_of(key), storage.path_of(key)
    if not place.exists() and whole.exists():
        try:
            drawn = small(whole.read_bytes())
        except (Image.DecompressionBombError, *FAULTS):
            return None
        storage.write(place, drawn)
    return place
