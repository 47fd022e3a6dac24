"""The moment the laws' processes write at, and what they write: the same in each of them."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

AT = datetime(2025, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def draft_of(outbox: int, n: int, place: str = "") -> Any:
    """The n-th draft of an outbox, the same whenever it is asked for."""
    from tests.records import cast as c
    from tongxing.actions.draft import Doer
    from tongxing.actions.draft import Draft

    return Draft(
        id=UUID(int=(outbox << 64) | (7 << 76) | n),
        kind="labour-day",
        doers=(Doer(c.SWB), Doer(c.ZX)),
        place=place or c.BAIQIAO,
        happened=date(2025, 1, 1) + timedelta(days=n % 60),
        values={"people": str(n + 1)},
        text=f"第{n}次集中劳动",
    )
