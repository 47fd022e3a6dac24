"""A longer season of the small county: what `act` has, and what goes wrong besides.

市妇联 helped 元坝村 until 15 February 2025. One record was corrected, one withdrawn, one
returned, one corrected twice; 市林业局 is excused in January; units also work in each
other's villages. Read-only tests share one such county a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from tests.derive.boards.acted import PLAN
from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN as TEXT
from tests.records import cast as c
from tests.records.cast import cast
from tests.remembered import remembered
from tongxing.actions.draft import Doer
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.derive import boards
from tongxing.derive.standings import forget_all
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id

MORE = """
[indicator.canteen]
title = "食堂采购"
sum   = "purchase.amount"
where = { field.mode = "canteen" }
[indicator.canteen-total]
title  = "食堂食材采购总额"
latest = "canteen-report.total"
[indicator.canteen-share]
title = "食堂采购预留比例"
ratio = ["canteen", "canteen-total"]
[score]"""
RICH = TEXT.replace("\n[score]", MORE)
WEDNESDAY = datetime(2025, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROLES = ("office", "supervisor", "auditor", "swb", "zx", "lyj", "fl", "team", "village")
PLACES = {"village": c.BAIQIAO, "hetong": c.HETONG, "town": c.GENZI, "caojiang": c.CAOJIANG,
          "county": c.COUNTY}  # fmt: skip
PARTIES = {"unit": c.SWB, "zx": c.ZX, "lyj": c.LYJ, "fl": c.FL, "team": c.TEAM}
PAIRINGS = {"pairing": "swb", "zx-pairing": "zx", "lyj-pairing": "lyj", "fl-pairing": "fl"}
MATRICES = {
    "months": boards.MatrixFilter(),
    "matrix": boards.MatrixFilter(PLAN, "labour-day"),
    "bought": boards.MatrixFilter(PLAN, "bought"),
}
NAMES = ("home", *MATRICES, *PLACES, *PARTIES, *PAIRINGS)


@contextmanager
def undone(text: str = TEXT, at: datetime = WEDNESDAY) -> Iterator[County]:
    """The cast with a plan in force; everything is rolled back at the end."""
    with transaction.atomic():
        forget_all()
        county = County(remembered(f"the cast at {at}", lambda: cast(at)))
        told = sha256(text.encode()).hexdigest()
        remembered(f"{told} for the cast at {at}", lambda: force(county, text))
        yield county
        transaction.set_rollback(True)
    forget_all()


def force(county: County, text: str, examples: str = EXAMPLES) -> None:
    put_in_force(
        acting=everything(), at=county.at, id=new_id(county.at), book=c.BOOK,
        text=text.encode(), examples=examples.encode(),
    )  # fmt: skip


def pair(county: County, name: str, place: str, since: date, until: date | None = None) -> None:
    """One more pairing, known by `name`."""
    key = new_id(county.at)
    open_pairing(
        acting=everything(), at=county.at, id=key, kind=c.KIND, actors=(Doer(f"org:{name}"),),
        place=place, since=since, until=until,
    )  # fmt: skip
    county.crew.pairings[name] = key  # type: ignore[index]


def live(county: County) -> None:
    act(county)
    pair(county, "fl", c.YUANBA, c.BEGIN)
    county.write("fl", place=c.YUANBA, happened=date(2025, 1, 20))
    county.write("lyj", place=c.HETONG, happened=date(2025, 2, 18), values={"people": "近20人次"})
    county.write("office", doers=(Doer(c.SWB),), place=c.HETONG, happened=date(2025, 3, 1))
    county.write("office", doers=(Doer(c.LYJ),), place=c.BAIQIAO, happened=date(2025, 3, 2))
    county.bought("1.2万元", happened=date(2024, 11, 3))
    bought = county.bought("8000元", happened=date(2025, 1, 6))
    county.correct(bought, later=1, values={"amount": "9000元", "mode": "fair"})
    twice = county.write("zx", happened=date(2025, 2, 20))
    county.correct(twice, later=2, values={"people": "12人次"})
    county.correct(twice, later=3, values={"people": "15人次"})
    county.write(
        "swb", kind="canteen-report", values={"total": "20万元"}, happened=date(2025, 3, 3)
    )
    office, later = county.scope("office"), county.at + timedelta(minutes=4)
    back = county.bought("700元", who="zx", happened=date(2025, 3, 4))
    return_record(acting=office, at=later, id=new_id(later), of=back.id, note="请核对金额")
    gone = county.bought("600元", happened=date(2025, 3, 6))
    withdraw_record(acting=office, at=later, id=new_id(later), of=gone.id, reason="重复登记")
    end_pairing(
        acting=everything(), at=later, id=new_id(later), pairing=county.key("fl"),
        until=date(2025, 2, 15), reason="调整",
    )  # fmt: skip
    grant_waiver(
        acting=everything(), at=later, id=new_id(later), plan=PLAN, pairing=county.key("lyj"),
        duties=("labour-day",), since=date(2025, 1, 1), until=date(2025, 2, 1),
        reason="抗洪抢险", basis="防汛通知", approver="县专班",
    )  # fmt: skip


@contextmanager
def season() -> Iterator[County]:
    with undone(RICH) as county:
        live(county)
        yield county


def ask(
    county: County, viewer: str, name: str, as_of: date | None = None, known: datetime | None = None
) -> Any:
    """One of `NAMES`, as the viewer sees it; raises NotInView."""
    day = {"as_of": as_of or county.today, "known_at": known}
    if name in PLACES:
        asked = boards.village_board if name in {"village", "hetong"} else boards.place_board
        return asked(county.scope(viewer), place=PLACES[name], **day)
    if name in PAIRINGS:
        return boards.pairing_board(county.scope(viewer), key=county.key(PAIRINGS[name]), **day)
    inside = {"scope": county.scope(viewer), "book": c.BOOK, **day}
    if name in PARTIES:
        board = boards.team_board if name == "team" else boards.unit_board
        return board(party=PARTIES[name], **inside)
    if name == "home":
        return boards.home_board(**inside)
    return boards.matrix_board(asked=MATRICES[name], **inside)
