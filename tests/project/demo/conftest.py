"""The whole demo county, generated once for all tests of the generator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from tongxing.project.demo.couples import Couple
from tongxing.project.demo.couples import couples
from tongxing.project.demo.gaozhou import gaozhou
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Step
from tongxing.project.demo.told import told

SEED = 440981
END = date(2026, 11, 22)


@pytest.fixture(scope="session")
def county() -> tuple[Step, ...]:
    """Every step of Gaozhou's book, about 27,000 of them."""
    return gaozhou(SEED, END)


@pytest.fixture(scope="session")
def entries(county: tuple[Step, ...]) -> list[Entry]:
    """Every record somebody wrote afresh."""
    return [step.deed.entry for step in county if isinstance(step.deed, Append)]


@pytest.fixture(scope="session")
def told_ids() -> frozenset[UUID]:
    """Ids of the records written out in the catalogue, as the papers tell them."""
    steps = told(SEED, "gaozhou", "records.toml")
    return frozenset(step.deed.entry.id for step in steps if isinstance(step.deed, Append))


@pytest.fixture(scope="session")
def made_up(entries: list[Entry], told_ids: frozenset[UUID]) -> list[Entry]:
    """The records the generator made up around the papers."""
    return [entry for entry in entries if entry.id not in told_ids]


@pytest.fixture(scope="session")
def by_pair() -> Mapping[tuple[str, str], Couple]:
    """Each pairing of the 2024 round by (village, unit's party)."""
    return {(one.village.code, one.unit.party): one for one in couples(SEED)}
