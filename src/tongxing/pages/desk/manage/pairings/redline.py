"""A change of pairings as a page shows it: who moves where, who stays, what is left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Change
from tongxing.actions.assignment import Line
from tongxing.actions.cardinality import Breach
from tongxing.actions.cardinality import KindInForce
from tongxing.actions.cardinality import kinds_in_force
from tongxing.pages.desk.manage.pairings.listing import title_of
from tongxing.pages.desk.manage.pairings.names import Names
from tongxing.pages.desk.manage.pairings.names import names_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.rules.plan.editions import as_plans
from tongxing.rules.standing.split import Split
from tongxing.rules.standing.split import split_at

ORDER = {"moves": 0, "new": 1, "leaves": 2, "kind": 3, "stays": 4}
WORDS = {"moves": "调整", "new": "新增", "leaves": "退出", "kind": "改种类", "stays": "不变"}
SYMBOLS = {"moves": "→", "new": "＋", "leaves": "－", "kind": "→", "stays": "＝"}


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one party's pairings: the villages it leaves, keeps and comes to."""

    who: str
    sort: str  # a key of WORDS
    leaves: tuple[str, ...]
    stays: tuple[str, ...]
    comes: tuple[str, ...]

    @property
    def word(self) -> str:
        return WORDS[self.sort]

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.sort]


@dataclass(frozen=True, slots=True)
class Redline:
    """A whole change, its parties in the order of what happens to them."""

    moves: tuple[Move, ...]
    bare: tuple[str, ...]
    mended: tuple[str, ...]  # numbers of the plan not met before, met after
    broken: tuple[str, ...]  # not met after
    splits: tuple[Split, ...]
    kinds: Mapping[str, str]

    def count(self, sort: str) -> int:
        return sum(one.sort == sort for one in self.moves)

    def those(self, sort: str) -> tuple[Move, ...]:
        return tuple(one for one in self.moves if one.sort == sort)


def redline_of(assignment: Assignment, change: Change, new: Mapping[str, str], on: date) -> Redline:
    """The change in words; `new` names units that are registered only with it."""
    kinds = kinds_in_force(assignment.book)
    pairs: list[PairingRow | Line] = [
        *change.stays, *change.opens, *change.ends, *change.taken_back, *change.resumes,
    ]  # fmt: skip
    about = {one.subject for one in (*change.before, *change.after)}
    found = names_of(pairs, on, about)
    names = Names({**found.parties, **new}, found.places, found.households)
    after = {_said(one, names, kinds) for one in change.after}
    before = {_said(one, names, kinds) for one in change.before}
    touched = {one.kind for one in change.opens} | {one.kind for one in change.ends}
    return Redline(
        moves=tuple(sorted(_moves(change, names), key=lambda one: (ORDER[one.sort], one.who))),
        bare=tuple(names.path(code) for code in change.bare),
        mended=tuple(sorted(before - after)),
        broken=tuple(sorted(after)),
        splits=_splits(kinds.values(), touched, assignment.on) if change.ends else (),
        kinds={one: title_of(one, kinds) for one in touched},
    )


def _moves(change: Change, names: Names) -> Iterable[Move]:
    gone = _by_party((*change.ends, *change.taken_back))
    kept, come = _by_party(change.stays), _by_party((*change.opens, *change.resumes))
    for who in dict.fromkeys((*gone, *come, *kept)):
        leaves, stays, comes = (
            tuple(dict.fromkeys(_where(one, names) for one in some.get(who, ())))
            for some in (gone, kept, come)
        )
        yield Move(
            "、".join(names.party(party) for party in who), _sort(leaves, comes), leaves, stays,
            comes,
        )  # fmt: skip


def _sort(leaves: tuple[str, ...], comes: tuple[str, ...]) -> str:
    if leaves and comes:
        return "kind" if set(leaves) == set(comes) else "moves"
    if comes:
        return "new"
    return "leaves" if leaves else "stays"


def _by_party(
    pairs: Iterable[PairingRow | Line],
) -> Mapping[tuple[str, ...], list[PairingRow | Line]]:
    found: dict[tuple[str, ...], list[PairingRow | Line]] = defaultdict(list)
    for one in pairs:
        found[tuple(party for party, _ in one.actors)].append(one)
    return found


def _where(pair: PairingRow | Line, names: Names) -> str:
    subjects = names.subjects(pair)
    return f"{names.path(pair.place)}{'：' if subjects else ''}{subjects}"


def _said(breach: Breach, names: Names, kinds: Mapping[str, KindInForce]) -> str:
    kind = title_of(breach.kind, kinds)
    if breach.unit == "户":
        return breach.say(f"{names.party(breach.subject)}（{kind}）包户")
    if ":" in breach.subject:
        return breach.say(f"{names.party(breach.subject)}（{kind}）结对对象")
    return breach.say(f"{names.path(breach.subject)}（{kind}）结对方")


def _splits(kinds: Iterable[KindInForce], touched: set[str], on: date) -> tuple[Split, ...]:
    editions = {(one.edition.plan, one.edition.edition): one.edition for one in kinds}
    return split_at(as_plans(editions.values()), touched, on)
