"""Telling whether two pictures look alike: difference hashes and their distances."""

from __future__ import annotations

from tongxing.rules.pictures.likeness import AGAIN
from tongxing.rules.pictures.likeness import BYTES
from tongxing.rules.pictures.likeness import GRID
from tongxing.rules.pictures.likeness import SAME
from tongxing.rules.pictures.likeness import dhash
from tongxing.rules.pictures.likeness import distances

__all__ = ["AGAIN", "BYTES", "GRID", "SAME", "dhash", "distances"]
