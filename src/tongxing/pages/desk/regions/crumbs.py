"""The way from the nation, the province and the city down to a place, for its page's crumbs."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tongxing.derive.regions.board import regions_above
from tongxing.records.registry.codes import prefix_of


def region_crumbs(code: str, on: date, *, nation: bool) -> tuple[tuple[str, str], ...]:
    """(name, address) of the regions a place lies in, from the nation for whom it has a page."""
    above = (("全国", reverse("desk:nation")),) if nation else ()
    return above + tuple(
        (one.name, reverse("desk:region", args=[prefix_of(one.id)]))
        for one in regions_above(code, on)
    )
