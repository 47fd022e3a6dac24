"""Performing the demo's steps through the actions, each at its own historical moment."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from itertools import groupby

from django.db import transaction

from tongxing.actions.append_history import Past
from tongxing.actions.append_history import append_history
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.correct_record import correct_record
from tongxing.actions.correct_record import settle_conflict
from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.actions.return_record import accept_record
from tongxing.actions.return_record import return_record
from tongxing.actions.withdraw_record import withdraw_record
from tongxing.project.demo.accounts import load_accounts
from tongxing.project.demo.days import moment
from tongxing.project.demo.gaozhou import BOOK as GAOZHOU
from tongxing.project.demo.gaozhou import gaozhou
from tongxing.project.demo.registry import load_registry
from tongxing.project.demo.steps import Accept
from tongxing.project.demo.steps import Append
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Correct
from tongxing.project.demo.steps import Deed
from tongxing.project.demo.steps import End
from tongxing.project.demo.steps import Entry
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.project.demo.steps import Return
from tongxing.project.demo.steps import Settle
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Waive
from tongxing.project.demo.steps import Withdraw
from tongxing.project.demo.towns import BOOKS
from tongxing.project.demo.towns import book_name
from tongxing.project.demo.towns import town
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import part_of
from tongxing.records.pairings.models import Pairing
from tongxing.rules.plan.shipped import shipped_plan_bytes

BEGIN = moment(date(2020, 12, 1), 9)  # the registry and the books are set up before all else
TOGETHER = 200  # records in one write

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """All steps of the demo, book by book."""

    books: tuple[tuple[str, tuple[Step, ...]], ...]

    @property
    def size(self) -> int:
        return sum(len(steps) for _, steps in self.books)


def made(seed: int, until: date, *, small: bool = False) -> Demo:
    """The demo's steps recorded before `until`; no database is touched."""
    towns = tuple((book, town(seed, book, until)) for book in BOOKS)
    return Demo((*towns, (GAOZHOU, gaozhou(seed, until, small=small))))


@transaction.atomic
def load(demo: Demo, progress: Progress = lambda _: None) -> None:
    """Write the whole demo into an empty, migrated database, or nothing at all."""
    system = everything()
    load_registry(system, BEGIN)
    load_accounts(system, BEGIN)
    for book, steps in demo.books:
        name = "高州市" if book == GAOZHOU else book_name(book)
        open_book(acting=system, at=BEGIN, code=book, name=name)
        for sitting in sittings(steps):
            perform_all(sitting)
            progress(len(sitting))


def sittings(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Runs of plain records, at most `TOGETHER` at a time; any other deed by itself.

    Pairings ended and opened by one person at one moment are one change of many.
    """
    for plain, run in groupby(steps, key=lambda step: isinstance(step.deed, Append)):
        if plain:
            found = list(run)
            yield from (found[n : n + TOGETHER] for n in range(0, len(found), TOGETHER))
            continue
        for _, some in groupby(run, key=lambda step: (step.at, step.typist)):
            together = list(some)
            if is_change(together):
                yield together
            else:
                yield from ([step] for step in together)


def is_change(steps: Sequence[Step]) -> bool:
    """Whether these deeds of one moment are the ends and openings of one re-assignment."""
    return {type(step.deed) for step in steps} == {End, Open}


def perform_all(steps: Sequence[Step]) -> None:
    """Perform one run; records go in together. Raises `Refused` as the actions do."""
    past = [
        Past(step.at, step.typist, draft_of(step.deed.entry))
        for step in steps
        if isinstance(step.deed, Append)
    ]
    if past:
        append_history(acting=everything(), items=past)
        return
    if is_change(steps):
        reassign(steps)
        return
    for step in steps:
        perform(step.deed, step)


def reassign(steps: Sequence[Step]) -> None:
    """End what ends and open what is opened in one change, as an office confirms it."""
    opens = [step.deed for step in steps if isinstance(step.deed, Open)]
    ends = [step.deed for step in steps if isinstance(step.deed, End)]
    replaced = Pairing.objects.filter(key__in=[str(one.of) for one in ends], died=None)
    lines = tuple(
        Line(
            one.kind, tuple((by.who, by.role) for by in one.actors), one.place, one.since,
            tuple(one.subjects),
        )
        for one in opens
    )  # fmt: skip
    assignment = Assignment(
        opens[0].place[:6], ends[0].until, lines,
        frozenset(replaced.values_list("kind", flat=True)),
    )  # fmt: skip
    reassign_pairings(
        acting=everything(steps[0].typist), at=steps[0].at, id=part_of(opens[0].id, "change"),
        assignment=assignment, reason=ends[0].reason,
    )  # fmt: skip


def doer_of(by: By) -> Doer:
    """The doer as the actions name it."""
    return Doer(by.who, by.role, by.of)


def draft_of(entry: Entry) -> Draft:
    """The draft as the actions take it."""
    return Draft(
        id=entry.id,
        kind=entry.kind,
        doers=tuple(doer_of(by) for by in entry.doers),
        place=entry.place,
        happened=entry.happened,
        values=entry.values,
        text=entry.text,
        about=entry.about,
        makes_up=entry.makes_up,
    )


@singledispatch
def perform(deed: Deed, step: Step) -> None:
    """Do one deed that is not a plain record."""
    raise TypeError(type(deed), step)


@perform.register
def _(deed: Correct, step: Step) -> None:
    correct_record(
        acting=everything(step.typist), at=step.at, of=deed.of, draft=draft_of(deed.entry)
    )


@perform.register
def _(deed: Settle, step: Step) -> None:
    settle_conflict(
        acting=everything(step.typist), at=step.at, of=deed.of, draft=draft_of(deed.entry)
    )


@perform.register
def _(deed: Withdraw, step: Step) -> None:
    withdraw_record(
        acting=everything(step.typist), at=step.at, id=deed.id, of=deed.of, reason=deed.reason
    )


@perform.register
def _(deed: Return, step: Step) -> None:
    return_record(
        acting=everything(step.typist), at=step.at, id=deed.id, of=deed.of, note=deed.note
    )


@perform.register
def _(deed: Accept, step: Step) -> None:
    accept_record(
        acting=everything(step.typist), at=step.at, id=deed.id, of=deed.of, note=deed.note
    )


@perform.register
def _(deed: Open, step: Step) -> None:
    open_pairing(
        acting=everything(step.typist),
        at=step.at,
        id=deed.id,
        kind=deed.kind,
        actors=[doer_of(by) for by in deed.actors],
        place=deed.place,
        since=deed.since,
        until=deed.until,
        subjects=deed.subjects,
    )


@perform.register
def _(deed: End, step: Step) -> None:
    end_pairing(
        acting=everything(step.typist),
        at=step.at,
        id=deed.id,
        pairing=str(deed.of),
        until=deed.until,
        reason=deed.reason,
    )


@perform.register
def _(deed: Waive, step: Step) -> None:
    grant_waiver(
        acting=everything(step.typist),
        at=step.at,
        id=deed.id,
        plan=deed.plan,
        since=deed.since,
        until=deed.until,
        reason=deed.reason,
        basis=deed.basis,
        approver=deed.approver,
        place=deed.place,
        duties=deed.duties,
    )


@perform.register
def _(deed: PutInForce, step: Step) -> None:
    text, examples = shipped_plan_bytes(deed.folder, deed.plan)
    put_in_force(
        acting=everything(step.typist),
        at=step.at,
        id=deed.id,
        book=deed.folder,
        text=text,
        examples=examples,
    )
