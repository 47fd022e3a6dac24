"""What is scored: counts and amounts of a score year, already derived from the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from tongxing.rules.quantities import Quantity


@dataclass(frozen=True, slots=True)
class DutyCount:
    """How many judged periods of a duty the score year holds, by state."""

    kept: int = 0
    late: int = 0
    missed: int = 0

    @property
    def judged(self) -> int:
        return self.kept + self.late + self.missed


@dataclass(frozen=True, slots=True)
class Subject:
    """A pairing or a unit in one score year.

    `id` is a party id or "pairing:UUID". `indicators` holds None (or nothing) where there is
    no data, which is not zero. `entered` is in hundredths of a point by an item's `of`; what
    is not entered yet is absent. `counts` is the number of records by kind id.
    """

    id: str
    duties: Mapping[str, DutyCount] = field(default_factory=dict)
    indicators: Mapping[str, Quantity | None] = field(default_factory=dict)
    entered: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """All that are scored together: the quota is a share of them all.

    `titles` gives the Chinese title of kinds and of entered items by their id.
    """

    subjects: tuple[Subject, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
