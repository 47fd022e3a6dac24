"""What counties' own standings come to, as the pages above them add it up.

A county wholly in view is told by its roll-up: the sums of the very judgement its own pages
stand on, kept on disk under its full key. So is one that another installation keeps, out of the
lake. One of which the viewer sees a part is judged and cut to that part. None takes longer than a
reader waits: what is not known by then is outstanding, and the page says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from django.conf import settings

from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.kept import Kept
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.elsewhere import Elsewhere
from tongxing.derive.rollups.elsewhere import elsewhere
from tongxing.derive.rollups.gather import Gathered
from tongxing.derive.rollups.gather import within_patience
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.store import Store
from tongxing.derive.rollups.store import question_of
from tongxing.records.accounts.access import Scope

PATIENCE = 1.5  # seconds a page works before it says what is outstanding
Counts = tuple[tuple[int, ...], int]  # periods by state, and what a late one weighs in their plan
_partly = Kept(1024)  # by the county's head, with its key, and what is seen of it


@dataclass(frozen=True, slots=True)
class Told:
    """One county's year, within what the viewer sees of it."""

    parts: tuple[Counts, ...]
    pairings: int  # running
    opens: bool  # whether the viewer may open the county's page
    whole: bool  # whether all of the county is in view
    lake_seq: int | None = None  # of another installation's: the last record the lake has

    @property
    def tally(self) -> Tally:
        return together((self,))


@dataclass(frozen=True, slots=True)
class Telling:
    """Counties by the code of their book: told, still outstanding, or why they cannot be."""

    books: frozenset[str]  # all there are, in view or not
    told: Mapping[str, Told]
    outstanding: frozenset[str]
    failed: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)  # names of those out of the lake
    # Names of those that would be: a lake does not say what was known at an earlier moment.
    undated: Mapping[str, str] = field(default_factory=dict)
    made_up: bool = False  # whether these are of a synthetic lake
    trouble: str = ""  # why the lake cannot be read


class _Own(NamedTuple):
    told: dict[str, Told]
    outstanding: frozenset[str]
    failed: dict[str, str]


def store_of(as_of: date, known_at: datetime | None = None) -> Store:
    """Where this installation keeps the roll-ups of a day."""
    return Store(rollups_folder(), question_of(as_of, known_at))


def rollups_folder() -> Path:
    """Where the roll-ups of all days are."""
    return Path(settings.CACHE) / "rollups"


def tell(
    scope: Scope, prefix: str, books: Iterable[str], *, as_of: date, known_at: datetime | None
) -> Telling:
    """The `books` within a region, and those a lake has of others, for the year of `as_of`.

    Two queries once all are known.
    """
    begun = time.monotonic()
    reader = Database(known_at)
    heads = {one.code: one for one in reader.heads(prefix, as_of)}
    seen = [heads[code] for code in books if code in heads]
    own = _of_ledger(scope, reader, seen, as_of, begun)
    lake = elsewhere(prefix, as_of, own=heads)
    within = [one for code, one in lake.heads.items() if scope.sees_place(code)]
    others, undated = (within, []) if known_at is None else ([], within)
    further = _out_of(lake, others, as_of, PATIENCE - (time.monotonic() - begun))
    return Telling(
        books=frozenset(heads) | frozenset(lake.heads),
        told=own.told | {code: _of_sums(one, one.head.seq) for code, one in further.sums.items()},
        outstanding=own.outstanding | frozenset(further.outstanding),
        failed=own.failed | further.failed,
        others={one.code: one.name for one in others},
        undated={one.code: one.name for one in undated},
        made_up=lake.made_up and bool(others),
        trouble=lake.trouble,
    )


def _of_ledger(
    scope: Scope, reader: Database, seen: Sequence[Head], as_of: date, begun: float
) -> _Own:
    """One's own counties: those wholly in view first, then those of which a part is."""
    known_at = reader.known_at
    whole = [one for one in seen if scope.sees_place(one.code)]
    store = store_of(as_of, known_at)
    found = within_patience(reader, whole, as_of, store=store, seconds=PATIENCE)
    told = {code: _of_sums(sums) for code, sums in found.sums.items()}
    outstanding, failed = set(found.outstanding), dict(found.failed)
    judged = found.judged
    for head in (one for one in seen if not scope.sees_place(one.code)):
        asked = (head, _cut(scope, head.code), as_of, known_at)
        known = _partly.peek(asked)
        if known is None and judged and time.monotonic() - begun > PATIENCE:
            outstanding.add(head.code)
            continue
        judged += known is None
        part = known or _partly.get(asked, partial(_in_part, *asked))
        if isinstance(part, Told):
            told[head.code] = part
        else:
            failed[head.code] = part
    return _Own(told, frozenset(outstanding), failed)


def _out_of(lake: Elsewhere, heads: Sequence[Head], as_of: date, seconds: float) -> Gathered:
    """What the lake's books come to, as far as the patience that is left goes."""
    if lake.reader is None or not heads:
        return Gathered()
    store = store_of(as_of)
    return within_patience(lake.reader, heads, as_of, store=store, seconds=seconds)


def together(several: Iterable[Told]) -> Tally:
    """Counties added up; each keeps its own plans' weight of what came late."""
    counts = _by_weight(part for one in several for part in one.parts)
    return tally((np.array(states, np.int64), weight) for states, weight in counts)


def _by_weight(parts: Iterable[Counts]) -> tuple[Counts, ...]:
    """What weighs alike added up: a tally of one part comes to what one of many comes to."""
    alike: dict[int, list[tuple[int, ...]]] = {}
    for states, weight in parts:
        alike.setdefault(weight, []).append(states)
    return tuple(
        (rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True))), weight)
        for weight, rows in alike.items()
    )


def _of_sums(sums: BookSums, lake_seq: int | None = None) -> Told:
    weights = (duty.late_weight for duty in sums.duties)
    parts = _by_weight(zip(sums.totals, weights, strict=True))
    return Told(parts, sums.running, opens=True, whole=True, lake_seq=lake_seq)


def _cut(scope: Scope, book: str) -> Scope:
    """What the scope sees of a county, and nothing else of it: equal parts are told once."""
    places = frozenset(one for one in scope.places if one.startswith(book))
    return Scope(account="", person="", places=places, parties=scope.parties)


def _in_part(head: Head, cut: Scope, as_of: date, known_at: datetime | None) -> Told | str:
    """What the county comes to within the cut, or why that cannot be said."""
    try:
        view = view_of(cut, book=head.code, as_of=as_of, known_at=known_at)
    except EditionUnreadableError as problem:
        return str(problem)
    parts = [
        (tuple(count_states(states).tolist()), late_weight(view, duty.plan))
        for duty in view.judged.standing.duties
        for states in (duty.state[view.seen[duty.pairing], of_year(duty, as_of.year)],)
    ]
    return Told(tuple(parts), len(view.running()), opens=bool(view.seen.any()), whole=False)
