"""A course of days with what held on each, told plainly: what the registry is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st

FIRST, LAST = date(2024, 9, 2), date(2025, 3, 12)
DAYS = st.dates(FIRST, LAST)
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back, so that every example begins alike."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Course:
    """What was said, from which day on; the last word before or on a day holds."""

    begins: date
    at_first: str
    turns: list[tuple[date, str]] = field(default_factory=list)

    @property
    def last(self) -> tuple[date, str]:
        return self.turns[-1] if self.turns else (self.begins, self.at_first)

    def may_turn(self, day: date, to: str) -> bool:
        """Only forward in time, and only to something else."""
        since, now = self.last
        return day > since and to != now

    def on(self, day: date) -> str:
        held = self.at_first
        for since, said in self.turns:
            if since <= day:
                held = said
        return held

    def days_to_ask(self) -> list[date]:
        """The first day, and each turn with the days beside it."""
        found = {self.begins, LAST}
        for since, _ in self.turns:
            found |= {since - timedelta(days=1), since, since + timedelta(days=1)}
        return sorted(day for day in found if day >= self.begins)


def apart(spans: list[tuple[date, date | None]]) -> bool:
    """Whether spans, taken by their first day, follow each other without gap or overlap."""
    ordered = sorted(spans, key=lambda span: span[0])
    return all(until == since for (_, until), (since, _) in pairwise(ordered))
