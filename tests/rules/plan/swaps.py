"""Swaps of one cadence for another in the small plan."""

from __future__ import annotations

MONTHLY = 'cadence = { every = "month", times = 1 }'
QUARTERLY = 'cadence = { every = "quarter", times = 1 }'


def cadence(text: str) -> tuple[str, str]:
    return (MONTHLY, f"cadence = {{ {text} }}")


def visits(text: str) -> tuple[str, str]:
    return (QUARTERLY, f"cadence = {{ {text} }}")
