"""Rows with all their texts made, but for their place in the chain."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongxing.records.ledger.canonical import content_hash
from tongxing.records.ledger.canonical import content_text
from tongxing.records.ledger.canonical import row_text
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import NewRow
from tongxing.records.ledger.rows import about_text
from tongxing.records.ledger.rows import doers_text
from tongxing.records.ledger.rows import replaces_text

SALT = 16  # bytes of chance in a content's hash


@dataclass(slots=True)
class Ready:
    """One row; `at` is when it came, `recorded` the same or later, where a clock went back."""

    row: NewRow
    at: datetime
    recorded: datetime
    doers: str
    about: str
    replaces: str
    salt: str
    text: str
    content: str

    def line(self, seq: int | str) -> str:
        """Its row of the chain, at this seq."""
        row = self.row
        return row_text(
            row.id,
            row.book,
            seq,
            row.kind,
            row.kind_version,
            self.doers,
            row.place,
            self.about,
            row.happened,
            row.makes_up,
            self.recorded,
            row.recorded_by,
            self.content,
            self.replaces,
        )

    def record(self, seq: int, prev: str, hash_: str) -> Record:
        """As it stands in the book."""
        row = self.row
        # In the order of the table's columns: by name it would take three times as long.
        columns: tuple[Any, ...] = (
            row.id,
            row.book,
            seq,
            row.kind,
            row.kind_version,
            self.doers,
            row.place,
            self.about,
            row.happened,
            row.makes_up,
            self.recorded,
            row.recorded_by,
            self.content,
            self.replaces,
            prev,
            hash_,
        )
        return Record(*columns)  # type: ignore[misc]


def made_ready(rows: Iterable[NewRow], moments: Iterable[datetime]) -> list[Ready]:
    """Each row with the moment it came; `recorded` never decreases."""
    found: list[Ready] = []
    rows = list(rows)
    salts = secrets.token_hex(SALT * len(rows))
    for n, (row, at) in enumerate(zip(rows, moments, strict=True)):
        salt = salts[2 * SALT * n : 2 * SALT * (n + 1)]
        text = row.said or content_text(row.text, row.values, row.files)
        found.append(
            Ready(
                row,
                at,
                max(at, found[-1].recorded) if found else at,
                doers_text(row.doers),
                about_text(row.about),
                replaces_text(row.replaces),
                salt,
                text,
                content_hash(salt, text),
            )
        )
    return found


def not_before(ready: Sequence[Ready], moment: datetime) -> None:
    """Put off what was recorded before this moment: within a book time never goes back."""
    for one in ready:
        one.recorded = max(one.recorded, moment)
