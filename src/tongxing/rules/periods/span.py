"""Half-open spans of days: the first day is in, the last is not; None is an open end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to but not including `until`; `until=None` never ends."""

    start: date
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        return (
            isinstance(day, date) and self.start <= day and (self.until is None or day < self.until)
        )

    def covers(self, other: Span) -> bool:
        """Whether every day of `other` is a day of this span."""
        if other.start < self.start:
            return False
        return self.until is None or (other.until is not None and other.until <= self.until)
