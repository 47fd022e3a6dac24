"""Installations to back up and to restore into, on both databases."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.project.upkeep.installation import Installation

Fresh = Callable[[str], Installation]


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Fresh:
    """A machine with an empty database of the kind asked for, and a home of its own."""
    count = 0

    def made(kind: str) -> Installation:
        nonlocal count
        count += 1
        home = tmp_path_factory.mktemp("machine")
        if kind == "sqlite":
            return Installation(str(home / "tongxing.db"), home)
        base = request.getfixturevalue("server")
        name = f"upkeep_{os.getpid()}_{count}"
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return Installation(base.rpartition("/")[0] + f"/{name}", home)

    return made


@pytest.fixture(scope="session")
def county(fresh: Fresh) -> Installation:
    """The small county on SQLite; tests do not write to it."""
    made = fresh("sqlite")
    made.task("fill")
    return made


@pytest.fixture(scope="session")
def backup(county: Installation) -> Path:
    """A backup of the small county."""
    path = county.home / "county.tar"
    done = county.typed("backup", path)
    assert done.returncode == 0, done.stdout + done.stderr
    return path
