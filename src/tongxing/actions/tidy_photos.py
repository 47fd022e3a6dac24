"""Bring the photos' folder in line with what the database says; what a break left undone.

Done when the service starts and now and then. Nobody acts and nothing is said: all of it was
decided before, so there is no audit row.
"""

from __future__ import annotations

from datetime import datetime

from tongxing.records.evidence import parts
from tongxing.records.evidence import storage
from tongxing.records.evidence.queries import all_erased
from tongxing.records.evidence.queries import kept_among


def tidy_photos(*, at: datetime) -> None:
    """Drop what waited too long, move what is kept to its place, take away what is erased.

    A photo is moved after the records have it and erased after they no longer do; a power cut
    between the two leaves it where it was.
    """
    parts.tidy(at)
    for key in all_erased():
        parts.erase(key)
        storage.take_away(key)
    waiting = list(parts.laid_by_all())
    kept = kept_among(key for _, key in waiting)
    for place, key in waiting:
        if key in kept and not storage.path_of(key).exists():
            storage.take_over(place, key)
