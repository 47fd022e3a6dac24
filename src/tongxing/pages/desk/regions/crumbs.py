"""The way from the province and the city down to a place, for the crumbs of its page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tongxing.derive.regions.board import regions_above
from tongxing.records.registry.codes import prefix_of


def region_crumbs(code: str, on: date) -> tuple[tuple[str, str], ...]:
    """(name, address) of the regions a place lies in; one query."""
    return tuple(
        (one.name, reverse("desk:region", args=[prefix_of(one.id)]))
        for one in regions_above(code, on)
    )
