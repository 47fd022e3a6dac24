"""How the bench measures: in pairs of one round, each contender a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.measuring import Measured
from benchmarks.measuring import Run
from benchmarks.measuring import agreed
from benchmarks.measuring import cpu_of
from benchmarks.measuring import descendants
from benchmarks.measuring import held_by


def measured(name: str, *walls: float, answer: str = "") -> Measured:
    return Measured(name, [Run(wall, wall / 2) for wall in walls], answer=answer)


def test_a_ratio_is_the_median_of_pairs_not_the_pair_of_medians() -> None:
    # The machine was busy in the second round: both took ten times as long.
    own, other = measured("同兴", 1.0, 10.0, 2.0), measured("另一种", 3.0, 30.0, 4.0)
    assert own.times(other) == 3.0
    assert own.cpu_times(other) == 3.0
    assert (own.wall, own.cpu) == (2.0, 1.0)


def test_unequal_answers_spoil_the_measurement() -> None:
    agreed(
        [measured("甲", 1.0, answer="ab"), measured("乙", 1.0, answer="ab"), measured("丙", 1.0)]
    )
    with pytest.raises(SystemExit, match="结果不一致"):
        agreed([measured("甲", 1.0, answer="ab"), measured("乙", 1.0, answer="cd")])


def test_what_a_running_process_uses_is_counted() -> None:
    busy = "import os\nwhile True: os.getpid()"
    with subprocess.Popen([sys.executable, "-c", busy]) as process:
        before = cpu_of(process.pid)
        while cpu_of(process.pid) < before + 0.05:
            pass
        found = descendants(process.pid), held_by(process.pid)
        process.kill()
    assert found[0] == []
    assert found[1] > 1000
    assert held_by(process.pid) == 0
