"""The facts of a book, read from its projections in the database."""

from __future__ import annotations

from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.records.pairings.queries import attributes_at
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.pairings.queries import pairings_at
from tongxing.records.pairings.queries import waivers_at


def load_facts(book: str) -> Facts:
    """All facts of a book in six queries, whatever its size."""
    waivers = sorted(waivers_at(book, None), key=lambda row: (row.born, row.key))
    attributes = sorted(attributes_at(book, None), key=lambda row: (row.born, row.key))
    return Facts(
        tuple(
            PairingFact(
                row.key, row.born, row.died, row.kind, row.place, row.since, row.until,
                parties=row.actors, subjects=row.subjects,
            )
            for row in pairings_at(book, None)
        ),
        tuple(
            WaiverFact(
                row.key, row.born, row.died, row.pairing, row.place, row.plan, row.duties,
                row.since, row.until, row.reason, row.basis, row.approver,
            )
            for row in waivers
        ),
        tuple(
            EditionFact(
                row.key, row.born, row.died, row.plan, row.edition, row.sha256, row.text,
                row.since, row.until,
            )
            for row in editions_in_force(book, None)
        ),
        tuple(
            AttributeFact(
                row.key, row.born, row.died, row.subject, row.name, row.value,
                row.since, row.until,
            )
            for row in attributes
        ),
    )  # fmt: skip
