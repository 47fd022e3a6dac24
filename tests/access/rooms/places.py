"""Choosing a place, and keeping places: names and codes are public, changing them is not."""

from __future__ import annotations

COMMON = {"desk:pick-place"}
