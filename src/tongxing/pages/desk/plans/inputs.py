"""Reading what a form of 方案 sends."""

from __future__ import annotations

from datetime import date

from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day as read


def read_day(text: str) -> date | None:
    """A day as a date input sends it; None when it is none."""
    try:
        return read(text.strip()) if text.strip() else None
    except PeriodError:
        return None
