"""Work out what photos kept as a phone sent them look like, once somebody asks.

Intake does not wait for it. Nobody acts and nothing is said: it follows from the bytes, as a
small picture does, so there is no audit row.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence.pictures import looks
from tongxing.records.evidence.queries import not_looked_at
from tongxing.records.evidence.storage import path_of

MOST_SECONDS = 0.2  # what a page waits for it; the rest is for the next to ask
MOST_AT_ONCE = 200


def look_at_photos(*, keys: Collection[str], book: str = "") -> None:
    """Look at these photos, then at others of the book while there is time, oldest first."""
    begun = time.monotonic()
    for key in keys:
        _look_at(key)
    if not book:
        return
    for key in not_looked_at(book, MOST_AT_ONCE):
        if time.monotonic() - begun > MOST_SECONDS:
            break
        _look_at(key)


def _look_at(key: str) -> None:
    """A file that is missing is asked for again once it is back."""
    try:
        data = path_of(key).read_bytes()
    except OSError:
        return
    evidence.looked_at(key, looks(data))
