"""Adding to the registry and changing it. Called by actions only; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import TypeVar

from django.db.models import F
from django.db.models import Model

from tongxing.records.registry.models import Dated
from tongxing.records.registry.models import Revision

T = TypeVar("T", bound=Model)
D = TypeVar("D", bound=Dated)


def add(model: type[T], rows: Sequence[T]) -> list[T]:
    """Insert rows of one model in one statement or a few."""
    _changed()
    return model._default_manager.bulk_create(rows, batch_size=500)  # noqa: SLF001


def change(row: T, **fields: Any) -> T:
    """Write new values into some fields of one row."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=tuple(fields))
    _changed()
    return row


def end(rows: Sequence[D], until: date) -> None:
    """Let rows hold until (not including) a day."""
    for row in rows:
        row.until = until
        row.save(update_fields=("until",))
    _changed()


def _changed() -> None:
    """Pages that show names of the registry are stale from here on."""
    if not Revision.objects.filter(pk=1).update(number=F("number") + 1):
        Revision.objects.create(pk=1, number=1)
