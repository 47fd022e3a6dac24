"""One TOML table being read: every getter checks, complains with an address, and goes on.

A getter that complained answers a harmless stand-in, so one reading names all that is wrong;
a file with any error never becomes a value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from typing import Any

from tongxing.rules.periods import Span
from tongxing.rules.plan.outline import KeyPath
from tongxing.rules.plan.source import Source
from tongxing.rules.plan.unlawful import UNLAWFUL_KEYS

NO_DATE = date(1, 1, 1)  # the stand-in after a complaint; never leaves the reader
TITLE_MAX_CHARACTERS = 200
ID_MAX_CHARACTERS = 60
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Node:
    """A table, its path in the file, and where to complain."""

    table: Mapping[str, Any]
    path: KeyPath
    source: Source

    def complain(self, key: str, what: str, **more: Any) -> None:
        path = (*self.path, key) if key else self.path
        self.source.complain(path, what, **more)

    def has(self, key: str) -> bool:
        return key in self.table

    def only(self, *allowed: str) -> None:
        """Refuse every other key: an unlawful one by its rule, a slip by its nearest word."""
        for key in self.table:
            if key in allowed:
                continue
            if key in UNLAWFUL_KEYS:
                rule, what = UNLAWFUL_KEYS[key]
                self.complain(key, what, remedy="删去这一项", rule=rule)
                continue
            near = difflib.get_close_matches(key, allowed, n=1)
            remedy = f"是不是“{near[0]}”" if near else "删去这一项"
            self.complain(key, f"没有“{key}”这一项", allowed="、".join(allowed), remedy=remedy)

    def text(self, key: str, *, default: str | None = None, rule: str = "") -> str:
        """A text of one line, not blank unless it may be left out."""
        value = self.table.get(key, default)
        if value is None:
            self.complain(key, "缺这一项", remedy=f'加上 {key} = "……"', rule=rule)
            return ""
        if not isinstance(value, str):
            self.complain(key, "要写文字", allowed="用英文双引号括起的文字")
            return ""
        if key in self.table and (not value.strip() or "\n" in value):
            self.complain(key, "不能空白，也不能换行", remedy="写一行文字", rule=rule)
        if len(value) > TITLE_MAX_CHARACTERS:
            self.complain(key, "太长", allowed=f"不超过{TITLE_MAX_CHARACTERS}字")
        return value

    def id(self, key: str, *, default: str | None = None) -> str:
        value = self.text(key, default=default)
        if value and value != default:
            self.check_id(key, value)
        return value

    def check_id(self, key: str, value: str) -> None:
        if not _ID.fullmatch(value) or len(value) > ID_MAX_CHARACTERS:
            allowed = "小写英文字母、数字和连字符，字母开头，不超过60个字符"
            self.complain(key, f"“{value}”不能作标识", allowed=allowed)

    def one_of(self, key: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        value = self.text(key, default=default)
        if value and value not in allowed:
            near = difflib.get_close_matches(value, allowed, n=1)
            remedy = f"是不是“{near[0]}”" if near else ""
            self.complain(key, f"不能写“{value}”", allowed="、".join(allowed), remedy=remedy)
            return allowed[0]
        return value

    def whole(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        value = self.table.get(key, default)
        if value is None:
            self.complain(key, "缺这一项", remedy=f"加上 {key} = 整数")
            return low
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.complain(key, "数不对", allowed=f"{low}到{high}的整数")
            return low
        return value

    def scaled(
        self, key: str, low: int, high: int, *, scale: int, default: int | None = None
    ) -> int:
        """A number between `low` and `high`, times `scale` (points in hundredths: 100)."""
        value = self.table.get(key)
        if value is None:
            if default is None:
                self.complain(key, "缺这一项", remedy=f"加上 {key} = 数")
                return low * scale
            return default
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.complain(key, "要写数", allowed=f"{low}到{high}")
            return low * scale
        grown = Decimal(value) * scale
        if not low <= value <= high or grown != int(grown):
            places = len(str(scale)) - 1
            self.complain(key, "数不对", allowed=f"{low}到{high}，至多{places}位小数")
            return low * scale
        return int(grown)

    def flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, "要写true或false")
            return False
        return value

    def day(self, key: str, *, rule: str = "") -> date:
        """A day; `datetime` is refused, for spans and periods are whole days."""
        found = self.maybe_day(key)
        if found is None and key not in self.table:
            self.complain(key, "缺这一项", remedy=f"加上 {key} = 2024-09-01 这样的日期", rule=rule)
        return found or NO_DATE

    def maybe_day(self, key: str) -> date | None:
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.complain(key, "要写日期", allowed="2024-09-01 这样的写法，不加引号，不带时刻")
            return None
        if not 1990 <= value.year <= 2200:  # noqa: PLR2004 - records of pairing fit in between
            self.complain(key, "年份不对", allowed="1990到2200")
            return None
        return value

    def span(self, key: str, *, ends: bool = False, rule: str = "") -> Span:
        """`{ from, until }`, half-open; with `ends` the last day must be named."""
        node = self.child(key)
        return node.own_span(ends=ends, rule=rule) if node else Span(NO_DATE)

    def own_span(self, *, ends: bool = False, rule: str = "", also: Sequence[str] = ()) -> Span:
        """The span this table itself spells in `from` and `until`."""
        self.only("from", "until", *also)
        start = self.day("from", rule=rule)
        until = self.day("until", rule=rule) if ends else self.maybe_day("until")
        if until is not None and NO_DATE not in {start, until} and until <= start:
            self.complain("until", "止日不晚于起日", remedy="止日写不再有效的第一天，要晚于起日")
        return Span(start, until)

    def names(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, none twice."""
        value = self.table.get(key)
        if value is None:
            if required:
                self.complain(key, "缺这一项", remedy=f'加上 {key} = ["……"]')
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.complain(key, "要写成一列文字", allowed='["甲", "乙"]')
            return ()
        if not value:
            self.complain(key, "不能为空")
        if len(set(value)) != len(value):
            self.complain(key, "有重复的项", remedy="每项只写一次")
        return tuple(value)

    def child(self, key: str, *, required: bool = True) -> Node | None:
        """The inner table, or None after a complaint or when it may be left out."""
        value = self.table.get(key)
        if value is None:
            if required:
                self.complain(key, "缺这一项", remedy=f"加上 {key} = {{ …… }}")
            return None
        if not isinstance(value, dict):
            self.complain(key, "要写成一张表", allowed="{ 键 = 值 }")
            return None
        return Node(value, (*self.path, key), self.source)

    def children(self, key: str) -> Iterator[tuple[str, Node]]:
        """`[key.ID]` tables with their ids, in the order of the file."""
        group = self.child(key, required=False)
        if group is None:
            return
        for name in group.table:
            if node := group.child(name):
                group.check_id(name, name)
                yield name, node

    def rows(self, key: str) -> tuple[Node, ...]:
        """`[[key]]` or `key = [{ … }]`; none when the key is absent."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.complain(key, "要写成一列表", allowed="[{ 键 = 值 }, …]")
            return ()
        return tuple(Node(one, (*self.path, key, at), self.source) for at, one in enumerate(value))
