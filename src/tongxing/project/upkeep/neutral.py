"""A table's values in a form both databases can give and take: one JSON array a row.

Days and moments are ISO 8601 (moments in UTC), ids have hyphens, bytes are base64, decimals are
strings; everything else is what JSON has. A backup names the sort of every column, so it can be
read without the models it was written from.
"""

from __future__ import annotations

from base64 import b64decode
from base64 import b64encode
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import models

SORTS: Mapping[str, str] = {
    "AutoField": "number",
    "BigAutoField": "number",
    "SmallAutoField": "number",
    "IntegerField": "number",
    "BigIntegerField": "number",
    "SmallIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveBigIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "FloatField": "number",
    "BooleanField": "yes-no",
    "CharField": "text",
    "TextField": "text",
    "SlugField": "text",
    "EmailField": "text",
    "GenericIPAddressField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "UUIDField": "id",
    "BinaryField": "bytes",
    "DecimalField": "decimal",
    "JSONField": "json",
}


def sort_of(field: models.Field[Any, Any]) -> str:
    """The sort of a column; a KeyError for a field nobody has placed in `SORTS` yet."""
    if isinstance(field, models.ForeignKey):
        return sort_of(field.target_field)
    return SORTS[field.get_internal_type()]


def line(row: tuple[Any, ...]) -> bytes:
    """One row as one line of JSON, line feed included."""
    return orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE)


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview | bytearray):
        return b64encode(bytes(value)).decode("ascii")
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value))


Take = Callable[[Any], Any]


def takers(sorts: Sequence[str]) -> list[tuple[int, Take]]:
    """For the columns that need it: their position, and how a value is read."""
    return [(n, WAYS[sort]) for n, sort in enumerate(sorts) if sort in WAYS]


def taken(row: list[Any], ways: Sequence[tuple[int, Take]]) -> list[Any]:
    """A row of an archive as `statements.pour` takes it; alters `row`."""
    for n, way in ways:
        if row[n] is not None:
            row[n] = way(row[n])
    return row


WAYS: Mapping[str, Take] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "id": UUID,
    "bytes": b64decode,
    "decimal": Decimal,
    "json": lambda value: orjson.dumps(value).decode(),
}
