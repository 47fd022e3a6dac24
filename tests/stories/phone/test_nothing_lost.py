"""Nothing the page said it keeps is lost or doubled, whatever happens to phone, line and server.

Random schedules drive the real page, with its service worker, before a real server: writing with
and without photos, no signal, tabs closed and crashing, the phone switched off, the server killed,
keys ended, answers lost after the commit, a clock wrong by years, two tabs, mending and discarding
what waits. What the page acknowledged has to stand in the ledger exactly once, and nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from itertools import chain
from itertools import repeat
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import Error
from playwright.sync_api import Playwright

from tests.stories.phone.county import County
from tests.stories.phone.handset import Handset
from tests.stories.phone.line import Line
from tests.stories.phone.schedules import STEPS
from tests.stories.phone.schedules import Day

pytestmark = pytest.mark.browser

QUICK = 25  # the first of them have every step once
HUNDREDS = 10


def played(seeds: Iterable[int], phone: Handset, line: Line, county: County) -> list[str]:
    """What went wrong over all the schedules; each names its seed and its steps.

    The first ones are assured a step each, so that every run has had every step.
    """
    found = []
    for seed, assured in zip(seeds, chain(STEPS, repeat("")), strict=False):
        day = Day(seed, phone, line, county, timezone.localdate(), assured)
        try:
            day.play()
            day.settle()
        except Error as error:
            error.add_note(f"seed {seed}, {' · '.join(day.steps)}\n{phone.shown()}")
            raise
        found += [f"seed {seed}, {' · '.join(day.steps)}: {fault}" for fault in day.faults()]
    return found


def drawn(count: int) -> list[int]:
    """New ones in every full run; a fault names its seed, so that the same steps can be played again."""
    return [Random().randrange(2**32) for _ in range(count)]


def measured(seeds: list[int], phone: Handset, line: Line, county: County, capsys) -> None:
    begun = time.monotonic()
    faults = played(seeds, phone, line, county)
    with capsys.disabled():
        sys.stdout.write(f" {len(seeds)} schedules, {time.monotonic() - begun:.0f} s ")
    assert faults == []
    assert "记录完好" in county.run("ledger", "verify")


def test_nothing_is_lost_or_doubled(phone, line, county, capsys):
    measured(list(range(QUICK)), phone, line, county, capsys)


@pytest.mark.full
@pytest.mark.parametrize("hundred", range(HUNDREDS))
def test_nothing_is_lost_or_doubled_at_length(hundred, phone, line, county, capsys):
    measured(drawn(100), phone, line, county, capsys)


@pytest.mark.full
def test_nothing_is_lost_or_doubled_on_postgresql(
    playwright: Playwright, county_on_postgresql: County, tmp_path: Path, capsys
):
    line = Line(county_on_postgresql.port)
    phone = Handset(playwright, tmp_path, line.port)
    phone.switch_on()
    try:
        phone.enrol()
        measured(drawn(100), phone, line, county_on_postgresql, capsys)
    finally:
        phone.battery_dies()
        line.close()
