"""From bytes to a plain TOML table, with everything hostile refused first.

Bounded before any rule looks at it: size, encoding, nesting, length of texts, NaN and
infinity, numbers beyond 10¹⁵, control characters.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from decimal import InvalidOperation
from typing import Any

from tongxing.rules.plan.outline import KeyPath
from tongxing.rules.plan.outline import Outline
from tongxing.rules.plan.outline import outline
from tongxing.rules.plan.problem import Problem
from tongxing.rules.plan.problem import Severity

SIZE_MAX_BYTES = 256 * 1024
DEPTH_MAX = 8
NUMBER_MAX = 10**15
DECIMALS_MAX = 4  # areas and numbers are kept in ten-thousandths
TEXT_MAX_CHARACTERS = 2_000

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Source:
    """One file being read: its name, where its keys stand, and what is wrong so far."""

    file: str
    lines: Outline
    problems: list[Problem]

    def complain(
        self,
        path: KeyPath,
        what: str,
        *,
        allowed: str = "",
        remedy: str = "",
        rule: str = "",
        severity: Severity = "error",
    ) -> None:
        line = self.lines.line_of(path)
        key = spell(path)
        self.problems.append(Problem(self.file, line, key, what, allowed, remedy, rule, severity))

    def is_broken(self) -> bool:
        return any(one.severity == "error" for one in self.problems)


def spell(path: KeyPath) -> str:
    """`("score", "items", 2, "of")` as `score.items[3].of`, counted from one as people count."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse(data: bytes, *, file: str) -> tuple[dict[str, Any], Source]:
    """The file's table and a `Source` to complain to; an empty table when it cannot be read."""
    source = Source(file, Outline(), [])
    if len(data) > SIZE_MAX_BYTES:
        source.complain(
            (), "文件太大", allowed=f"不超过{SIZE_MAX_BYTES // 1024}KB", remedy="拆成几个文件"
        )
        return {}, source
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        what = "有不是UTF-8编码的字节"
        remedy = "用UTF-8编码另存后再试"
        source.problems.append(Problem(file, line, "", what, "UTF-8", remedy))
        return {}, source
    text = text.replace("\r\n", "\n")
    source.lines = outline(text)
    if source.lines.depth > DEPTH_MAX:
        source.complain((), "括号嵌套太深", allowed=f"不超过{DEPTH_MAX}层", remedy="减少嵌套")
        return {}, source
    return _load(text, source), source


def _load(text: str, source: Source) -> dict[str, Any]:
    try:
        table = tomllib.loads(text, parse_float=_decimal)
    except ValueError as wrong:
        source.problems.append(_syntax(source.file, str(wrong), text))
        return {}
    _bound(table, source)
    return {} if source.is_broken() else table


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal keeps
        return Decimal("NaN")


def _syntax(file: str, message: str, text: str) -> Problem:
    found = _AT.search(message)
    line = int(found[1]) if found else None
    if "at end of document" in message:
        line = len(text.splitlines()) or 1
    column = f"第{found[2]}列附近" if found else ""
    what = f"{column}不合TOML写法，或同一个键写了两次"
    return Problem(
        file, line, "", what, "键 = 值，文字用英文双引号", "对照docs/plan-language.md检查这一行"
    )


def _bound(table: dict[str, Any], source: Source) -> None:
    stack: list[tuple[KeyPath, Any]] = [((), table)]
    while stack:
        path, value = stack.pop()
        if len(path) > DEPTH_MAX:
            source.complain(path[:DEPTH_MAX], "键嵌套太深", allowed=f"不超过{DEPTH_MAX}层")
        elif isinstance(value, dict):
            stack.extend(((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            stack.extend(((*path, at), inner) for at, inner in enumerate(value))
        elif isinstance(value, str):
            _bound_text(path, value, source)
        elif isinstance(value, int | Decimal):
            _bound_number(path, Decimal(value) if _is_small(value) else None, source)


def _is_small(value: int | Decimal) -> bool:
    return isinstance(value, Decimal) or value.bit_length() < 64  # noqa: PLR2004 - any machine word


def _bound_text(path: KeyPath, value: str, source: Source) -> None:
    if _CONTROL.search(value):
        source.complain(path, "文字里有看不见的控制字符", remedy="删去后重新输入")
    if len(value) > TEXT_MAX_CHARACTERS:
        source.complain(path, "文字太长", allowed=f"不超过{TEXT_MAX_CHARACTERS}字")


def _bound_number(path: KeyPath, value: Decimal | None, source: Source) -> None:
    if value is not None and not value.is_finite():
        source.complain(path, "不是一个数", remedy="写成普通的数")
    elif value is None or value.adjusted() > 15 or abs(value) > NUMBER_MAX:  # noqa: PLR2004
        source.complain(path, "数太大", allowed="绝对值不超过一千万亿")
    elif value.adjusted() < -DECIMALS_MAX - 1 or value != round(value, DECIMALS_MAX):
        source.complain(path, "小数位太多", allowed=f"不超过{DECIMALS_MAX}位小数")
