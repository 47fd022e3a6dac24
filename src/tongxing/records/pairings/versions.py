"""All versions of what judging depends on in one book, as plain values in one message.

Every process reads them before its first page of a book; `queries.py` has rows as known at one
seq. Each begins with its key and when it was born and died.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongxing.records.statements import Asking
from tongxing.records.statements import day_of
from tongxing.records.statements import postgresql

Row = tuple[Any, ...]
_PAIRINGS = """
SELECT key, born, died, kind, place, since, until, id FROM pairings_pairing
WHERE book = %s ORDER BY place, key, born
"""
_PARTIES = """
SELECT a.pairing_id, a.party, a.role FROM pairings_pairingparty a
JOIN pairings_pairing p ON p.id = a.pairing_id WHERE p.book = %s ORDER BY a.id
"""
_SUBJECTS = """
SELECT a.pairing_id, a.subject FROM pairings_pairingsubject a
JOIN pairings_pairing p ON p.id = a.pairing_id WHERE p.book = %s ORDER BY a.id
"""
_WAIVERS = """
SELECT key, born, died, pairing, place, plan, duties, since, until FROM pairings_waiver
WHERE book = %s ORDER BY born, key
"""
_EDITIONS = """
SELECT key, born, died, plan, edition, sha256, text, since, until FROM pairings_editioninforce
WHERE book = %s ORDER BY plan, since, born, key
"""
_ATTRIBUTES = """
SELECT key, born, died, subject, name, value, since, until FROM pairings_attribute
WHERE book = %s ORDER BY born, key
"""


@dataclass(frozen=True, slots=True)
class Versions:
    """Rows of plain values."""

    pairings: list[Row]  # …, kind, place, since, until, ((party, role), …), (subject, …)
    waivers: list[Row]  # …, pairing, place, plan, {duty, …}, since, until
    editions: list[Row]  # …, plan, edition, sha256, text, since, until
    attributes: list[Row]  # …, subject, name, value, since, until


def versions_of(book: str) -> Versions:
    """Everything of a book; pairings ascend by place, then key (one message, six questions)."""
    asking = Asking()
    pairings, parties, subjects, waivers, editions, attributes = (
        asking.rows(_of_days(one), [book])
        for one in (_PAIRINGS, _PARTIES, _SUBJECTS, _WAIVERS, _EDITIONS, _ATTRIBUTES)
    )
    return Versions(
        _pairings(pairings(), parties(), subjects()),
        [
            (*row[:6], frozenset(filter(None, row[6].split(","))), *_days(*row[7:]))
            for row in waivers()
        ],
        [(*row[:-2], *_days(*row[-2:])) for row in editions()],
        [(*row[:-2], *_days(*row[-2:])) for row in attributes()],
    )


def _of_days(sql: str) -> str:
    """An expression has no declared type: SQLite's driver leaves days as the texts they are."""
    return sql if postgresql() else sql.replace("since, until", "since||'', until||''")


def _pairings(rows: list[Row], parties: list[Row], subjects: list[Row]) -> list[Row]:
    acting: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for at, party, role in parties:
        acting[at].append((party, role))
    aimed: dict[int, list[str]] = defaultdict(list)
    for at, subject in subjects:
        aimed[at].append(subject)
    return [
        (*row[:-3], *_days(*row[-3:-1]), tuple(acting[row[-1]]), tuple(aimed[row[-1]]))
        for row in rows
    ]


def _days(since: date | str, until: date | str | None) -> tuple[date, date | None]:
    return day_of(since), None if until is None else day_of(until)
