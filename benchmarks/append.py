"""Records a second: appended singly and in batches, and verified; on both databases and a lake.

`python -m benchmarks.append` (PostgreSQL from the machine's own binaries, fsync on). Every
append goes through the action: rights, validation, chain, content, search, audit. Seconds are
processor time of the process that appends (SQLite's work included, a PostgreSQL server's not
unless it says so).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.servers import asked_inside
from benchmarks.servers import private_postgresql


def measure(singles: int, batches: int, size: int, rows: int) -> dict[str, float]:
    """Run inside one process with its own database."""
    import django

    django.setup()
    from tests.laws.nursery import AT
    from tests.laws.nursery import draft_of
    from tests.laws.nursery import prepare
    from tests.records.cast import Cast
    from tongxing.actions.append_record import append_records
    from tongxing.records.ledger.verify import verify

    prepare()
    acting = Cast(AT, {}).scope("swb")
    append_records(acting=acting, at=AT, drafts=[draft_of(9, 0)])
    found: dict[str, float] = {}
    drafts = [draft_of(1, n) for n in range(singles)]
    begun = time.process_time()
    for draft in drafts:
        append_records(acting=acting, at=AT, drafts=[draft])[0].written()
    found["single"] = singles / (time.process_time() - begun)
    groups = [[draft_of(2, b * size + i) for i in range(size)] for b in range(batches)]
    begun = time.process_time()
    for group in groups:
        append_records(acting=acting, at=AT, drafts=group)
    found[f"batch of {size}"] = batches * size / (time.process_time() - begun)
    for begin in range(0, rows, 2000):
        append_records(
            acting=acting, at=AT, drafts=[draft_of(3, n) for n in range(begin, begin + 2000)]
        )
    for name, contents in (("verify, chain", False), ("verify, all of it", True)):
        rates = []
        for _ in range(3):  # the machine's worst moments are nobody's
            begun, server = time.process_time(), server_time()
            verdict = verify("440981", contents=contents)
            assert verdict.sound
            own, server = time.process_time() - begun, server_time() - server
            rates.append((verdict.records / own, verdict.records / (own + server)))
        found[name], together = map(median, zip(*rates, strict=True))
        if server_time():
            found[f"{name}, and the server"] = together
    found["verify, from a lake"] = replayed()
    return found


def server_time() -> float:
    """Processor seconds of this connection's own server process, on this machine; 0 for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(told.read_text(encoding="ascii").split()[0]) / 1e9


def replayed() -> float:
    """Records a second of the chain replayed from a lake's proof: reading it, and every hash."""
    from tongxing.derive.lake.lake import open_lake
    from tongxing.derive.lake.proof import replay
    from tongxing.derive.lake.sync import sync

    with tempfile.TemporaryDirectory() as folder:
        sync(folder)
        rates = []
        for _ in range(3):
            begun = time.process_time()
            lake = open_lake(folder)
            book = lake.book("440981")
            assert not any(replay(lake, book, one) for one in book.stretches)
            rates.append(book.seq / (time.process_time() - begun))
        return median(rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--singles", type=int, default=500)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--size", type=int, default=20)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        print(json.dumps(measure(args.singles, args.batches, args.size, args.rows)))
        return
    with private_postgresql() as server, tempfile.TemporaryDirectory() as home:
        for name, address in (("SQLite", f"{home}/a.db"), ("PostgreSQL", server)):
            _print(name, asked_inside("benchmarks.append", sys.argv[1:], Path(home), address))


def _print(name: str, found: dict[str, float]) -> None:
    for what, rate in found.items():
        print(f"{name:<12} {what:<22} {rate:>12,.0f} records/s")


if __name__ == "__main__":
    main()
