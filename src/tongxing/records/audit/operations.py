"""Writing the audit row beside the write it tells of. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from tongxing.records.audit.models import AuditRow
from tongxing.records.statements import insert

COLUMNS = ("at", "who", "verb", "subject", "detail")


def note(
    *, at: datetime, who: str, verb: str, subject: str, detail: Mapping[str, Any] | None = None
) -> AuditRow:
    """One audit row; `detail` says how, never what a record contains."""
    return AuditRow.objects.create(
        at=at, who=who, verb=verb, subject=subject, detail=_written(detail)
    )


def note_many(
    *,
    at: datetime,
    who: str,
    verb: str,
    subjects: Iterable[str],
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One audit row a subject, for a batch done by one person at one moment."""
    text = _written(detail)
    insert("audit_auditrow", COLUMNS, [(at, who, verb, subject, text) for subject in subjects])


def note_history(rows: Iterable[tuple[datetime, str, str]]) -> None:
    """One audit row for each (moment, who, subject) of a history brought in."""
    insert("audit_auditrow", COLUMNS, [(at, who, "append", what, "") for at, who, what in rows])


def _written(detail: Mapping[str, Any] | None) -> str:
    return orjson.dumps(detail, option=orjson.OPT_SORT_KEYS).decode() if detail else ""
