"""Finding things of one sort anywhere inside a board, and the records a figure opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from dataclasses import is_dataclass
from typing import TypeVar
from urllib.parse import parse_qsl

from tests.derive.conftest import County
from tongxing.derive.figures import Behind
from tongxing.derive.figures import figure_behind
from tongxing.derive.traces import Trace
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

T = TypeVar("T")


def within(value: object, sort: type[T]) -> Iterator[T]:
    """Everything of a sort anywhere inside a board."""
    if isinstance(value, sort):
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from within(part, sort)
    elif is_dataclass(value):
        for one in fields(value):
            yield from within(getattr(value, one.name), sort)


def opened(county: County, viewer: str, trace: Trace) -> Behind:
    """What the link of a figure shows, by way of its text."""
    return figure_behind(county.scope(viewer), Trace.parse(dict(parse_qsl(trace.query()))))


def records_of(behind: Behind) -> list[Record]:
    found = Record.objects.select_related("body").in_bulk([one.id for one in behind.records])
    return [found[one.id] for one in behind.records]


def summed(records: list[Record], kind: str, name: str) -> int:
    return sum(said(one.body).values[name]["v"] for one in records if one.kind == kind)
