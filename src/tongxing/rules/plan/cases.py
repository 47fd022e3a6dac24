"""What a plan's examples are, once read: dated cases a clerk can check by hand.

`read_cases` makes them from `<plan>.examples.toml`; `rules.standing.run_cases` judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date

from tongxing.rules.periods import Span

# The states a case may expect, spelled as `State` of rules.standing in lower case with hyphens.
STATES: Mapping[str, str] = {
    "not-owed": "不要求",
    "kept": "已完成",
    "late": "补做完成",
    "excused": "已豁免",
    "ahead": "未到期",
    "open": "进行中",
    "overdue": "逾期待补",
    "missed": "未完成",
}


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One record of a case. The pairing's actor is the doer, its target the place.

    `received` None means the day it happened. `accepted` is the day the county office let a
    record count that came after the lock. `place` is a 12-digit code outside the default.
    `values` are as written (`"5000元"`, `3`, `"canteen"`): see `amounts.read_amount`.
    """

    kind: str
    happened: date
    makes_up: date | None = None
    received: date | None = None
    accepted: date | None = None
    role: str = ""
    place: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseAttribute:
    """A dated attribute of the pairing's target; a short one holds for the whole pairing."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One example: a pairing, what was recorded, and the states expected as of a day."""

    name: str
    duty: str
    pairing: Span
    records: tuple[CaseRecord, ...]
    as_of: date
    expect: Mapping[str, str]  # period key -> one of STATES
    waivers: tuple[Span, ...] = ()
    attributes: tuple[CaseAttribute, ...] = ()
    known_at: date | None = None  # None = everything received counts
    file: str = ""
    line: int | None = None
