"""The facts of a book, read from its projections in the database."""

from __future__ import annotations

from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.records.pairings.versions import versions_of


def load_facts(book: str) -> Facts:
    """All facts of a book in one message of six questions, whatever its size."""
    found = versions_of(book)
    return Facts(
        tuple(PairingFact(*one) for one in found.pairings),
        tuple(WaiverFact(*one) for one in found.waivers),
        tuple(EditionFact(*one) for one in found.editions),
        tuple(AttributeFact(*one) for one in found.attributes),
    )
