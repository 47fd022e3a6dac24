"""One way of measuring: each contender in a process of its own, taking turns, medians of pairs.

A contender is a module of `benchmarks` with `contender(folder, …)`. Its process is started,
warmed by one run that is not counted, and then asked to run again and again while the others
wait; the order turns from round to round, so that what else the machine does meets all alike.
Seconds are of the clock and of the processor (with the processes it starts); memory is the most
one process ever held, the interpreter and its libraries included.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """One run of one contender."""

    wall: float  # seconds
    cpu: float


@dataclass
class Measured:
    """All counted runs of one contender, in the order of the rounds."""

    name: str
    runs: list[Run] = field(default_factory=list)
    first: float = 0.0  # seconds of the run that was not counted
    memory: int = 0  # MB, the most of one process
    answer: str = ""  # the digest of what it came to

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return median(run.cpu for run in self.runs)

    def times(self, other: Measured) -> float:
        """How many times as long the other took: the median of the pairs of one round."""
        pairs = zip(self.runs, other.runs, strict=False)
        return median(theirs.wall / own.wall for own, theirs in pairs)

    def cpu_times(self, other: Measured) -> float:
        """The same in processor seconds."""
        pairs = zip(self.runs, other.runs, strict=False)
        return median(theirs.cpu / max(own.cpu, 1e-6) for own, theirs in pairs)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"wall": self.wall, "cpu": self.cpu}


@dataclass(frozen=True)
class Entry:
    """Who takes part: a name, a module and what `contender` is called with."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    repeat: int = 1  # runs timed as one, for what takes less than the clock can tell


class Worker:
    """A contender's process, waiting to be asked."""

    def __init__(self, entry: Entry) -> None:
        command = [sys.executable, "-m", "benchmarks.measuring", entry.module, *entry.arguments]
        self.entry = entry
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ask("ready")

    def ask(self, word: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
        raise SystemExit(f"{self.entry.name}: the process ended while it was asked: {word}")

    def run(self) -> Run:
        return Run(**self.ask(f"run {self.entry.repeat}"))

    def end(self) -> dict[str, Any]:
        answer = self.ask("end")
        self.process.communicate()  # waits, and closes both ends
        return answer


def side_by_side(
    entries: Sequence[Entry], rounds: int, say: Callable[[str], object] = print
) -> list[Measured]:
    """Measure all of them in one run, taking turns; they must come to the same answer."""
    workers = [Worker(entry) for entry in entries]
    found = [Measured(entry.name) for entry in entries]
    for one, worker in zip(found, workers, strict=True):
        say(f"{one.name}：预热")
        one.first = worker.run().wall
    for number in range(rounds):
        say(f"第{number + 1}轮，共{rounds}轮")
        turn = number % len(workers)
        for at in (*range(turn, len(workers)), *range(turn)):
            found[at].runs.append(workers[at].run())
    for one, worker in zip(found, workers, strict=True):
        last = worker.end()
        one.memory, one.answer = last["memory"], last["answer"]
    return found


def agreed(found: Iterable[Measured]) -> None:
    """Stop where two contenders did not come to the same states."""
    answers = {one.name: one.answer for one in found if one.answer}
    if len(set(answers.values())) > 1:
        raise SystemExit(f"结果不一致，测量作废：{answers}")


# --- inside a contender's process -----------------------------------------------------------


def serve(module: str, arguments: Sequence[str]) -> None:
    """Answer the words of `Worker` until told to end."""
    from benchmarks.answers import digest_of

    contender = import_module(module).contender(*arguments)
    last: Any = None
    for line in sys.stdin:
        word, _, times = line.strip().partition(" ")
        if word == "run":
            last = None
            gc.collect()
            with spent() as run:
                for _ in range(int(times)):
                    last = contender.run()
            tell(wall=run.wall / int(times), cpu=run.cpu / int(times))
        elif word == "end":
            memory = peak()
            answer = contender.answer(last)
            tell(memory=memory, answer=digest_of(answer) if answer else "")
            return
        else:
            tell(ready=True)


def tell(**said: object) -> None:
    print(json.dumps(said), flush=True)


@dataclass
class Spent:
    """Seconds of a stretch of code, filled in when it is over."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spent() -> Iterator[Spent]:
    """The clock and the processor time of what is done inside, with processes that ended in it."""
    found = Spent()
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield found
    found.wall, found.cpu = time.perf_counter() - wall, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Of this process, of those it started and that have ended, and of those still running."""
    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    running = sum(cpu_of(one) for one in descendants(os.getpid()))
    return sum(one.ru_utime + one.ru_stime for one in every) + running


def peak() -> int:
    """Megabytes: the most this process, or any it started, ever held."""
    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ended = max(one.ru_maxrss for one in every)
    return max([ended, *(held_by(one) for one in descendants(os.getpid()))]) // 1024


def descendants(process: int) -> list[int]:
    """The running processes that descend from `process`, as Linux tells it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = path.read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            children.setdefault(int(parent), []).append(int(path.parent.name))
    found, waiting = [], [process]
    while waiting:
        more = children.get(waiting.pop(), [])
        found += more
        waiting += more
    return found


def cpu_of(process: int) -> float:
    """Processor seconds of a running process, and of its children that ended."""
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return sum(int(one) for one in stat.rpartition(")")[2].split()[11:15]) / TICK
    return 0.0


def held_by(process: int) -> int:
    """Kilobytes a running process held at most."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


# --- what stands beside every table --------------------------------------------------------


def machine() -> str:
    """One line about what this was measured on, and how busy it was."""
    cores = os.cpu_count()
    model = next(
        (line.partition(":")[2].strip() for line in cpu_lines() if line.startswith("model name")),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{model}，{cores}核，内存{memory:.0f} GB，Python {platform.python_version()}"


def cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def load() -> str:
    """The load average of one, five and fifteen minutes."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def inside(home: Path, database: str = "") -> dict[str, str]:
    """The environment of a process with an installation of its own."""
    address = {"TONGXING_DATABASE": database} if database else {}
    return os.environ | address | {
        "TONGXING_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module")
    parser.add_argument("arguments", nargs="*")
    args = parser.parse_args()
    serve(args.module, args.arguments)


if __name__ == "__main__":
    main()
