"""Step 1, take: which records count at all, as of a day.

Replacements, returns and acceptances are knowledge: they hold from the seq they were received
at, whatever day is asked about. The book is already cut at the known seq.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records


@dataclass(frozen=True, slots=True)
class Taken:
    """Flags for each of N records."""

    effective: Flags  # counts as of the day; the lock apart
    accepted: Flags | None  # the county office let it count after the lock; None: no record
    whole: bool  # no record was replaced or returned: only its day keeps one from counting


def take(records: Records, as_of: int) -> Taken:
    """What counts as of the ordinal day `as_of`, included."""
    valid = valid_records(records)
    accepted = None
    if len(records.accepting):
        accepted = np.zeros(len(valid), dtype=np.bool_)
        accepted[records.accepted[valid[records.accepting]]] = True
    effective = valid.copy()
    effective[records.returned[valid[records.returning]]] = False
    whole = not (len(records.replacing) or len(records.returning))
    effective &= records.happened <= as_of
    return Taken(effective, accepted, whole)


def valid_records(records: Records) -> Flags:
    """Records neither corrected nor withdrawn, nor corrections that lost; N flags.

    A record is won by the first that replaces it. A replacing record is in the chain when it
    wins all it replaces and one of those was in the chain before it.
    """
    size = len(records)
    replacing, replaced = records.replacing, records.replaced
    chain = np.ones(size, dtype=np.bool_)
    if not len(replacing):
        return chain
    winner = np.full(size, size, dtype=np.int32)
    np.minimum.at(winner, replaced, replacing)
    won = winner[replaced] == replacing
    fair = np.ones(size, dtype=np.bool_)
    fair[replacing[~won]] = False
    chain[replacing] = False
    while True:  # one round for each link of the longest chain of corrections
        gained = replacing[chain[replaced] & fair[replacing]]
        if chain[gained].all():
            break
        chain[gained] = True
    gone = replaced[won & chain[replacing]]
    chain[gone] = False
    return chain
