"""Processes that work for another leave interruptions to it, and end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import wait
from contextlib import suppress
from multiprocessing import active_children

import pytest

from tongxing.derive.workers import workers

_ASKS = """
import os, time
from tongxing.derive.workers import workers

if __name__ == "__main__":
    with workers(2, os.nice, 0) as pool:
        for one in [pool.submit(os.getpid) for _ in range(2)]:
            print(one.result(), flush=True)
        pool.submit(time.sleep, 600).result()
"""


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def gone(process: int, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while is_there(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_there(process)


def test_an_interruption_is_left_to_who_asked() -> None:
    """Each of them, also while it gets ready: a pool starts them one by one, as work comes."""
    with workers(3, os.nice, 0) as pool:
        asked = [pool.submit(time.sleep, 1) for _ in range(3)]
        begun = [one.pid for one in active_children() if one.pid]
        for _ in range(2):
            for one in begun:
                os.kill(one, signal.SIGINT)
            wait(asked)
        assert len(begun) == 3
        assert all(one.result() is None for one in asked)
        assert all(map(is_there, begun))


def test_nothing_of_it_stays_with_who_asked() -> None:
    with workers(1, os.nice, 0):
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_is_under_way_ends_when_the_block_ends_badly() -> None:
    begun = time.monotonic()
    with suppress(KeyboardInterrupt), workers(1, os.nice, 0) as pool:
        one = pool.submit(os.getpid).result()
        pool.submit(time.sleep, 600)
        raise KeyboardInterrupt
    assert gone(one)
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_they_end_with_the_process_that_asked(how: signal.Signals, tmp_path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(_ASKS)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as asks:
        assert asks.stdout
        known = {int(asks.stdout.readline()) for _ in range(2)}
        asks.send_signal(how)
        assert asks.wait() == -how
        assert all(map(gone, known))
        assert asks.stdout.read() == ""  # nobody keeps it open
