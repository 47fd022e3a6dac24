"""What is said about records afterwards: corrected, withdrawn, returned, accepted after the lock.

Every such record names one of the N records of the work; of some, two people write a correction
without knowing of each other, and the later one does not count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from tongxing.derive.synth.work import FAR_LATE
from tongxing.derive.synth.work import Work
from tongxing.rules.standing.tables import Days
from tongxing.rules.standing.tables import Rows

CORRECTED, RIVALS = 0.012, 0.02  # of all records; of the corrections
WITHDRAWN = 0.003
RETURNED, MENDED = 0.004, 0.6  # of all records; of the returned, by a correction
ACCEPTED = 0.5  # of what came after the lock
TALK = 12  # days at most until somebody notices


@dataclass(frozen=True, slots=True)
class Said:
    """K records about records: rows of the work, and the day it was said."""

    of: Rows
    day: Days


@dataclass(frozen=True, slots=True)
class After:
    corrected: Said
    withdrawn: Said
    returned: Said
    accepted: Said


def after(work: Work, rng: Generator) -> After:
    """Draws what becomes of the records; a record is corrected, withdrawn or returned, not both."""
    size = len(work.pairing)
    counts = [int(size * share) for share in (CORRECTED, WITHDRAWN, RETURNED)]
    some = np.unique(rng.integers(0, max(size, 1), sum(counts), dtype=np.int32))
    bounds = np.cumsum(counts[:2])
    corrected, withdrawn, returned = np.split(rng.permutation(some), bounds)
    rivals = corrected[: int(len(corrected) * RIVALS)]
    sent_back = _said(work, returned, 0, rng)
    mended = int(len(returned) * MENDED)
    mends = Said(
        returned[:mended],
        sent_back.day[:mended] + rng.integers(1, TALK, mended).astype(np.int32),
    )
    first = _said(work, np.concatenate((corrected, rivals)), 0, rng)
    late = np.flatnonzero(work.received - work.happened == FAR_LATE)
    far = late[rng.random(len(late)) < ACCEPTED].astype(np.int32)
    return After(
        Said(np.concatenate((first.of, mends.of)), np.concatenate((first.day, mends.day))),
        _said(work, withdrawn, 0, rng),
        sent_back,
        _said(work, far, 1, rng),
    )


def _said(work: Work, of: Rows, least: int, rng: Generator) -> Said:
    return Said(of, work.received[of] + rng.integers(least, TALK, len(of)).astype(np.int32))
