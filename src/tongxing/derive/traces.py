"""The address of a figure, and the records behind it.

A `Trace` fits into a link: the page that prints a figure prints `trace.query()` behind it,
and the page that opens it reads the parameters back with `Trace.parse`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote_plus

from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.periods import read_moment

_KEY = r"[\w.:-]{1,64}"
# What each field looks like, and its name as a reader would call it.
FORMS: Mapping[str, tuple[str, str]] = {
    "book": ("台账代码", r"\d{6}"),
    "plan": ("方案", _KEY),
    "duty": ("任务", _KEY),
    "pairing": ("结对", _KEY),
    "period": ("周期", r"[\w/-]{1,16}"),
    "indicator": ("指标", _KEY),
    "place": ("地点代码", r"\d{12}"),
    "party": ("单位", r"(?:org|team|person):[\w.-]{1,64}"),
}


class TraceError(ValueError):
    """The parameters of a link do not make a trace; says which one in Chinese."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure: a cell (plan, duty, pairing, period), or an indicator of a place or party.

    `as_of` and `known_at` are those of the board that showed the figure, so the link opens
    the same records later. `since`/`until` bound an indicator's days, half-open.
    """

    book: str
    as_of: date
    known_at: datetime | None = None
    plan: str = ""
    duty: str = ""
    pairing: str = ""  # pairing key
    period: str = ""  # period key; for "all duties, by month" the month, with `duty` empty
    indicator: str = ""  # an indicator's id, or "money:given" … for a measure of money
    place: str = ""  # 12-digit code
    party: str = ""
    since: date | None = None
    until: date | None = None

    def query(self) -> str:
        """The trace as URL parameters; empty ones are left out."""
        given = ((name, getattr(self, name)) for name in _NAMES)
        return "&".join([f"{name}={_written(value)}" for name, value in given if value])

    def queries(self, periods: Iterable[str]) -> Iterator[str]:
        """The `query()` of each period of one duty and pairing; this trace names none itself."""
        whole = self.query()
        return (f"{whole}&period={_written(period)}" for period in periods)

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Trace:
        """Read `query()` back; raises TraceError."""
        found: dict[str, object] = {}
        for one in fields(cls):
            text = given.get(one.name, "")
            if text:
                found[one.name] = _read(one.name, text)
        if "book" not in found or "as_of" not in found:
            raise TraceError("链接不完整：缺少台账或截至日期，请从原页面重新点开。")
        return cls(**found)  # type: ignore[arg-type]  # each value was read by its field's name


_NAMES = tuple(one.name for one in fields(Trace))


def _written(value: date | str) -> str:
    return _quoted(value if isinstance(value, str) else value.isoformat())


# A page of cells writes the same few values hundreds of times.
_quoted = lru_cache(maxsize=4096)(quote_plus)


def _read(name: str, text: str) -> object:
    try:
        if name == "known_at":
            return read_moment(text)
        if name in {"as_of", "since", "until"}:
            return read_day(text, end=name == "until")
    except PeriodError as problem:
        raise TraceError(f"{problem}。") from None
    return checked(name, text)


def checked(name: str, text: str) -> str:
    """`text`, if it looks like this field (a key of FORMS); raises TraceError."""
    title, form = FORMS[name]
    if not re.fullmatch(form, text, re.ASCII):
        raise TraceError(f"链接中的{title}写法不对，请从原页面重新点开。")
    return text
