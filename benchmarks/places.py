"""The nation's places: how long they take to load, and to be found; on both databases.

`python -m benchmarks.places` (PostgreSQL from the machine's own binaries, fsync on). Seconds
are processor time of the process that loads or asks and, on PostgreSQL, of its server process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

from benchmarks.measuring import TICK
from benchmarks.servers import asked_inside
from benchmarks.servers import private_postgresql

NEAR = "440981"
ON = date(2025, 3, 1)
AT = datetime(2025, 3, 1, tzinfo=UTC)
TEXTS = (
    *("柏桥", "柏桥村", "根子柏桥", "高州市根子镇柏桥村", "横山镇", "新村", "桥村", "社区"),
    *("bqc", "gzbq", "xcxc", "b", "440981104", "东莞长安", "没有这个地方", "上海市浦东新区陆家嘴"),
)
ROUNDS = 5


def measure(provinces: int) -> dict[str, float]:
    """Run inside one process with its own database; milliseconds, the load in seconds."""
    import django

    django.setup()
    from django.core.management import call_command

    from tongxing.actions.import_places import import_places
    from tongxing.records.accounts.access import everything
    from tongxing.records.registry.place_search import search
    from tongxing.records.registry.shipped import shipped_provinces

    call_command("migrate", verbosity=0)
    found: dict[str, float] = {}
    for name in ("load", "load again"):
        begun, wall = spent(), time.perf_counter()
        for province in shipped_provinces()[:provinces]:
            import_places(acting=everything(), at=AT, province=province)
        found[f"{name} (s)"] = spent() - begun
        found[f"{name}, by the clock (s)"] = time.perf_counter() - wall
    for text in TEXTS:
        search(text, near=NEAR, on=ON)
        begun = spent()
        for _ in range(ROUNDS):
            search(text, near=NEAR, on=ON)
        found[f"{text} (ms)"] = (spent() - begun) * 1000 / ROUNDS
    return found


def spent() -> float:
    """Processor seconds of this process and of the server process that answers it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="utf-8")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / TICK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provinces", type=int, default=31)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        print(json.dumps(measure(args.provinces)))
        return
    with private_postgresql() as server, tempfile.TemporaryDirectory() as home:
        lite, server_side = (
            asked_inside("benchmarks.places", sys.argv[1:], Path(home), one)
            for one in (f"{home}/a.db", server)
        )
    print(f"{'':<28} {'SQLite':>10} {'PostgreSQL':>10}")
    for what, value in lite.items():
        print(f"{what:<28} {value:>10.1f} {server_side[what]:>10.1f}")


if __name__ == "__main__":
    main()
