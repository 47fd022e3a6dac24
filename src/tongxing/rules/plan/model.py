"""What kinds and plans *are*, once read and checked: frozen values, nothing else.

The TOML languages are described in docs/plan-language.md. Days are `datetime.date`;
every span is half-open. Amounts are scaled integers (see `rules.quantities.SCALE`):
money in 分, counts in ones, areas and numbers in ten-thousandths of their unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Literal

from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span

FieldType = Literal[
    "count", "money", "area", "number", "text", "choice", "date", "place", "organization", "person"
]
QUANTITY_TYPES: frozenset[str] = frozenset({"count", "money", "area", "number"})
# What of a record stays when it is lawfully redacted; texts and persons go.
STAYING_TYPES: frozenset[str] = QUANTITY_TYPES | {"choice", "date", "place", "organization"}


@dataclass(frozen=True, slots=True)
class KindField:
    """One field of a kind: asked once, shared by all plans (C6)."""

    id: str
    title: str
    type: FieldType
    unit: str = ""
    measure: str = ""  # closed lists in `rules.quantities.measures`
    optional: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)  # id -> Chinese title, order kept


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be recorded. A change is a new version; old records stay readable."""

    id: str
    version: int
    title: str
    about: str
    fields: Mapping[str, KindField]
    system: bool = False  # written by actions only, never offered on a form
    assesses: bool = False  # what others are judged by: only assessors write it


@dataclass(frozen=True, slots=True)
class ActorNeed:
    """`actor = "organization"` is one party of that sort; a bundle names roles and numbers."""

    sort: str  # organization | team | person | a role such as unit-member
    number: int = 1


@dataclass(frozen=True, slots=True)
class PairingKind:
    """A sort of pairing: who is paired with what, and how many of each."""

    id: str
    title: str
    actors: tuple[ActorNeed, ...]
    target: str  # village | town | county | household
    targets_min: int = 1
    targets_max: int = 1
    per_target: tuple[int, int | None] = (0, None)  # actors a target has: min, max
    per_actor: tuple[int, int | None] = (0, None)  # targets an actor has: min, max


@dataclass(frozen=True, slots=True)
class FieldTest:
    """`field.NAME = value | [values] | { min, max }`; numbers are scaled integers."""

    field: str
    values: tuple[str | int, ...] = ()
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The closed vocabulary of conditions on a record; all that are given must hold."""

    by_role: str = ""
    place_within: str = ""  # 12-digit code
    fields: tuple[FieldTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """How much a period needs: `times` records, or a field's sum of `at_least` (scaled)."""

    times: int = 1
    sum: str = ""  # "kind.field"; empty means count records
    at_least: int = 0

    @property
    def amount(self) -> int:
        return self.at_least if self.sum else self.times


@dataclass(frozen=True, slots=True)
class Duty:
    id: str
    title: str
    of: str  # "plan-id:pairing-kind", always written out in full here
    counts: tuple[str, ...]  # kind ids
    rhythm: Rhythm
    need: Need
    clause: str = ""
    where: Where = Where()
    not_also: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # `for = {grade = [...]}`
    partial: Literal["none", "half"] = "none"


IndicatorForm = Literal["sum", "count", "distinct", "latest", "ratio"]


@dataclass(frozen=True, slots=True)
class Indicator:
    id: str
    title: str
    form: IndicatorForm
    of: str = ""  # "kind.field", or "kind" for count
    parts: tuple[str, str] = ("", "")  # for ratio: ids of numerator and denominator
    where: Where = Where()


ScoreSort = Literal["duties", "indicator", "entered", "bonus", "deduction"]


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One line of `[score].items`. Points are in hundredths, so sums stay exact."""

    of: str  # as written: duties | indicator.ID | field-check | appraisal | bonus | deduction …
    sort: ScoreSort
    points: int = 0
    weights: Mapping[str, int] = field(default_factory=dict)  # duty id -> weight (hundredths)
    full_at: int | None = None  # scaled amount that earns all points; linear below
    steps: tuple[tuple[int, int], ...] = ()  # (from amount, points), ascending
    floor: int | None = None  # least points of this item; None = may go below zero
    each: int = 0  # points a counted record (bonus, deduction)
    cap: int | None = None  # None on a deduction: 扣分不保底
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    title: str
    from_: int  # hundredths, closed below


@dataclass(frozen=True, slots=True)
class Veto:
    counts: tuple[str, ...]
    band: str


@dataclass(frozen=True, slots=True)
class Quota:
    band: str
    at_most: int  # share in ten-thousandths
    rounding: Literal["down", "up", "half-up"] = "down"


@dataclass(frozen=True, slots=True)
class Ranking:
    show: Literal["none", "bands", "ranks"] = "none"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    every: Literal["year"]
    max: int
    items: tuple[ScoreItem, ...]
    veto: tuple[Veto, ...] = ()
    late_counts_as: int = 0  # hundredths of a kept period
    bands: tuple[Band, ...] = ()  # descending by `from_`
    quota: Quota | None = None
    ranking: Ranking = Ranking()


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder; order is meaning."""

    step: str
    missed_in_row: int
    after: str = ""
    issued_by: Literal["system", "person"] = "person"
    cure_days: int = 0  # the next rung is not reached sooner than this after this one
    title: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one plan, checked."""

    plan: str
    edition: str
    title: str
    authority: str
    owner: str
    purpose: str
    place: str  # province, city or county code, 2, 4 or 6 digits
    effective: Span
    lock_days: int
    pairings: Mapping[str, PairingKind]
    duties: Mapping[str, Duty]
    indicators: Mapping[str, Indicator]
    score: Score | None
    ladder: tuple[Step, ...]
    sha256: str  # of the file's bytes
    basis: str = ""
    minutes: Mapping[str, int] = field(default_factory=dict)  # kind id -> minutes a record takes


@dataclass(frozen=True, slots=True)
class Plan:
    """All editions of one plan, ascending by `effective.start`, not overlapping."""

    id: str
    editions: tuple[Edition, ...]

    @property
    def span(self) -> Span:
        return Span(self.editions[0].effective.start, self.editions[-1].effective.until)
