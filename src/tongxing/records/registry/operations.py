"""Adding to the registry, in bulk. Called by actions only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

T = TypeVar("T", bound=Model)


def add(model: type[T], rows: Sequence[T]) -> list[T]:
    """Insert rows of one model in one statement or a few."""
    return model._default_manager.bulk_create(rows, batch_size=500)  # noqa: SLF001
