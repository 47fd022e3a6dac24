"""How long a record takes to write: the smallest honest guess, from its fields."""

from __future__ import annotations

from tongxing.rules.plan.model import Kind

OPENING_MINUTES = 1  # choosing the kind, the day, the place; one sentence
PER_REQUIRED_MINUTES = 1
OPTIONAL_PER_MINUTE = 2  # every other optional field is filled in, a minute each


def minutes_of(kind: Kind) -> int:
    """Minutes: 1 + one for each field asked + half a minute for each optional, rounded up."""
    required = sum(not field.optional for field in kind.fields.values())
    optional = len(kind.fields) - required
    return OPENING_MINUTES + PER_REQUIRED_MINUTES * required + -(-optional // OPTIONAL_PER_MINUTE)
