"""Anything that can happen in a county, one step after another, a minute apart."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from uuid import UUID

from tests.derive.boards.season import force
from tests.derive.conftest import County
from tests.derive.plans import PLAN
from tests.records import cast as c
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Refused
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.redact_record import redact_record
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import Waiver

UNITS = (c.SWB, c.ZX, c.LYJ, c.FL)
VILLAGES = (c.BAIQIAO, c.YUANBA, c.HETONG)
AMOUNTS = ("3万元", "近5000元", "1200元", "70余万元")
TEXTS = (
    PLAN,
    PLAN.replace("grace_days = 5", "grace_days = 9"),
    PLAN.replace("times = 1", "times = 2"),
)
# A case that holds of each of them.
UNDER_WAY = """
[[case]]
name    = "九月过半，集中劳动还没有登记，九月仍在进行"
duty    = "labour-day"
pairing = { from = 2024-09-01 }
records = []
as_of   = 2024-09-16
expect  = { "2024-09" = "open" }
"""


@dataclass
class Course:
    """A county to which things happen; `pick` chooses among whatever a step is about."""

    county: County
    minutes: int = 0
    done: list[str] = field(default_factory=list)

    def step(self, name: str, pick: int) -> None:
        """One step; what the actions refuse (nothing left to correct, say) does not happen."""
        self.minutes += 1
        act: Callable[[int], object] = getattr(self, name)
        before = Record.objects.count()
        with suppress(Refused):
            act(pick)
        if Record.objects.count() > before:
            self.done.append(name)

    @property
    def at(self):
        return self.county.at + timedelta(minutes=self.minutes)

    def _given(self) -> dict[str, object]:
        return {"acting": everything(), "at": self.at, "id": new_id(self.at)}

    def _day(self, pick: int) -> date:
        return date(2024, 9, 1) + timedelta(days=pick * 7 % 190)

    def _standing(self, pick: int) -> Sequence[UUID]:
        """One record of people's work that nothing has replaced yet, if there is any."""
        work = Record.objects.filter(kind__in=("labour-day", "purchase"), replaced_by_rows=None)
        ids = list(work.order_by("seq").values_list("id", flat=True))
        return [ids[pick % len(ids)]] if ids else []

    def append(self, pick: int) -> None:
        unit, village = UNITS[pick % 4], VILLAGES[pick // 4 % 3]
        doers = (Doer(unit.replace("org", "person"), "leader", unit), Doer(UNITS[pick // 5 % 4]))
        self.county.write(
            "office", later=self.minutes, doers=doers, place=village, happened=self._day(pick),
            values={"people": "三十多人次" if pick % 2 else f"{pick + 1}人次"},
        )  # fmt: skip

    def buy(self, pick: int) -> None:
        self.county.write(
            "office", later=self.minutes, kind="purchase", doers=(Doer(UNITS[pick % 4]),),
            place=VILLAGES[pick % 3], happened=self._day(pick + 3),
            values={"amount": AMOUNTS[pick % 4], "mode": ("canteen", "fair", "union")[pick % 3], "goods": "荔枝干"},
        )  # fmt: skip

    def correct(self, pick: int) -> None:
        for id_ in self._standing(pick):
            record = Record.objects.get(id=id_)
            values = (
                {"amount": AMOUNTS[pick // 2 % 4], "mode": "buy"}
                if record.kind == "purchase"
                else {"people": f"{pick + 40}人次"}
            )
            self.county.correct(record, later=self.minutes, values=values)

    def correct_again(self, pick: int) -> None:
        """A second phone corrects what a first one already has: kept, without effect."""
        known = Record.objects.filter(kind="labour-day").exclude(replaced_by_rows=None)
        for record in known.order_by("seq")[pick % 3 : pick % 3 + 1]:
            self.county.correct(record, later=self.minutes, values={"people": f"{pick}人次"})

    def settle(self, pick: int) -> None:
        for record in Record.objects.filter(kind="labour-day").order_by("seq"):
            rivals = record.replaced_by_rows.filter(record__kind="labour-day")
            if rivals.count() > 1:
                settle_conflict(
                    acting=everything(), at=self.at,
                    of=list(rivals.order_by("record__seq").values_list("record_id", flat=True)),
                    draft=self.county.crew.draft(values={"people": f"{pick}人次"}),
                )  # fmt: skip
                return

    def withdraw(self, pick: int) -> None:
        for id_ in self._standing(pick):
            withdraw_record(**self._given(), of=id_, reason="重复登记")

    def give_back(self, pick: int) -> None:
        for id_ in self._standing(pick):
            return_record(**self._given(), of=id_, note="请补充人数")

    def accept(self, pick: int) -> None:
        for id_ in self._standing(pick):
            accept_record(**self._given(), of=id_)

    def redact(self, pick: int) -> None:
        """The last written first: what is bought names goods, and words go."""
        for id_ in self._standing(-1 - pick):
            redact_record(**self._given(), of=id_, reason="本人要求")

    def pair(self, pick: int) -> None:
        open_pairing(
            **self._given(), kind=c.KIND, actors=(Doer(UNITS[pick % 4]),),
            place=VILLAGES[pick // 4 % 3], since=self._day(pick),
        )  # fmt: skip

    def part(self, pick: int) -> None:
        keys = list(Pairing.objects.filter(died=None, until=None).order_by("key"))
        for one in keys[pick % 3 : pick % 3 + 1]:
            until = max(self._day(pick), one.since + timedelta(days=1))
            end_pairing(**self._given(), pairing=one.key, until=until, reason="调整")

    def waive(self, pick: int) -> None:
        since = self._day(pick)
        grant_waiver(
            **self._given(), plan="gaozhou-pairing", place=(c.GENZI, *VILLAGES)[pick % 4],
            since=since, until=since + timedelta(days=40), reason="洪涝", basis="防汛通知",
            approver="县专班",
        )  # fmt: skip

    def waive_no_more(self, pick: int) -> None:
        for one in Waiver.objects.filter(died=None).order_by("key")[:1]:
            until = one.since + timedelta(days=pick % 30 + 1)
            end_waiver(**self._given(), waiver=one.key, until=until, reason="水退")

    def grade(self, pick: int) -> None:
        set_attribute(
            **self._given(), subjects=(f"place:{VILLAGES[pick % 3]}",), name="grade",
            value=("monitored", "general")[pick % 2], since=self._day(pick),
        )  # fmt: skip

    def put(self, pick: int) -> None:
        """The same edition again in other words: it holds from this record on."""
        county = County(self.county.crew.__class__(self.at, self.county.crew.pairings))
        force(county, TEXTS[pick % 3], UNDER_WAY)


STEPS = (
    "append", "append", "buy", "correct", "correct_again", "settle", "withdraw", "give_back",
    "accept", "redact", "pair", "part", "waive", "waive_no_more", "grade", "put",
)  # fmt: skip
