"""What is held of what records say, apart from the database: only what outlives an erasure.

Figures, days, choices, places and organizations stay when a record is lawfully redacted; texts
and persons go. A lake, a book kept on disk and a book in memory hold the first and never the
second, so an erasure leaves nothing to be taken out of them, and what was written need never be
written again. A record reads the same before its redaction and after it.
"""

from __future__ import annotations

from functools import lru_cache

from tongxing.rules.plan.model import STAYING_TYPES
from tongxing.rules.plan.shipped import every_version


@lru_cache(maxsize=4096)
def is_held(key: str) -> bool:
    """Whether this "kind.field" is held: in no version of the kind a text or a person."""
    kind, _, name = key.partition(".")
    types = {one.fields[name].type for one in every_version(kind) if name in one.fields}
    return bool(types) and types <= STAYING_TYPES
