"""The amounts phone and desk share are what this room says; the phone's port says the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.rules.quantities.vectors import FILE
from tests.rules.quantities.vectors import cases
from tests.rules.quantities.vectors import drawn
from tests.rules.quantities.vectors import dumped
from tests.rules.quantities.vectors import outcome

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"
COMPARED = 5000


def test_the_shared_amounts_are_read_as_the_file_says():
    shared = json.loads(FILE.read_text(encoding="utf-8"))
    assert [outcome(one["text"], one["type"], one["unit"]) for one in shared] == shared
    assert shared == cases()


def test_there_are_enough_of_them_read_and_refused():
    shared = json.loads(FILE.read_text(encoding="utf-8"))
    read = [one for one in shared if "value" in one]
    assert len(shared) >= 400
    assert len(read) >= 150
    assert len(shared) - len(read) >= 150


@pytest.mark.full
def test_the_phone_reads_whatever_is_typed_as_this_room_does(tmp_path):
    """Random texts read here are compared by the port's own test, run over them instead."""
    seed = Random().randrange(2**32)
    file = tmp_path / "amounts.json"
    file.write_text(dumped([outcome(*one) for one in drawn(Random(seed), COMPARED)]), "utf-8")
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    done = subprocess.run(
        [node, "build-steps/test.mjs", "field/amounts.test.ts"],
        cwd=FRONTEND,
        env={**os.environ, "AMOUNTS": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stdout}{done.stderr}"
