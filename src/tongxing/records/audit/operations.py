"""Writing the audit row beside the write it tells of. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from tongxing.records.audit.models import AuditSeal
from tongxing.records.audit.origin import current
from tongxing.records.audit.origin import place_of
from tongxing.records.statements import insert

ORIGIN = {"address": 45, "account": 40, "session": 12, "agent": 24}  # as long as the columns
COLUMNS = ("at", "who", "verb", "subject", "detail", "place", *ORIGIN)


def note(
    *,
    at: datetime,
    who: str,
    verb: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    place: str = "",
) -> None:
    """One audit row; `detail` says how, never what a record contains.

    `place` is the code whose auditors read it, where the subject does not say it.
    """
    note_many(at=at, who=who, verb=verb, subjects=(subject,), detail=detail, place=place)


def note_many(
    *,
    at: datetime,
    who: str,
    verb: str,
    subjects: Iterable[str],
    detail: Mapping[str, Any] | None = None,
    place: str = "",
) -> None:
    """One audit row a subject, for a batch done by one person at one moment."""
    pairs = [(one, place) for one in subjects]
    note_each(at=at, who=who, verb=verb, subjects=pairs, detail=detail)


def note_each(
    *,
    at: datetime,
    who: str,
    verb: str,
    subjects: Iterable[tuple[str, str]],
    detail: Mapping[str, Any] | None = None,
) -> None:
    """As `note_many`, for (subject, place) each of its own place."""
    text, origin = _written(detail), _origin()
    insert(
        "audit_auditrow",
        COLUMNS,
        [(at, who, verb, one, text, place_of(one, place), *origin) for one, place in subjects],
    )


def note_history(rows: Iterable[tuple[datetime, str, str]], *, place: str = "") -> None:
    """One audit row for each (moment, who, subject) of a history brought in."""
    origin = _origin()
    insert(
        "audit_auditrow",
        COLUMNS,
        [(at, who, "append", one, "", place_of(one, place), *origin) for at, who, one in rows],
    )


def origin() -> dict[str, str]:
    """Where a write comes from, by column, for a statement that writes its audit row itself."""
    return dict(zip(ORIGIN, _origin(), strict=True))


def said_of(verb: str, subject: str) -> tuple[str, ...]:
    """Verb, subject, place and where it comes from, for the same end."""
    return (verb, subject, place_of(subject, ""), *_origin())


def seal(row: AuditSeal) -> AuditSeal:
    """Keep a seal that was worked out."""
    row.save(force_insert=True)
    return row


def wait_for_writers() -> None:
    """Hold until no transaction is writing audit rows, so that no lower id can still appear."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_auditrow IN SHARE MODE")


def _origin() -> tuple[str, ...]:
    """Where the rows come from, each value within its column."""
    told = current()
    return tuple(str(getattr(told, name))[:most] for name, most in ORIGIN.items())


def _written(detail: Mapping[str, Any] | None) -> str:
    return orjson.dumps(detail, option=orjson.OPT_SORT_KEYS).decode() if detail else ""
