"""A phone, the line, and a county whose server may be killed; one set for each module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.private_postgresql import PrivatePostgreSQL
from tests.stories.phone.county import County
from tests.stories.phone.handset import Handset
from tests.stories.phone.line import Line


@pytest.fixture(scope="module")
def county(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The small demo county behind its own server, on SQLite."""
    county = County(shutil.copytree(loaded, tmp_path_factory.mktemp("phones") / "home"))
    county.start()
    yield county
    county.kill()


@pytest.fixture(scope="module")
def county_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The same on PostgreSQL, which outlives its server."""
    postgresql = PrivatePostgreSQL()
    postgresql.start()
    try:
        county = County(tmp_path_factory.mktemp("phones-on-postgresql"), postgresql.address)
        county.run("demo", "--small")
        county.start()
        yield county
        county.kill()
    finally:
        postgresql.stop()


@pytest.fixture(scope="module")
def line(county: County) -> Iterator[Line]:
    """The line to the county, as good as can be until a test says otherwise."""
    made = Line(county.port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def phone(
    playwright: Playwright, line: Line, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Handset]:
    """A phone that is switched on and signed in."""
    made = Handset(playwright, tmp_path_factory.mktemp("handset"), line.port)
    made.switch_on()
    made.enrol()
    yield made
    made.battery_dies()
