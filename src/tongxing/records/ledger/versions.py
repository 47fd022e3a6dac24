"""Which version of a record counts: the fold over who replaces whom.

Each record is won by the first (lowest seq) that replaces it. A replacing record is effective
when it wins every record it replaces and at least one of those was effective; a second
correction of the same record is kept, not effective, until a record replaces both.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import replaced_by


@dataclass(frozen=True, slots=True)
class Family:
    """One record's versions by seq; `notes` are returns, acceptances and redactions."""

    members: tuple[Record, ...]
    notes: tuple[Record, ...]
    effective: frozenset[UUID]  # among those standing at the end, what counts
    replaced: Mapping[UUID, UUID]  # old -> the record that won it
    losing: frozenset[UUID]  # corrections not effective and not yet settled
    returned: frozenset[UUID]
    settling: frozenset[UUID]  # what settled a conflict, and every correction of it

    @property
    def current(self) -> Record | None:
        """The version that counts now; None when withdrawn, returned or never effective."""
        for record in reversed(self.members):
            if record.id in self.effective and record.id not in self.returned:
                return None if record.kind == "record-withdrawn" else record
        return None


def family_of(members: Sequence[Record], notes: Sequence[Record]) -> Family:
    """Fold the members of one family (ascending by seq) into what counts."""
    links = [(r.id, replaced_by(r)) for r in members]
    winners = won(links)
    standing = effective(links, winners)
    all_replaced = {old for _, olds in links for old in olds}
    returned = {
        UUID(subject.removeprefix("record:"))
        for note in notes
        if note.kind == "record-returned"
        for subject in about_of(note)
    }
    return Family(
        members=tuple(members),
        notes=tuple(notes),
        effective=frozenset(standing - set(winners)),
        replaced=winners,
        losing=frozenset(
            id_ for id_, olds in links if olds and id_ not in standing and id_ not in all_replaced
        ),
        returned=frozenset(returned),
        settling=frozenset(_settling(links)),
    )


def _settling(links: Sequence[tuple[UUID, Sequence[UUID]]]) -> set[UUID]:
    found: set[UUID] = set()
    for new, olds in links:
        if len(olds) > 1 or not found.isdisjoint(olds):
            found.add(new)
    return found


def won(links: Sequence[tuple[UUID, Sequence[UUID]]]) -> dict[UUID, UUID]:
    """Old -> the first record that replaces it; `links` ascend by seq."""
    winners: dict[UUID, UUID] = {}
    for new, olds in links:
        for old in olds:
            winners.setdefault(old, new)
    return winners


def effective(
    links: Sequence[tuple[UUID, Sequence[UUID]]], winners: Mapping[UUID, UUID]
) -> set[UUID]:
    """The records that ever counted: base records, and replacements that won."""
    standing: set[UUID] = set()
    for new, olds in links:
        if not olds or (
            all(winners[old] == new for old in olds) and any(old in standing for old in olds)
        ):
            standing.add(new)
    return standing
