"""Small files to break: one sound plan, one sound kind, one sound set of examples."""

from __future__ import annotations

from tongxing.rules.plan import Edition
from tongxing.rules.plan import Kind
from tongxing.rules.plan import Problem
from tongxing.rules.plan import errors
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import read_kind
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes

FILE = "方案.toml"

PLAN = """\
schema    = 1
id        = "small-plan"
edition   = "2024"
title     = "小方案"
authority = "一份文件"
owner     = "县委办"
purpose   = "帮扶"
place     = "440981"
effective = { from = 2024-01-01, until = 2026-01-01 }
lock_days = 45

[pairing.unit-village]
title  = "结对"
actor  = "organization"
target = "village"

[pairing.carer]
title  = "一对一"
actor  = "person"
target = "household"

[duty.labour-day]
title   = "集中劳动"
of      = "unit-village"
counts  = ["labour-day"]
cadence = { every = "month", times = 1 }
clause  = "第一条"

[duty.visits]
title   = "走访"
of      = "carer"
counts  = ["condolence"]
cadence = { every = "quarter", times = 1 }
clause  = "第二条"

[indicator.bought]
title = "消费帮扶"
sum   = "purchase.amount"

[indicator.canteen]
title = "食堂采购"
sum   = "purchase.amount"
where = { field.mode = "canteen" }

[indicator.share]
title = "食堂占比"
ratio = ["canteen", "bought"]

[score]
every = "year"
max   = 100
items = [
  { of = "duties", points = 70 },
  { of = "indicator.bought", points = 20, full_at = "5万元" },
  { of = "indicator.share", points = 10, full_at = "30%" },
  { of = "bonus", each = 1, cap = 5, counts = ["honour"] },
]
bands = [{ title = "好", from = 80 }, { title = "差", from = 0 }]
quota = { band = "好", at_most = 0.2 }

[[ladder]]
step      = "remind"
when      = { missed_in_row = 2 }
issued_by = "system"
[[ladder]]
step = "talk"
when = { missed_in_row = 3, after = "remind" }
"""

KIND = """\
schema  = 1
id      = "fishing"
version = 1
title   = "渔事帮扶"
about   = "帮渔民出海"

[field.boats]
title    = "船只"
type     = "count"
unit     = "艘"
measure  = "items"
[field.way]
title    = "方式"
type     = "choice"
optional = true
[field.way.choices]
net  = "撒网"
line = "垂钓"
"""

CASES = """\
[[case]]
name    = "九月做了"
duty    = "labour-day"
pairing = { from = 2024-09-01 }
records = [{ kind = "labour-day", happened = 2024-09-09 }]
as_of   = 2024-09-30
expect  = { "2024-09" = "kept" }
"""


def changed(text: str, *swaps: tuple[str, str]) -> bytes:
    """`text` with each first piece swapped for the second; the piece must be there."""
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def plan(*swaps: tuple[str, str], add: str = "") -> tuple[Edition | None, tuple[Problem, ...]]:
    return read_edition(changed(PLAN, *swaps) + add.encode(), file=FILE, kinds=shipped_kinds())


def sound(*swaps: tuple[str, str], add: str = "") -> Edition:
    edition, problems = plan(*swaps, add=add)
    assert edition is not None, [one.say() for one in problems]
    return edition


def wrong(*swaps: tuple[str, str], add: str = "") -> Problem:
    """The one error of the plan so changed."""
    edition, problems = plan(*swaps, add=add)
    found = errors(problems)
    assert edition is None
    assert len(found) == 1, [one.say() for one in found]
    return found[0]


def kind(*swaps: tuple[str, str], add: str = "") -> Kind | tuple[Problem, ...]:
    return read_kind(changed(KIND, *swaps) + add.encode(), file="种类.toml")


def wrong_kind(*swaps: tuple[str, str], add: str = "") -> Problem:
    found = kind(*swaps, add=add)
    assert isinstance(found, tuple)
    assert len(found) == 1, [one.say() for one in found]
    return found[0]


def wrong_case(*swaps: tuple[str, str], add: str = "") -> Problem:
    cases, found = read_cases(changed(CASES, *swaps) + add.encode(), file="例子.toml")
    assert cases == ()
    assert len(found) == 1, [one.say() for one in found]
    return found[0]


def gaozhou() -> Edition:
    data, _ = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    edition, problems = read_edition(data, file="gaozhou", kinds=shipped_kinds())
    assert edition is not None
    assert problems == ()
    return edition
