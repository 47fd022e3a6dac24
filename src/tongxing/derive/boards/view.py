"""What one viewer sees of one judged book: the ground every board stands on."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import TypeVar

import numpy as np

from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.editions import duty_on
from tongxing.derive.editions import plan_named
from tongxing.derive.facts import PairingFact
from tongxing.derive.kept import Kept
from tongxing.derive.snapshot import NoSuchBookError
from tongxing.derive.standings import BOARDS
from tongxing.derive.standings import Judged
from tongxing.derive.standings import standing_of
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.queries import book_names
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.queries import books_paired
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import revision
from tongxing.rules.periods import Rhythm
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.model import KindField
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.words import UNIT_WORDS
from tongxing.rules.quantities import Quantity
from tongxing.rules.quantities import say
from tongxing.rules.standing.ladder import edition_on
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.tables import DutyStanding
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows

VIEWS_KEPT = 16  # of one judgement
T = TypeVar("T")
Array = TypeVar("Array", Flags, Rows)


class NotInView(Exception):  # noqa: N818 - an answer to a viewer, not a fault
    """The viewer may not see this, or it does not exist: both look the same to them."""


@dataclass(frozen=True, slots=True)
class View:
    """A judged book and which of its pairings the viewer sees."""

    scope: Scope
    judged: Judged
    stand: Stand
    seen: Flags  # P, in the kernel's order of pairings
    sight: Flags  # N records, in the kernel's order
    heads: Mapping[tuple[str, str], DutyHead]  # by (plan, duty), in the plans' order
    _further: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def remember(self, name: str, work_out: Callable[[], T]) -> T:
        """What follows from this view alone, worked out once and dropped with it."""
        if name not in self._further:
            self._further[name] = work_out()
        found: T = self._further[name]
        return found

    @property
    def pairings(self) -> tuple[PairingFact, ...]:
        return self.judged.facts.pairings

    @property
    def as_of(self) -> date:
        return self.judged.as_of

    def running(self) -> Rows:
        """The pairings in view that run on the day, as rows."""
        return self.remember("running", self._running)

    def _running(self) -> Rows:
        runs = np.array([one.runs(self.as_of) for one in self.pairings], np.bool_)
        return frozen(np.flatnonzero(self.seen & runs).astype(np.int32))

    @property
    def for_units(self) -> bool:
        """Whether the viewer is here for units or teams of their own, and nothing wider."""
        return bool(self.scope.units) and self.scope.roles <= {"unit", "team"}

    def ours(self) -> Flags:
        """The pairings the viewer's own units hold, as flags; all in view for everybody else.

        A unit sees its whole village, neighbours and all; what *it* owes is its own.
        """
        if not self.for_units:
            return self.seen
        return self.remember("ours", self._ours)

    def _ours(self) -> Flags:
        own = [not self.scope.units.isdisjoint(one.actors) for one in self.pairings]
        return frozen(self.seen & np.array(own, np.bool_))

    def row_of(self, key: str) -> int:
        """The row of a pairing in view; raises NotInView."""
        for row, one in enumerate(self.pairings):
            if one.key == key and self.seen[row]:
                return row
        raise NotInView

    def duty(self, plan: str, duty: str) -> DutyStanding:
        """The standing of one duty; raises NotInView when no plan in force has it."""
        try:
            return self.judged.standing.duty(plan, duty)
        except KeyError:
            raise NotInView from None

    def present(self) -> tuple[Edition, ...]:
        """The editions whose effective span holds the board's day, at most one a plan."""
        return self.judged.remember("present", self._present)

    def _present(self) -> tuple[Edition, ...]:
        found = (edition_on(plan, self.as_of.toordinal()) for plan in self.judged.plans)
        return tuple(one for one in found if one is not None)

    def asked_of(self, kind: str) -> tuple[Duty, ...]:
        """What the edition its plan has in force on the day asks of a kind of pairing."""
        plan = kind.partition(":")[0]
        own = (one for one in self.present() if one.plan == plan)
        return tuple(duty for one in own for duty in one.duties.values() if duty.of == kind)

    def asked_now(self) -> frozenset[tuple[str, str]]:
        """(plan, duty) of the editions in force on the day."""
        return frozenset((one.plan, duty) for one in self.present() for duty in one.duties)

    def head(self, duty: DutyStanding) -> DutyHead:
        return self.heads[duty.plan, duty.duty]

    def kind_title(self, kind: str) -> str:
        """The title of a kind of pairing, "plan-id:pairing-kind"."""
        return self.judged.remember(f"kind title {kind}", lambda: self._kind_title(kind))

    def _kind_title(self, kind: str) -> str:
        plan_id, _, name = kind.partition(":")
        for edition in reversed(plan_named(self.judged.plans, plan_id)):
            if name in edition.pairings:
                return edition.pairings[name].title
        return "结对"  # its plan is no longer, or not yet, in force


def view_of(scope: Scope, *, book: str, as_of: date, known_at: datetime | None) -> View:
    """Judge the book and cut it to the scope; one query when nothing is new. NotInView.

    The judgement keeps its last views, each for exactly one scope: grants, places and all.
    """
    try:
        judged = standing_of(book, as_of=as_of, known_at=known_at)
    except NoSuchBookError:
        raise NotInView from None
    views = judged.remember("views", lambda: Kept(VIEWS_KEPT))
    stand = Stand(book, judged.snapshot.name, as_of, known_at, judged.seq, judged.key)
    return views.get((stand, scope), lambda: _cut(scope, judged, stand))


def kept_board(view: View, asked: tuple[object, ...], work_out: Callable[[], T]) -> T:
    """A board as worked out last from the same view, for the same question.

    Names, teams and people stand on boards too: the registry's revision is part of the key,
    read before them (one query). A view of an earlier moment is worked out anew each time: its
    key does not tell that the words of a record have been erased since.
    """
    if view.stand.known_at is not None:
        return work_out()
    return BOARDS.get((view.stand, view.scope, revision(), asked), work_out)


def _cut(scope: Scope, judged: Judged, stand: Stand) -> View:
    seen = [scope.sees(place=one.place, parties=one.actors) for one in judged.facts.pairings]
    heads = {
        (one.plan, one.duty): duty_head(judged.plans, one.plan, one.duty, judged.as_of)
        for one in judged.standing.duties
    }
    sight = sight_of(scope, judged)
    return View(scope, judged, stand, frozen(np.array(seen, np.bool_)), frozen(sight), heads)


def frozen(array: Array) -> Array:
    """The array, which nobody can write into from here on: many requests read it."""
    array.setflags(write=False)
    return array


def sight_of(scope: Scope, judged: Judged) -> Flags:
    """Which records the scope sees: `Scope.sees` for all rows at once."""
    table = judged.standing.book.records
    sight = table.deeds.done_by(scope.parties)
    for prefix in scope.places:
        unit = 10 ** (CODE_DIGITS - len(prefix))
        sight |= table.deeds.place // unit == int(prefix or 0)  # "" sees everything
    return table.whose(sight)


def books_of(scope: Scope) -> tuple[Named, ...]:
    """The books the viewer has something in, by code: by place, or by a party's pairings."""
    books = {code: Named(code, name) for code, name in book_names()}
    found = {
        code
        for code in books
        if any(code.startswith(place) or place.startswith(code) for place in scope.places)
    }
    found |= books_paired(scope.parties)
    return tuple(book for code, book in books.items() if code in found)


def leading_book(books: Sequence[str], on: date) -> str:
    """The first of the books, given by code, in which a pairing runs; else the first, or "".

    One query, none for a single book.
    """
    if len(books) < 2:  # noqa: PLR2004
        return books[0] if books else ""
    running = Pairing.objects.filter(holding(on), book__in=books, died=None).order_by("book")
    return running.values_list("book", flat=True).first() or books[0]


def duty_head(plans: Iterable[Plan], plan_id: str, duty_id: str, on: date) -> DutyHead:
    """The duty as the last edition begun by `on` says it, else as the first that has it."""
    duty = duty_on(plans, plan_id, duty_id, on)
    return DutyHead(plan_id, duty_id, duty.title, duty.clause, need_said(duty))


def need_said(duty: Duty) -> str:
    """What a period needs, as an official says it: "每月1次", "每2周1次", "每月5000元"."""
    amount = amount_said(duty, duty.need.amount) if duty.need.sum else f"{duty.need.times}次"
    return f"{_often(duty.rhythm)}{amount}"


def _often(rhythm: Rhythm) -> str:
    if rhythm.on is not None:
        return f"{rhythm.on.year}年{rhythm.on.month}月{rhythm.on.day}日前"
    one, several = UNIT_WORDS[rhythm.unit]
    often = one if rhythm.multiple == 1 else f"每{rhythm.multiple}{several}"
    months = "、".join(str(month) for month in sorted(rhythm.only_months))
    return f"{often}（{months}月）" if months else often


def amount_said(duty: Duty, amount: int, *, approx: bool = False) -> str:
    """A cell's amount: "3" for records, "≈7000元" for a field's sum; "" for nothing."""
    if not amount:
        return ""
    if not duty.need.sum:
        return str(amount)
    return quantity_said(field_of(duty.need.sum), amount, approx=approx)


def quantity_said(field: KindField | None, amount: int, *, approx: bool) -> str:
    """A sum with its unit, ≈ where anything in it was approximate."""
    if field is None:
        return str(amount)
    said = say(Quantity(amount, field.type, field.unit))
    return f"≈{said}" if approx else said


@lru_cache(maxsize=512)
def field_of(name: str) -> KindField | None:
    """The field "kind.field" names, None when no shipped kind has it."""
    kind, _, field = name.partition(".")
    known = shipped_kinds().get(kind)
    return known.fields.get(field) if known else None
