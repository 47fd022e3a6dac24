"""Backing up and restoring: rows and megabytes a second, on both databases.

`python -m benchmarks.backup [--rows 50000] [--files 200]`. Processor seconds of the command's
own process (SQLite's work included, a PostgreSQL server's not), beside the time of `sqlite3`'s
own copy of the same database.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import inside
from benchmarks.servers import private_postgresql


def fill(rows: int, files: int) -> dict[str, float]:
    """A book of many records and files, inside a process of its own."""
    import django

    django.setup()
    from tests.laws.nursery import AT
    from tests.laws.nursery import draft_of
    from tests.laws.nursery import prepare
    from tests.records.cast import Cast
    from tongxing.actions.append_record import append_records
    from tongxing.records.evidence import operations as evidence
    from tongxing.records.evidence.pictures import Prepared

    prepare()
    acting = Cast(AT, {}).scope("swb")
    for begin in range(0, rows, 2000):
        drafts = [draft_of(3, n) for n in range(begin, min(rows, begin + 2000))]
        append_records(acting=acting, at=AT, drafts=drafts)
    for _ in range(files):
        evidence.keep(Prepared(os.urandom(300_000), "image/jpeg"), AT)
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        print(json.dumps(fill(args.rows, args.files)))
        return
    with private_postgresql() as server, tempfile.TemporaryDirectory() as home:
        _measure(Path(home), server, sys.argv[1:])


def _measure(home: Path, postgresql: str, words: list[str]) -> None:
    full, archive, again = str(home / "full.db"), home / "a.tar", home / "again.tar"
    _run(full, home / "one", ["-m", "benchmarks.backup", "--inside", *words])
    begun = time.process_time()
    with sqlite3.connect(full) as source, sqlite3.connect(home / "copy.db") as target:
        source.backup(target)
    print(f"{'sqlite3 backup API':<28} {time.process_time() - begun:6.2f} s")
    tongxing = ["-m", "tongxing.project.cli"]
    for what, address, home_of, command in (
        ("backup of SQLite", full, "one", ["backup", archive]),
        ("restore into SQLite", str(home / "new.db"), "two", ["restore", archive]),
        ("restore into PostgreSQL", postgresql, "three", ["restore", archive]),
        ("backup of PostgreSQL", postgresql, "three", ["backup", again]),
    ):
        seconds, said = _run(address, home / home_of, [*tongxing, *map(str, command)])
        print(f"{what:<28} {seconds:6.2f} s   {said.splitlines()[0]}")


def _run(address: str, home: Path, words: list[str]) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *words]
    done = subprocess.run(
        command, env=inside(home, address), check=True, capture_output=True, encoding="utf-8"
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.stdout


if __name__ == "__main__":
    main()
