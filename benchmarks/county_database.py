"""A county's year in the real tables of an installation of its own, through the ledger."""

from __future__ import annotations

import os
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from pathlib import Path
from uuid import UUID

import numpy as np

from benchmarks import workload
from benchmarks.workload import FIRST
from benchmarks.workload import KINDS
from benchmarks.workload import Size
from benchmarks.workload import Year
from benchmarks.workload import years

CHINA = timezone(timedelta(hours=8))
STAMP = "filled"


def set_up(home: Path) -> None:
    """Point Django at the installation's SQLite and get it ready."""
    import django

    os.environ |= {
        "TONGXING_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tongxing.project.settings",
    }
    os.environ.pop("TONGXING_DATABASE", None)
    django.setup()


def book_in(home: Path) -> str:
    return (home / STAMP).read_text(encoding="utf-8")


def fill(home: Path, size: Size) -> None:
    """Pairings, waivers and records of the first county of `size`; once."""
    if (home / STAMP).exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    set_up(home)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    year = next(years(size))
    book = str(year.place[0])[:6]
    write_pairings(book, year)
    write_records(book, year)
    (home / STAMP).write_text(book, encoding="utf-8")


def day(number: int) -> date:
    return date.fromordinal(FIRST + number)


def write_pairings(book: str, year: Year) -> None:
    from tongxing.records.ledger.canonical import GENESIS
    from tongxing.records.ledger.models import Book
    from tongxing.records.pairings.models import Pairing
    from tongxing.records.pairings.models import PairingParty
    from tongxing.records.pairings.models import Waiver

    Book.objects.create(code=book, name="测算县", head_hash=GENESIS)
    for row, place in enumerate(year.place.tolist()):
        until = int(year.until[row])
        pairing = Pairing.objects.create(
            key=str(UUID(int=row + 1)),
            book=book,
            born=0,
            since=day(int(year.start[row])),
            until=None if until > workload.DAYS else day(until),
            kind=workload.KIND,
            place=str(place),
        )
        PairingParty.objects.create(pairing=pairing, party=f"org:u{row}")
    Waiver.objects.bulk_create(
        Waiver(
            key=str(UUID(int=10**6 + number)),
            book=book,
            born=0,
            since=day(int(year.waived_from[number])),
            until=day(int(year.waived_until[number])),
            pairing=str(UUID(int=row + 1)),
            plan=workload.PLAN,
            reason="测算",
            basis="测算",
            approver="org:office",
        )
        for number, row in enumerate(year.waived.tolist())
    )


def write_records(book: str, year: Year) -> None:
    """In the order they were received, each at noon of its day."""
    from django.db import transaction

    from tongxing.records.ledger.operations import append_rows
    from tongxing.records.ledger.operations import lock
    from tongxing.records.ledger.rows import DoerRow
    from tongxing.records.ledger.rows import NewRow

    def row_of(n: int) -> NewRow:
        pair, makes_up, corrects = int(year.pair[n]), int(year.makes_up[n]), int(year.replaces[n])
        return NewRow(
            id=UUID(int=10**9 + n),
            kind=KINDS[year.kind[n]],
            kind_version=1,
            doers=(DoerRow(f"org:u{pair}"),),
            place=str(year.place[pair]),
            happened=day(int(year.happened[n])),
            makes_up=None if makes_up < 0 else day(makes_up),
            replaces=() if corrects < 0 else (UUID(int=10**9 + corrects),),
            recorded_by=f"person:p{pair}",
            text="清理村道两侧杂物，整治房前屋后环境",
        )

    order = np.argsort(year.received, kind="stable").tolist()
    moments = [datetime.combine(day(int(year.received[n])), time(12), CHINA) for n in order]
    with transaction.atomic():
        append_rows(lock(book), [row_of(n) for n in order], moments[0], moments=moments)
