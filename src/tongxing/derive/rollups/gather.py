"""The roll-ups of many books: what is kept, and the rest judged as far as time allows.

A page asks `within_patience`: what is not known by then is said to be outstanding, and asking
again goes on from there. A command asks `all_of`, which sees every book through.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date

from tongxing.derive.kept import Kept
from tongxing.derive.lake.trouble import refused
from tongxing.derive.rollups.engines import Engine
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.sums import BOOK_DIGITS
from tongxing.derive.rollups.sums import coarser

_BATCH_SECONDS = 2.0  # so much work an interruption may lose
_BATCH_BOOKS = 200  # and so many books are held until they are kept
_told = Kept(4096)  # sums or failures by key: enough where nothing can be kept on disk
_log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Gathered:
    """Sums by book; `outstanding` were not judged yet, `failed` cannot be, with the reason.

    `unkept` says why what was worked out could not be kept on disk, "" when it was.
    """

    sums: dict[str, BookSums] = field(default_factory=dict)
    outstanding: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    judged: int = 0
    unkept: str = ""
    rollups: dict[str, BookRollUp] = field(default_factory=dict)  # as far down as was asked for


def forget() -> None:
    """Drop what this process remembers; what is on disk stays, under its full keys."""
    _told.clear()


def within_patience(
    reader: Reader, heads: Sequence[Head], as_of: date, *, store: Store, seconds: float
) -> Gathered:
    """What is known of the books, judging small ones first until `seconds` are over.

    At least one book is judged when any is outstanding, so asking again always comes further.
    """
    begun = time.monotonic()
    found = _known(store, heads)
    missing = [one for one in heads if one.code not in found.sums | found.failed]
    missing.sort(key=lambda one: one.seq)
    fresh: list[BookRollUp] = []
    for head in missing:
        if found.judged and time.monotonic() - begun > seconds:
            break
        outcome = judged_by(reader, head, as_of, store.before(head))
        found.judged += 1
        if isinstance(outcome, Failed):
            found.failed[head.code] = outcome.say
            if not outcome.passing:
                _remember(head.key, outcome)
        else:
            found.sums[head.code] = outcome.sums
            _remember(outcome.sums.head.key, outcome.sums)
            fresh.append(outcome)
    found.outstanding = tuple(one.code for one in missing[found.judged :])
    found.unkept = _keep(store, fresh)
    return found


def in_full(reader: Reader, head: Head, as_of: date, *, store: Store) -> BookRollUp | Failed:
    """One book with its places: what is kept of this very head, else judged now and kept."""
    kept = next(store.rollups([head]), None)
    if kept is not None:
        return kept
    outcome = judged_by(reader, head, as_of, store.before(head))
    if not isinstance(outcome, Failed):
        _keep(store, [outcome])
    return outcome


def all_of(job: Job, *, store: Store, engine: Engine, digits: int, progress: Progress) -> Gathered:
    """Every book of the job; what is judged is kept as it comes, so a rerun goes on from there.

    Sums alone where `digits` ask for no more than whole books; else roll-ups by so many digits,
    so that towns of the nation do not have all of its villages held at once.
    """
    found = Gathered()
    if digits > BOOK_DIGITS:
        for one in store.rollups(job.heads):
            _take(found, one, digits)
    else:
        found.sums = store.sums(job.heads)
    sums = found.sums
    missing = sorted((one for one in job.heads if one.code not in sums), key=lambda one: -one.seq)
    batch: list[BookRollUp] = []
    since = time.monotonic()
    progress(len(sums), len(job.heads))
    try:
        for outcome in engine(replace(job, heads=missing, before=store.before)):
            found.judged += 1
            if isinstance(outcome, Failed):
                found.failed[outcome.head.code] = outcome.say
            else:
                _take(found, outcome, digits)
                batch.append(outcome)
            if time.monotonic() - since > _BATCH_SECONDS or len(batch) >= _BATCH_BOOKS:
                found.unkept = _keep(store, batch) or found.unkept
                batch, since = [], time.monotonic()
            progress(len(found.sums) + len(found.failed), len(job.heads))
    finally:
        found.unkept = _keep(store, batch) or found.unkept
    return found


def _take(found: Gathered, one: BookRollUp, digits: int) -> None:
    code = one.sums.head.code
    found.sums[code] = one.sums
    if digits > BOOK_DIGITS:
        found.rollups[code] = coarser(one, digits)


def _known(store: Store, heads: Sequence[Head]) -> Gathered:
    """What is on disk, or remembered by this process."""
    found = Gathered(sums=store.sums(heads))
    remembered: Mapping[str, BookSums | Failed | None] = {
        one.code: _told.peek(one.key) for one in heads if one.code not in found.sums
    }
    for code, one in remembered.items():
        if isinstance(one, Failed):
            found.failed[code] = one.say
        elif one is not None:
            found.sums[code] = one
    return found


def _remember(key: str, told: BookSums | Failed) -> None:
    _told.get(key, lambda: told)


def _keep(store: Store, fresh: Iterable[BookRollUp]) -> str:
    """Keep them on disk; why not, where that fails: it costs time later and nothing else."""
    try:
        store.keep(fresh)
    except OSError as problem:
        _log.warning("roll-ups not kept in %s: %s", store.folder, problem)
        return refused(problem)
    return ""
