"""Waivers and attributes as the tables tell them at one seq."""

from __future__ import annotations

from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import Waiver
from tongxing.records.pairings.queries import known


def waivers_at(book: str, seq: int) -> list[Waiver]:
    return list(known(Waiver.objects.all(), book, seq).order_by("since", "key"))


def attributes_at(book: str, seq: int) -> list[Attribute]:
    rows = known(Attribute.objects.all(), book, seq)
    return list(rows.order_by("subject", "name", "since", "key"))
