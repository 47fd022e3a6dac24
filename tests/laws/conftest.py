"""Laws with several processes run on both databases in every run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.laws.separate import Separate


@pytest.fixture(scope="session")
def prepared(server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Separate]:
    """A database of either kind with the cast in it: to be copied, not written to."""
    home = tmp_path_factory.mktemp("prepared")
    addresses = {"sqlite": str(home / "laws.db"), "postgresql": created(server, "prepared")}
    made = {kind: Separate(address, home) for kind, address in addresses.items()}
    for one in made.values():
        one.run("prepare")
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def separate(
    request: pytest.FixtureRequest, prepared: dict[str, Separate], server: str, tmp_path: Path
) -> Separate:
    model = prepared[request.param]
    if request.param == "sqlite":
        return Separate(str(shutil.copy(model.address, tmp_path)), tmp_path)
    name = str(abs(hash(request.node.name)))
    return Separate(created(server, name, like=model.address.rpartition("/")[2]), tmp_path)


def created(server: str, name: str, like: str = "template1") -> str:
    """The address of a new database on the server that begins as a copy of another."""
    name = f"laws_{os.getpid()}_{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return f"{server.rpartition('/')[0]}/{name}"
