"""Laws with several processes run on both databases in every run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import SERVER
from tests.laws.separate import Separate
from tests.private_postgresql import PrivatePostgreSQL


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; its absence is a failure."""
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    own = PrivatePostgreSQL()
    own.start()
    yield own.address
    own.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def separate(request: pytest.FixtureRequest, tmp_path: Path) -> Separate:
    if request.param == "sqlite":
        made = Separate(str(tmp_path / "laws.db"), tmp_path)
    else:
        base = request.getfixturevalue("server")
        name = f"laws_{os.getpid()}_{abs(hash(request.node.name))}"
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made = Separate(base.rpartition("/")[0] + f"/{name}", tmp_path)
    made.run("prepare")
    return made
