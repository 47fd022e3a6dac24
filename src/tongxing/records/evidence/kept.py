"""A file that was kept and belongs to no record yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in storage, with the name and caption it is to be shown under."""

    sha256: str
    name: str
    caption: str = ""
