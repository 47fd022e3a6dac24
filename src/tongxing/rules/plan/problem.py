"""An error in a file is a value: where it stands, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file. `line` is 1-based, None where nobody can say.

    `key` is the path inside the file (`duty.labour-day.cadence.every`), `rule` the article
    of docs/plan-language.md it breaks (C1–C15) or empty.
    """

    file: str
    line: int | None
    key: str
    what: str
    allowed: str = ""
    remedy: str = ""
    rule: str = ""
    severity: Severity = "error"

    def say(self) -> str:
        """The whole problem as one line of Chinese, address first."""
        where = f"{self.file}第{self.line}行" if self.line is not None else self.file
        parts = [f"{where} {self.key}：{self.what}" if self.key else f"{where}：{self.what}"]
        if self.allowed:
            parts.append(f"允许：{self.allowed}")
        if self.remedy:
            parts.append(f"改法：{self.remedy}")
        if self.rule:
            parts.append(f"依据：{self.rule}")
        return "。".join(parts) + "。"


Problems = tuple[Problem, ...]


def errors(problems: Problems) -> Problems:
    """Those that refuse the file; warnings left out."""
    return tuple(one for one in problems if one.severity == "error")
