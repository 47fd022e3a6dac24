"""Which tables a backup carries: those of every model, but for what a new machine makes itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from tongxing.project.upkeep.neutral import sort_of

# Sessions and counts of failed attempts belong to the machine they came about on; Django fills
# content types and permissions by itself.
LEFT_OUT = {"sessions", "axes", "contenttypes", "auth"}
# Written anew when a backup is restored.
MADE_ANEW = {"django_migrations", "ledger_search", "registry_place_search"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a backup: its name, its columns and their sorts, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    sorts: tuple[str, ...]
    rows: int = 0

    @property
    def part(self) -> str:
        """Where its rows are in the archive."""
        return f"tables/{self.name}.jsonl.gz"


def carried() -> Iterator[tuple[type[models.Model], Table]]:
    """Every model whose rows a backup carries, with its table (rows not counted)."""
    for model in sorted(apps.get_models(include_auto_created=True), key=_name):
        if model._meta.app_label not in LEFT_OUT and model._meta.managed:  # noqa: SLF001
            yield model, _table(model)


def _name(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields a table keeps a column for, in the model's order."""
    return [field for field in model._meta.local_concrete_fields if field.column]  # noqa: SLF001


def _table(model: type[models.Model]) -> Table:
    fields = fields_of(model)
    columns = tuple(str(field.column) for field in fields)
    return Table(_name(model), columns, tuple(sort_of(field) for field in fields))
