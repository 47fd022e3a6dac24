"""A PostgreSQL of one's own for a measurement, and modules asked in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import inside


@contextmanager
def private_postgresql() -> Iterator[str]:
    """The address of a server that is there as long as it is needed, with fsync on."""
    from tests.private_postgresql import PrivatePostgreSQL

    server = PrivatePostgreSQL()
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def asked_inside(
    module: str, words: Sequence[str], home: Path, database: str = ""
) -> dict[str, float]:
    """What `python -m module --inside …` says in its last line, in an installation of its own."""
    command = [sys.executable, "-m", module, "--inside", *words]
    done = subprocess.run(
        command, env=inside(home, database), check=True, capture_output=True, text=True
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer
