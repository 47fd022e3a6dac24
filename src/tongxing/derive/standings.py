"""Judged books, cached under everything their judgement depends on.

The key names the book, its head at the known seq, every edition by its sha256, the kinds'
versions, this program's version, the day and the seq: equal keys mean equal answers, so a
cache entry is never stale and may be dropped at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from typing import Any
from typing import TypeVar

import orjson

import tongxing
from tongxing.derive import snapshot as snapshots
from tongxing.derive.editions import fields_needed
from tongxing.derive.editions import plans_of
from tongxing.derive.facts import Facts
from tongxing.derive.kept import Kept
from tongxing.derive.keys import days_ahead
from tongxing.derive.keys import editions_key
from tongxing.derive.keys import full_key
from tongxing.derive.rollups import elsewhere
from tongxing.derive.rollups import gather as rollups
from tongxing.derive.snapshot import Snapshot
from tongxing.rules.plan.model import Plan
from tongxing.rules.standing import judge
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Standing

STANDINGS_KEPT = 64
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judged:
    """One book judged as of a day, knowing what was recorded up to `seq`."""

    standing: Standing
    plans: tuple[Plan, ...]
    facts: Facts  # known at `seq`; `facts.pairings` stand in the kernel's order
    as_of: date
    seq: int
    head: str  # the chain's hash at `seq`
    key: str  # sha256 over the full cache key, hex
    snapshot: Snapshot = field(repr=False)
    _further: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def remember(self, name: str, work_out: Callable[[], T]) -> T:
        """What follows from this judgement alone, worked out once and dropped with it."""
        if name not in self._further:
            self._further[name] = work_out()
        found: T = self._further[name]
        return found

    def as_bytes(self) -> bytes:
        """The whole judgement as canonical JSON: equal judgements give equal bytes."""
        content = {
            "book": self.standing.book.code,
            "key": self.key,
            "effective": _seqs(self.standing),
            "duties": [_plain(self.standing, duty) for duty in self.standing.duties],
        }
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _seqs(standing: Standing) -> list[int]:
    found: list[int] = standing.book.records.seq[standing.effective].tolist()
    return found


def _plain(standing: Standing, duty: DutyStanding) -> dict[str, Any]:
    keys = standing.book.pairings.keys
    seqs = standing.book.records.seq[duty.hit_record]
    return {
        "plan": duty.plan,
        "duty": duty.duty,
        "pairings": [keys[row] for row in duty.pairing],
        "periods": [one.key for one in duty.periods],
        "editions": list(duty.edition),
        "state": duty.state.tolist(),
        "on_time": duty.on_time.tolist(),
        "late": duty.late.tolist(),
        "approx": duty.approx.tolist(),
        "need": duty.need.tolist(),
        "hits": sorted(
            zip(
                seqs.tolist(),
                duty.hit_pairing.tolist(),
                duty.hit_period.tolist(),
                duty.hit_late.tolist(),
                strict=True,
            )
        ),
    }


_kept = Kept(STANDINGS_KEPT)
BOARDS = Kept(128)  # boards, each under the key of its judgement and all else it depends on


def forget_all() -> None:
    """Drop every cache of derived results, here and below; nothing changes but time."""
    _kept.clear()
    BOARDS.clear()
    rollups.forget()
    elsewhere.forget()
    snapshots.forget_all()


def standing_of(book_code: str, *, as_of: date, known_at: datetime | None = None) -> Judged:
    """A book judged as of a whole day, included, from what was recorded up to `known_at`.

    One query when the book has no new records. Raises NoSuchBookError and
    EditionUnreadableError.
    """
    current = snapshots.snapshot(book_code)
    seq = current.seq_at(known_at)
    facts = current.facts_at(seq)
    key = _key(current, facts, seq, as_of)
    return _kept.get(
        key,
        lambda: judged_with(current, plans_of(facts.editions), seq=seq, as_of=as_of, key=key),
    )


def judged_with(
    current: Snapshot, plans: Sequence[Plan], *, seq: int, as_of: date, key: str = ""
) -> Judged:
    """A book judged with any plans, in force or only tried; not cached."""
    table = current.cut(seq, fields_needed(plans))
    return Judged(
        standing=judge(table, plans, as_of=as_of, ahead_days=days_ahead(as_of)),
        plans=tuple(plans),
        facts=current.facts_at(seq),
        as_of=as_of,
        seq=seq,
        head=current.hash_at(seq),
        key=key,
        snapshot=current,
    )


def _key(current: Snapshot, facts: Facts, seq: int, as_of: date) -> str:
    return full_key(
        code=current.code,
        name=current.name,
        seq=seq,
        head=current.hash_at(seq),
        editions=editions_key(facts),
        as_of=as_of,
    )


def etag_of(keys: Sequence[str], *, account: str, revision: int, form: str) -> str:
    """A page's ETag: what it was derived from, who looks, with which grants, in which form.

    Two viewers never share one, nor do a whole page and a part of it.
    """
    parts = (list(keys), account, revision, form, tongxing.__version__)
    return f'"{hashlib.sha256(orjson.dumps(parts)).hexdigest()[:32]}"'
