"""Units and households that a sheet or a form names for the first time, ready to be added."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date

from tongxing.documents.intake.known import Known
from tongxing.documents.intake.known import known_in
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.pairings.models import PairingParty
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Household
from tongxing.records.registry.models import Organization

BEGIN = date(2020, 1, 1)  # a unit is older than its first pairing here


def known_of(viewer: Viewer, book: str, on: date | None = None) -> Known:
    """The county's names on a day, those of parties already paired here among them."""
    paired = PairingParty.objects.filter(pairing__book=book, pairing__died=None)
    ids = paired.values_list("party", flat=True).distinct()
    return known_in(book, dict(viewer.books).get(book, ""), on or viewer.today, ids)


def new_organizations(known: Known, new: Mapping[str, str]) -> list[Organization]:
    """Units named for the first time: name and home only, the rest is kept in 单位."""
    return [
        Organization(
            key=party.removeprefix("org:"), name=name, sort="unit", home=full(known.book),
            since=min(BEGIN, known.on),
        )
        for party, name in new.items()
    ]  # fmt: skip


def new_households(known: Known, numbers: Mapping[str, Iterable[int]]) -> list[Household]:
    """Households under a number only."""
    return [
        Household(
            key=household_key(place, n), place=place, label=f"{n:03d}",
            since=min(BEGIN, known.on),
        )
        for place, some in numbers.items()
        for n in sorted(set(some))
    ]  # fmt: skip


def household_key(place: str, number: int) -> str:
    return f"{place}-{number:03d}"
