"""A county of any size in the database, written row by row through the ledger."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from tests.records import cast as c
from tongxing.records.ledger.operations import append_rows
from tongxing.records.ledger.operations import lock
from tongxing.records.ledger.rows import DoerRow
from tongxing.records.ledger.rows import NewRow
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty

KINDS = ("labour-day", "visit-reception", "purchase", "courtyard")
START = date(2024, 9, 1)


def fill(at: datetime, *, pairings: int, records: int, plan: str = "") -> None:
    """Pair `pairings` units with half as many villages and let them write `records` records."""
    random = Random(7)
    places = [f"440981{100 + n % 24:03d}{201 + n // 48:03d}" for n in range(pairings)]
    if plan:  # else the one already in force
        EditionInForce.objects.create(
            key="edition", book=c.BOOK, born=0, since=START, plan="gaozhou-pairing",
            edition="2024", sha256=f"{len(plan):064d}", text=plan,
        )  # fmt: skip
    for n, place in enumerate(places):
        pairing = Pairing.objects.create(
            key=str(UUID(int=n + 1)), book=c.BOOK, born=0, since=START, kind=c.KIND, place=place
        )
        PairingParty.objects.create(pairing=pairing, party=f"org:u{n}")
    append(at, [one_row(random, places, n) for n in range(records)])


def append(at: datetime, rows: list[NewRow]) -> None:
    with transaction.atomic():
        append_rows(lock(c.BOOK), rows, at)


def one_row(random: Random, places: list[str], n: int) -> NewRow:
    kind = random.choice(KINDS)
    unit = random.randrange(len(places))
    values: dict[str, object] = {"people": {"v": random.randrange(5, 60)}}
    if kind == "purchase":
        near = random.random() < 0.3
        values = {
            "amount": {"v": random.randrange(100, 90_000) * 100}
            | ({"approx": "近"} if near else {})
        }
    if kind == "courtyard":
        values = {"households": {"v": 1}}
    return NewRow(
        id=UUID(int=10**9 + n), kind=kind, kind_version=1,
        doers=(
            DoerRow(f"org:u{unit}"),
            DoerRow(f"person:p{unit}", "leader" if random.random() < 0.3 else "", f"org:u{unit}"),
        ),
        place=places[unit], happened=START + timedelta(days=random.randrange(540)),
        recorded_by=f"person:p{unit}", text="清理村道两侧杂物，整治房前屋后环境", values=values,
    )  # fmt: skip
