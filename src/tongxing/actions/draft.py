"""What somebody wants written down, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any
from uuid import UUID

from tongxing.records.ledger.rows import DoerRow as Doer

__all__ = ["Doer", "Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One record as written by a person; the id is minted where it is written (UUIDv7).

    `values` hold what was typed: quantities as text ("70多万元"), as whole numbers, or as
    `{"v", "approx", "text"}`; days as ISO text; everything else as plain text.
    """

    id: UUID
    kind: str
    doers: tuple[Doer, ...]
    place: str
    happened: date
    values: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    about: tuple[str, ...] = ()
    makes_up: date | None = None
    kind_version: int | None = None  # None: the latest
    files: tuple[str, ...] = ()  # sha256 of photos and files kept already
