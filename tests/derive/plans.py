"""A small plan for the cast: a monthly labour day, a quarterly project, money bought."""

from __future__ import annotations

from tests.records import cast as c
from tests.records.cast import Cast
from tests.remembered import remembered
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id

PLAN = """
schema    = 1
id        = "gaozhou-pairing"
edition   = "2024"
title     = "市直单位党组织与重点村党组织结对共建"
authority = "结对共建工作方案"
owner     = "高州市直属机关工作委员会"
purpose   = "典型村培育"
place     = "440981"
effective = { from = 2024-09-01, until = 2028-01-01 }
calendar  = { week_starts = "monday", workdays = "cn" }
lock_days = 45

[pairing.unit-village]
title  = "结对共建"
actor  = "organization"
target = "village"

[duty.labour-day]
title   = "组织一次集中劳动"
of      = "unit-village"
counts  = ["labour-day"]
cadence = { every = "month", times = 1, grace_days = 5 }
clause  = "“五个一”第1项"

[duty.bought]
title   = "采购农产品"
of      = "unit-village"
counts  = ["purchase"]
cadence = { every = "quarter", sum = "purchase.amount", at_least = "5000元", grace_days = 15 }

[indicator.bought]
title = "消费帮扶金额"
sum   = "purchase.amount"

[indicator.days]
title = "集中劳动次数"
count = "labour-day"

[indicator.people]
title = "集中劳动人次"
sum   = "labour-day.people"

[score]
every = "year"
max   = 100
items = [
  { of = "duties", points = 85 },
  { of = "indicator.bought", points = 15, full_at = "50000元" },
  { of = "bonus", each = 1, cap = 5, counts = ["honour"] },
]
late_counts_as = 0.5
bands = [
  { title = "好", from = 90 },
  { title = "一般", from = 60 },
  { title = "较差", from = 0 },
]
ranking = { show = "none" }

[[ladder]]
step      = "remind"
when      = { missed_in_row = 2 }
issued_by = "system"
[[ladder]]
step      = "talk"
when      = { missed_in_row = 3, after = "remind" }
issued_by = "person"
cure_days = 30
"""

EXAMPLES = """
[[case]]
name    = "十月三日补做九月的集中劳动，九月算补做，十月仍在进行"
duty    = "labour-day"
pairing = { from = 2024-09-01 }
records = [ { kind = "labour-day", happened = 2024-10-03, makes_up = 2024-09-30 } ]
as_of   = 2024-10-10
expect  = { "2024-09" = "late", "2024-10" = "open" }
"""
# Duties asked only of households and villages of which something is registered (`for`).
ASKED = """
[pairing.household-bundle]
title  = "包户"
actor  = "organization"
target = { household = { min = 1, max = 10 } }

[duty.visit]
title   = "走访监测户"
of      = "household-bundle"
counts  = ["condolence"]
cadence = { every = "month", times = 1 }
for     = { grade = ["monitored"] }

[duty.visit-all]
title   = "走访各户"
of      = "household-bundle"
counts  = ["condolence"]
cadence = { every = "half-year", times = 1 }
for     = { grade = ["general", "monitored"] }

[duty.model]
title   = "示范村观摩"
of      = "unit-village"
counts  = ["meeting"]
cadence = { every = "quarter", times = 1 }
for     = { village-sort = ["示范"] }
"""
ASKING = PLAN.replace("\n[indicator.bought]", f"{ASKED}\n[indicator.bought]", 1)


def in_force(crew: Cast) -> None:
    """The plan is put in force in the cast's book, with nothing else in it yet."""
    remembered(f"the plan for the cast at {crew.at}", lambda: _put_in_force(crew))


def _put_in_force(crew: Cast) -> None:
    put_in_force(
        acting=everything(), at=crew.at, id=new_id(crew.at), book=c.BOOK,
        text=PLAN.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
