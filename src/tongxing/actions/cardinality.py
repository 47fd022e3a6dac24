"""Does a pairing fit the editions in force: its kind, and how many of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from tongxing.actions.errors import Unfitting
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.pairings.queries import pairings_at
from tongxing.records.registry.queries import parties
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import PairingKind
from tongxing.rules.plan.shipped import shipped_kinds


class Pair(Protocol):
    """What counting needs of a pairing, held or only wanted."""

    @property
    def kind(self) -> str: ...
    @property
    def actors(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def place(self) -> str: ...
    @property
    def subjects(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class KindInForce:
    """A kind of pairing as the latest edition of its plan has it."""

    id: str  # "plan-id:pairing-kind"
    kind: PairingKind
    edition: Edition


@dataclass(frozen=True, slots=True)
class Breach:
    """One number of a plan that is not met: of a place, or of a party."""

    kind: str
    subject: str  # a place's code, or a party id
    number: int
    least: int
    most: int | None
    unit: str = "个"

    def say(self, what: str) -> str:
        """The breach in words, of `what` is counted."""
        if self.number < self.least:
            return f"{what}{self.number}{self.unit}，少于方案要求的{self.least}{self.unit}"
        return f"{what}{self.number}{self.unit}，多于方案规定的{self.most}{self.unit}"


@lru_cache(maxsize=32)
def _read(text: str) -> Edition | None:
    edition, _ = read_edition(text.encode(), file="edition.toml", kinds=shipped_kinds())
    return edition


def kinds_in_force(book: str) -> Mapping[str, KindInForce]:
    """The kinds of pairing of a book's plans by id, each of its plan's latest edition."""
    latest = {row.plan: row for row in editions_in_force(book, head_of(book).seq)}
    editions = [found for row in latest.values() if (found := _read(row.text))]
    return {
        (id_ := f"{one.plan}:{kind.id}"): KindInForce(id_, kind, one)
        for one in editions
        for kind in one.pairings.values()
    }


def refuse_unknown_kind(book: str, kind: str) -> None:
    """Raise `Unfitting` for a kind its plan does not have; a plan yet to come is let be."""
    plan, colon, name = kind.partition(":")
    if not (plan and colon and name):
        raise Unfitting("结对种类应写成“方案:种类”，请从列表中选择")
    kinds = kinds_in_force(book)
    of_plan = [one for one in kinds.values() if one.edition.plan == plan]
    if of_plan and kind not in kinds:
        allowed = "、".join(f"{one.kind.title}（{one.id}）" for one in of_plan)
        raise Unfitting(f"施行中的方案没有结对种类“{name}”，可用：{allowed}")


def breaches(
    kinds: Mapping[str, KindInForce],
    pairs: Iterable[Pair],
    places: Collection[str],
    actors: Collection[str],
) -> tuple[Breach, ...]:
    """Where the numbers of these kinds are not met, in these places and by these parties.

    `pairs` are all that hold on the day asked about. A place or party without any pairing of a
    kind is not counted: nothing was asked of it.
    """
    around: dict[tuple[str, str], set[str]] = defaultdict(set)  # (kind, place) -> parties
    held: dict[tuple[str, str], set[str]] = defaultdict(set)  # (kind, party) -> targets
    sizes: list[Breach] = []
    for one in pairs:
        found = kinds.get(one.kind)
        if found is None:
            continue
        mine = {party for party, _ in one.actors}
        around[one.kind, one.place] |= mine
        for party in mine:
            held[one.kind, party].update(one.subjects or (one.place,))
        if found.kind.target == "household" and one.place in places:
            sizes += _out_of(one, found.kind, len(one.subjects))
    counted = [
        *((k, s, n, kinds[k].kind.per_target) for (k, s), n in around.items() if s in places),
        *((k, s, n, kinds[k].kind.per_actor) for (k, s), n in held.items() if s in actors),
    ]
    wrong = [
        Breach(kind, subject, len(those), least, most)
        for kind, subject, those, (least, most) in counted
        if len(those) < least or (most is not None and len(those) > most)
    ]
    return (*sorted(wrong, key=lambda one: (one.kind, one.subject)), *sizes)


def _out_of(pair: Pair, kind: PairingKind, n: int) -> Iterator[Breach]:
    if not kind.targets_min <= n <= kind.targets_max:
        party = pair.actors[0][0] if pair.actors else pair.place
        yield Breach(pair.kind, party, n, kind.targets_min, kind.targets_max, "户")


def opening_warnings(book: str, kind: str, key: str) -> tuple[str, ...]:
    """Where the plan's numbers are not met around one pairing just opened."""
    kinds = kinds_in_force(book)
    rows = [p for p in pairings_at(book, head_of(book).seq) if p.kind == kind]
    mine = next((p for p in rows if p.key == key), None)
    if mine is None or kind not in kinds:
        return ()
    actors = [party for party, _ in mine.actors]
    beside = [p for p in rows if _overlap(p, mine)]
    others = [p for p in beside if p.key != key and kinds[kind].kind.target == "household"]
    found = breaches({kind: kinds[kind]}, beside, (mine.place,), actors)
    theirs = {p.actors[0][0] for p in others if p.actors} - set(actors)
    names = parties(one.subject for one in found)
    return tuple(
        one.say(_what(one, mine, names.get(one.subject, one.subject)))
        for one in found
        if not (one.unit == "户" and one.subject in theirs)
    )


def _what(breach: Breach, pair: PairingRow, name: str) -> str:
    if breach.unit == "户":
        return "本次包户"
    return "该结对对象现有结对方" if breach.subject == pair.place else f"{name}现有结对对象"


def _overlap(one: PairingRow, other: PairingRow) -> bool:
    return (one.until is None or one.until > other.since) and (
        other.until is None or other.until > one.since
    )
