"""What drafts are checked against, fetched for a whole batch in a few queries."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo

from tongxing.actions.draft import Draft
from tongxing.derive.kept import Kept
from tongxing.records.registry.queries import Party
from tongxing.records.registry.queries import parties_asked
from tongxing.records.registry.queries import spans_asked
from tongxing.records.registry.queries import strangers_asked
from tongxing.records.statements import Looking
from tongxing.rules.plan.model import Kind
from tongxing.rules.plan.shipped import shipped_kinds

CHINA = ZoneInfo("Asia/Shanghai")


def local_day(at: datetime) -> date:
    """The day it is in China at a moment."""
    return at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Known:
    """The kinds, places and parties drafts may name, and the day it is."""

    today: date
    kinds: Mapping[str, Kind]
    places: Mapping[str, tuple[tuple[date, date | None], ...]]  # code -> its spans
    parties: Mapping[str, Party]
    strangers: frozenset[str]  # subjects that do not exist

    def place_begins(self, code: str) -> date:
        """The first day the registry knows the place; it must be among `places`."""
        return min(since for since, _ in self.places[code])

    def place_holds(self, code: str, on: date) -> bool:
        return any(
            since <= on and (until is None or on < until)
            for since, until in self.places.get(code, ())
        )


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What was read in one question with who asks, so that it need not be asked again.

    `registry`: its revision; what was looked up under the same one still holds. `pairs`: the
    pairings of all the units of whoever asks, as `paired_asked` tells them.
    """

    registry: int
    pairs: Callable[[date], tuple[tuple[str, str], ...]] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the registry was found to hold at one revision; what it did not is asked again."""

    places: dict[str, tuple[tuple[date, date | None], ...]] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)

    def full(self) -> bool:
        return len(self.places) + len(self.parties) + len(self.subjects) > MOST_FOUND


MOST_FOUND = 50_000
FOUND = Kept(1)  # by revision: one for the process, that of whoever asked last


def _found_at(registry: int) -> _Found:
    """What is kept of this revision; looking up later than it was read finds nothing older."""
    here = FOUND.get(registry, _Found)
    if here.full():
        here = _Found()
        FOUND.put(registry, here)
    return here


def known_for(
    drafts: Iterable[Draft],
    at: datetime,
    asking: Looking | None = None,
    beforehand: Beforehand | None = None,
) -> Known:
    """Everything the drafts refer to, at most six queries however many they are.

    PostgreSQL answers all of them in one message, with whatever else is in `asking`.
    """
    asking = asking or Looking()
    found = _found_at(beforehand.registry) if beforehand else _Found()
    drafts = list(drafts)
    values = [v for d in drafts for v in d.values.values() if isinstance(v, str)]
    codes = {d.place for d in drafts} | {v for v in values if len(v) == 12 and v.isdigit()}  # noqa: PLR2004
    ids = {p for d in drafts for doer in d.doers for p in doer.parties}
    ids |= {v for v in values if v.startswith(("org:", "team:", "person:"))}
    subjects = {s for d in drafts for s in d.about}
    open_ = _askable(subjects - found.subjects)
    places = spans_asked(asking, _askable(codes - found.places.keys()))
    parties = parties_asked(asking, _askable(ids - found.parties.keys()))
    strangers = strangers_asked(asking, open_)()
    found.places.update(places())
    found.parties.update(parties())
    found.subjects.update(open_ - strangers)
    return Known(local_day(at), shipped_kinds(), found.places, found.parties, strangers)


def _askable(texts: Iterable[str]) -> set[str]:
    """Those a database can be asked about: no broken characters, no zero bytes."""
    return {t for t in texts if "\0" not in t and t.encode(errors="replace").decode() == t}
