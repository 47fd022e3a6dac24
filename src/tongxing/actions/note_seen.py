"""Note who saw something that is not everybody's to see: one row, and nothing is counted (C3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from typing import Literal

from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit

Sight = Literal[
    "see-record",  # a record's own page, not a line in a list
    "see-person",  # a person's entry
    "see-phone",  # a phone number that stood masked
    "see-file",  # a photo or file of a record
    "see-audit",  # rows of the audit
    "export",  # a file taken away
]


def note_seen(
    *,
    acting: Scope,
    at: datetime,
    sight: Sight,
    subject: str,
    place: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One audit row; whether it may be seen was decided before.

    `subject` as elsewhere ("record:…", "person:…"); `place` is where it belongs, so that its
    own auditors read the row. `detail` says what was asked for, never what was read.
    """
    audit.note(at=at, who=acting.person, verb=sight, subject=subject, detail=detail, place=place)
