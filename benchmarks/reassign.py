"""A county's whole re-assignment: 108 units to 54 villages in one change, and its sheet read.

    python -m benchmarks.reassign [--turns N]

Loads the small world of one county into a database of its own, then times reading the sheet,
drawing up the change, making it, and undoing it, in CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
BOOK = "440981"
AT = datetime(2024, 7, 18, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG_AGO = date(2020, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "TONGXING_HOME": home, "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
        }  # fmt: skip
        import django

        django.setup()
        run(turns)


def timed(what: str, do: Callable[[], T]) -> T:
    wall, cpu = time.perf_counter(), time.process_time()
    found = do()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<44}{cpu:8.3f} s CPU{wall:8.3f} s")
    return found


def run(turns: int) -> None:
    from django.core.management import call_command

    from tests.documents.intake.sheets import county_sheet
    from tongxing.actions.assignment import Assignment
    from tongxing.actions.assignment import Line
    from tongxing.actions.assignment import draw_up
    from tongxing.actions.assignment import reverse_of
    from tongxing.actions.open_book import open_book
    from tongxing.actions.reassign_pairings import reassign_pairings
    from tongxing.documents.intake.reading import read_file
    from tongxing.project.demo.registry import load_registry
    from tongxing.project.demo.sources import pairs
    from tongxing.records.accounts.access import everything
    from tongxing.records.ledger.ids import new_id

    call_command("migrate", verbosity=0)
    acting = everything()
    load_registry(acting, AT)
    open_book(acting=acting, at=AT, code=BOOK, name="高州市")
    kind = "gaozhou-pairing:unit-village"
    couples = [(one.unit, one.village) for one in pairs(2024)]
    villages = sorted({village for _, village in couples})
    around = dict(zip(villages, [*villages[1:], villages[0]], strict=True))
    data = timed("build the sheet of 54 villages", county_sheet)
    timed("read it (a process of its own)", lambda: read_file(data))
    for turn in range(turns):
        on = date(2024 + turn, 7, 18)
        couples = [(unit, around[village]) for unit, village in couples]
        lines = tuple(Line(kind, ((f"org:{u}", ""),), v, on) for u, v in couples)
        asked = Assignment(BOOK, on, lines, frozenset({kind}))
        drawn = timed("draw up the change", lambda asked=asked: draw_up(asked))
        made = timed(
            f"make it: {len(drawn.ends)} end, {len(drawn.opens)} open",
            lambda asked=asked, drawn=drawn: reassign_pairings(
                acting=acting, at=AT, id=new_id(AT), assignment=asked, reason="调整",
                shown=drawn.digest,
            ),
        )  # fmt: skip
    back = Assignment(BOOK, on, reverse_of(BOOK, made.id, on), undoes=made.id)
    timed(
        "undo the last",
        lambda: reassign_pairings(
            acting=acting, at=AT, id=new_id(AT), assignment=back, reason="改回"
        ),
    )


if __name__ == "__main__":
    main()
