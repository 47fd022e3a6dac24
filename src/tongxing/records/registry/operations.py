"""Adding to the registry and changing it. Called by actions only; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import TypeVar

from django.db.models import F
from django.db.models import Model

from tongxing.records.registry import place_index
from tongxing.records.registry.models import Dated
from tongxing.records.registry.models import Place
from tongxing.records.registry.models import Revision
from tongxing.records.registry.shipped import ShippedPlace
from tongxing.records.statements import having
from tongxing.records.statements import pour

T = TypeVar("T", bound=Model)
D = TypeVar("D", bound=Dated)


def add(model: type[T], rows: Sequence[T]) -> list[T]:
    """Insert rows of one model in one statement or a few."""
    _changed()
    added = model._default_manager.bulk_create(rows, batch_size=500)  # noqa: SLF001
    index_places(row.code for row in rows if isinstance(row, Place))
    return added


def index_places(codes: Iterable[str]) -> None:
    """Write down anew what these codes are found by: every name they have had."""
    names: dict[str, list[str]] = {}
    columns = ("code", "name")
    for code, name in having("registry_place", columns, "code", sorted(set(codes))):
        names.setdefault(code, []).append(name)
    place_index.put(names)


def pour_places(rows: Sequence[ShippedPlace], since: date) -> None:
    """Insert many thousands of places whose codes are new, and let them be found."""
    pour(
        "registry_place",
        ("code", "name", "level", "since", "basis", "successor", "end_basis"),
        [(one.code, one.name, one.level, since, "", "", "") for one in rows],
    )
    place_index.fill([(one.code, (one.name,)) for one in rows])
    _changed()


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
