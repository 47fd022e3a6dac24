"""Seals over the audit: whether rows were altered or are missing since they were sealed.

Rows are not chained one to the next: that would make every writer wait for the one before. A
command seals what has come since the last seal instead, usually once a night. What was altered
before the first seal after it was written cannot be told; nor can a change by somebody who may
also rewrite the seals, unless the last one printed is kept elsewhere and given to the check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

import orjson

from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.models import AuditSeal

STEP = 5_000
COLUMNS = ("id", "at", "who", "verb", "subject", "detail",
           "place", "address", "account", "session", "agent")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broken:
    """The first seal that does not hold."""

    seal: AuditSeal
    rows: int  # found now

    def say(self) -> str:
        if self.rows != self.seal.rows:
            return (
                f"第{self.seal.first}至{self.seal.last}行：封存时{self.seal.rows}行，"
                f"现有{self.rows}行"
            )
        return f"第{self.seal.first}至{self.seal.last}行：内容与封存时不符"


def last_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("last").last()


def newest_row() -> int:
    """The id of the newest row, 0 when there is none."""
    return AuditRow.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def rows_after(key: int) -> int:
    """How many rows came after the one with this id (ids of refused writes are skipped)."""
    return AuditRow.objects.filter(pk__gt=key).count()


def digest_of(first: int, last: int, before: str) -> tuple[int, str]:
    """(number of rows, sha256) over the rows with these ids, after the digest `before`."""
    sha, rows = hashlib.sha256(before.encode()), 0
    for text in _texts(first, last):
        sha.update(text)
        rows += 1
    return rows, sha.hexdigest()


def broken() -> Broken | None:
    """The first seal that does not hold, None when all do."""
    before = ""
    for seal in AuditSeal.objects.order_by("last"):
        rows, sha256 = digest_of(seal.first, seal.last, before)
        if (rows, sha256) != (seal.rows, seal.sha256):
            return Broken(seal, rows)
        before = seal.sha256
    return None


def _texts(first: int, last: int) -> Iterator[bytes]:
    """Each row as one line of JSON, the same from either database."""
    rows = AuditRow.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=STEP):
        key, at, *rest = row
        yield orjson.dumps([key, at.astimezone(UTC).isoformat(), *rest]) + b"\n"
