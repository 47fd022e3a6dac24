"""Keeping what the fold gives in the tables. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable

from tongxing.records.pairings.fold import PROJECTED
from tongxing.records.pairings.fold import Fact
from tongxing.records.pairings.fold import Sides
from tongxing.records.pairings.fold import T
from tongxing.records.pairings.fold import fold
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Projection


class Tables:
    """The shelf that is the database."""

    def keyed(self, model: type[T], book: str, keys: Iterable[str]) -> list[T]:
        manager = model._default_manager  # noqa: SLF001
        return list(manager.filter(book=book, died=None, key__in=list(keys)))

    def alike(self, model: type[T], book: str, **columns: str) -> list[T]:
        manager = model._default_manager  # noqa: SLF001
        return list(manager.filter(book=book, died=None, **columns).order_by("since", "pk"))

    def put(self, row: Projection) -> None:
        row.save(force_insert=True)

    def join(self, pairing: Pairing, sides: Sides) -> None:
        PairingParty.objects.bulk_create(
            PairingParty(pairing=pairing, party=party, role=role) for party, role in sides.actors
        )
        PairingSubject.objects.bulk_create(
            PairingSubject(pairing=pairing, subject=subject) for subject in sides.subjects
        )

    def sides(self, pairing: Pairing) -> Sides:
        actors = pairing.parties.order_by("pk").values_list("party", "role")
        return Sides(
            tuple(actors), tuple(pairing.subjects.order_by("pk").values_list("subject", flat=True))
        )

    def end(self, row: Projection, seq: int) -> None:
        row.died = seq
        row.save(update_fields=("died",))


def apply(fact: Fact) -> None:
    """Write what one record changes; a record of an ordinary kind changes nothing here."""
    fold(fact, Tables())


def clear(book: str) -> None:
    """Drop every row projected from a book, before a replay."""
    for model in PROJECTED:
        model._default_manager.filter(book=book).delete()  # noqa: SLF001
