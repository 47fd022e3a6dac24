"""Synthetic books of any size on the real places: believable, and the same for the same seed."""

from __future__ import annotations
