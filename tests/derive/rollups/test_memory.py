"""A process that is told to keep its memory does not ask the system for the same pages again."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tongxing.derive.rollups import memory

ASKED_ANEW = """
import resource, sys
import numpy as np
from tongxing.derive.rollups.memory import keep_memory

assert sys.argv[1] == "as it is" or keep_memory()
book = lambda: [np.ones(1 << 20, np.uint8) for _ in range(24)]
book()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(4):
    book()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages_of(process: str) -> int:
    """Pages the system gave the process for the same arrays over and over."""
    asked = [sys.executable, "-c", ASKED_ANEW, process]
    return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def test_what_is_freed_serves_the_next_book() -> None:
    assert pages_of("told to keep") * 5 < pages_of("as it is")


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert memory.keep_memory() is False
