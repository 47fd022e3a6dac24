"""The small county with a lock long enough for what is typed in March to count since September."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.derive.boards.season import undone
from tests.derive.conftest import County
from tests.derive.plans import PLAN
from tests.remembered import remembered

TEXT = PLAN.replace("lock_days = 45", "lock_days = 200")
MONTHS = [date(2024, month, 8) for month in (9, 10, 11, 12)] + [date(2025, 1, 8), date(2025, 2, 8)]


@pytest.fixture
def autumn(db: None) -> Iterator[County]:
    """市委办 held a labour day every month from September to February; nobody else did."""
    with undone(TEXT) as county:
        remembered(f"six months of the cast at {county.at}", lambda: work(county))
        yield county


def work(county: County) -> None:
    for day in MONTHS:
        county.write(happened=day)
