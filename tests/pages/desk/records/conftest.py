"""The cast signed in at the desk on 12 March 2025, with a plan in force."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.derive.plans import in_force
from tests.pages.api.phone.conftest import phones  # noqa: F401
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.draft import Doer
from tongxing.derive.standings import forget_all
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record

PARTIES = {"swb": c.SWB, "zx": c.ZX, "lyj": c.LYJ}


@dataclass
class Desk:
    """The small county's desk: sign in as somebody, write records behind the pages' back."""

    crew: Cast
    clock: list[datetime]
    clients: dict[str, Client] = field(default_factory=dict)

    def as_(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.crew.account(name))
        return self.clients[name]

    def get(self, name: str, path: str, **query: str) -> Any:
        return self.as_(name).get(f"/ledger/{path}", query)

    def post(self, name: str, path: str, **given: Any) -> Any:
        return self.as_(name).post(f"/ledger/{path}", given)

    def write(self, who: str = "swb", **changes: Any) -> Record:
        given: dict[str, Any] = {
            "doers": (Doer(PARTIES[who]),),
            "place": c.HETONG if who == "lyj" else c.BAIQIAO,
        }
        at = self.pass_time()
        draft = self.crew.draft(**{"id": new_id(at), **given, **changes})
        return append_record(acting=self.crew.scope(who), at=at, draft=draft)

    def pass_time(self, **delta: int) -> datetime:
        """A minute later, or as told."""
        self.clock[0] += timedelta(**(delta or {"minutes": 1}))
        return self.clock[0]

    def form(self, **changes: Any) -> dict[str, Any]:
        """A labour day of 市委办 in 柏桥村 as its form sends it."""
        given = {
            "id": str(new_id(self.pass_time())),
            "kind": "labour-day",
            "place": c.BAIQIAO,
            "happened": "2025-03-11",
            "doer": [c.SWB],
            "f.people": "26",
            "text": "清理村道两侧杂物",
        }
        return {**given, **changes}


@pytest.fixture
def desk(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    forget_all()
    clock = [crew.at]
    now: Callable[[], datetime] = lambda: clock[0]  # noqa: E731
    monkeypatch.setattr(timezone, "now", now)
    in_force(crew)
    yield Desk(crew, clock)
    forget_all()
