"""What is loaded is not searched for garbage, and everything after it is."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest

from tongxing.project.loading import loading

STARTS = """
import gc, json
runs = []
gc.callbacks.append(lambda phase, info: runs.append(phase))
try:
    {start}
finally:
    print(json.dumps([len(runs), gc.isenabled()]))
"""


def test_looked_for_again_however_it_ends():
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), loading():
        raise ValueError("broken")
    assert gc.isenabled()


def test_one_within_another_leaves_it_off_until_the_outer_ends():
    with loading():
        with loading():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize(
    "start",
    [
        "import sys; from tongxing.project.cli import main; main(['plan', '--help'])",
        "import tongxing.project.wsgi",
    ],
)
def test_a_start_looks_for_none(start: str):
    done = subprocess.run(
        [sys.executable, "-c", STARTS.format(start=start)], capture_output=True, check=False
    )
    looked, goes_on = json.loads(done.stdout.splitlines()[-1])
    assert goes_on
    assert looked < 40
