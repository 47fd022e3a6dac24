"""Rows about to be appended, and what a stored record says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from tongxing.records.ledger.canonical import plainly
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.models import Record


@dataclass(frozen=True, slots=True)
class DoerRow:
    """Who did it, in which role, and for which unit or team a person acted."""

    who: str
    role: str = ""
    of: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        return (self.who, self.of) if self.of else (self.who,)


@dataclass(frozen=True, slots=True)
class NewRow:
    """One checked record on its way into a book; `append_rows` gives it its place there."""

    id: UUID
    kind: str
    kind_version: int
    doers: tuple[DoerRow, ...]
    place: str
    happened: date
    recorded_by: str
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    makes_up: date | None = None
    replaces: tuple[UUID, ...] = ()
    files: tuple[str, ...] = ()  # sha256 of the photos and files written down with it
    # canonical text of the three (`content_text`), where it was made already
    said: str = field(default="", compare=False)

    @property
    def book(self) -> str:
        return self.place[:6]


@lru_cache(2048)  # the same few write about the same again and again
def doers_text(doers: tuple[DoerRow, ...]) -> str:
    """Canonical JSON of the doers, in the order given."""
    return plainly([{"of": d.of, "role": d.role, "who": d.who} for d in doers])


@lru_cache(2048)
def about_text(about: tuple[str, ...]) -> str:
    return plainly(list(about))


def replaces_text(replaces: tuple[UUID, ...]) -> str:
    return written([str(one) for one in sorted(replaces)])


def doers_of(record: Record) -> tuple[DoerRow, ...]:
    """The doers of a stored record, from its own canonical text."""
    return tuple(DoerRow(d["who"], d["role"], d["of"]) for d in orjson.loads(record.doers))


def parties_of(record: Record) -> frozenset[str]:
    """Every party a record was done by or for."""
    return frozenset(party for doer in doers_of(record) for party in doer.parties)


def about_of(record: Record) -> tuple[str, ...]:
    return tuple(orjson.loads(record.about))


def replaced_by(record: Record) -> tuple[UUID, ...]:
    """The ids of the records this one replaces."""
    return tuple(UUID(one) for one in orjson.loads(record.replaces))


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says; after a redaction only the figures that stay."""

    text: str
    values: Mapping[str, Any]
    redacted: bool = False
    files: tuple[str, ...] = ()


def said(body: Content) -> Said:
    """What a content says, redacted or not."""
    if body.text is None:
        return Said("", orjson.loads(body.kept or "{}"), redacted=True)
    found = orjson.loads(body.text)
    return Said(found["text"], found["values"], files=tuple(found.get("files", ())))
