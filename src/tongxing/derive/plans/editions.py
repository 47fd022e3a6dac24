"""Editions put in force in a book: the list, and one as a document."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from uuid import UUID

from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import edition_of
from tongxing.derive.facts import EditionFact
from tongxing.derive.plans.attributes import Unregistered
from tongxing.derive.plans.attributes import unregistered
from tongxing.derive.plans.burden import Asks
from tongxing.derive.plans.burden import asks_of
from tongxing.derive.plans.burden import overlaps_said
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import place_names
from tongxing.rules.periods import say_day
from tongxing.rules.plan import Chapter
from tongxing.rules.plan import Note
from tongxing.rules.plan import compliance
from tongxing.rules.plan import document
from tongxing.rules.plan import head
from tongxing.rules.plan import redline
from tongxing.rules.plan.model import Edition

PRESENT, FUTURE, PAST = "施行中", "未施行", "已停止"


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition in a list, in force on the days of `edition.effective`."""

    edition: Edition
    standing: str
    put_by: str
    put_at: datetime
    record: UUID
    reason: str
    asks: Asks


@dataclass(frozen=True, slots=True)
class EditionsBoard:
    stand: Stand
    lines: tuple[EditionLine, ...]  # in force first, then future, then past

    @property
    def scored(self) -> tuple[EditionLine, ...]:
        return tuple(one for one in self.lines if one.edition.score and one.standing == PRESENT)


@dataclass(frozen=True, slots=True)
class EditionBoard:
    """One edition to be read and printed."""

    stand: Stand
    line: EditionLine
    head: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    before: EditionLine | None  # the edition of the same plan it follows
    redline: tuple[str, ...]
    overlaps: tuple[str, ...]
    notes: tuple[Note, ...]
    unregistered: tuple[Unregistered, ...]  # of one in force or to come
    text: str


def editions_board(
    scope: Scope, *, book: str, as_of: date, known_at: datetime | None = None
) -> EditionsBoard:
    """Every edition of the book; at most six queries."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("editions",), lambda: _editions(view))


def _editions(view: View) -> EditionsBoard:
    order = (PRESENT, FUTURE, PAST)
    lines = sorted(
        _lines(view, view.judged.facts.editions),
        key=lambda one: (
            order.index(one.standing), one.edition.plan, -one.edition.effective.start.toordinal()
        ),
    )  # fmt: skip
    return EditionsBoard(view.stand, tuple(lines))


def edition_board(
    scope: Scope,
    *,
    book: str,
    plan: str,
    edition: str,
    as_of: date,
    known_at: datetime | None = None,
) -> EditionBoard:
    """One edition as a document; raises NotInView where the book has no such edition."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("edition", plan, edition), lambda: _edition(view, plan, edition))


def _edition(view: View, plan: str, edition: str) -> EditionBoard:
    facts = view.judged.facts.editions
    known = {(one.plan, one.edition): one for one in facts}
    if (plan, edition) not in known:
        raise NotInView
    fact = known[plan, edition]
    lines = {one.edition.edition: one for one in _lines(view, (f for f in facts if f.plan == plan))}
    line = lines[edition]
    earlier = [
        one for one in lines.values()
        if one.edition.effective.start < line.edition.effective.start
    ]  # fmt: skip
    before = max(earlier, key=lambda one: one.edition.effective.start, default=None)
    others = [edition_of(one) for one in facts if one.plan != plan]
    return EditionBoard(
        stand=view.stand,
        line=line,
        head=head_said(line.edition, view.as_of),
        chapters=document(line.edition),
        before=before,
        redline=redline(before.edition, line.edition) if before else (),
        overlaps=overlaps_said(line.edition, others),
        notes=compliance(line.edition),
        unregistered=unregistered(view, line.edition) if line.standing != PAST else (),
        text=fact.text,
    )


def head_said(edition: Edition, on: date) -> tuple[tuple[str, str], ...]:
    """The head of a document, its place by name and its end as the last day (one query)."""
    code = full(edition.place)
    name = place_names((code,), on).get(code, "")
    span = edition.effective
    last = date.fromordinal(span.until.toordinal() - 1) if span.until else None
    ends = f"至{say_day(last)}" if last else "起长期有效"
    said_of = {
        "适用地区": f"{name}（{edition.place}）" if name else edition.place,
        "有效期": f"{say_day(span.start)}{ends}",
    }
    return tuple((what, said_of.get(what, how)) for what, how in head(edition) if what != "名称")


def _lines(view: View, facts: Iterable[EditionFact]) -> tuple[EditionLine, ...]:
    """Lines of editions: one query for who put them in force, two for their names."""
    facts = tuple(facts)
    found = Record.objects.filter(pk__in=[one.key for one in facts]).select_related("body")
    records = {str(one.id): one for one in found}
    names = parties({one.recorded_by for one in records.values()})
    return tuple(_line(view, one, records[one.key], names) for one in facts)


def _line(view: View, fact: EditionFact, record: Record, names: Mapping[str, str]) -> EditionLine:
    edition = edition_of(fact)
    return EditionLine(
        edition=edition,
        standing=standing_on(edition, view.as_of),
        put_by=names.get(record.recorded_by, "系统初始化"),
        put_at=record.recorded,
        record=record.id,
        reason=str(said(record.body).values.get("reason", "")),
        asks=asks_of(edition, view.judged.facts.pairings, view.as_of),
    )


def standing_on(edition: Edition, day: date) -> str:
    """Whether an edition is in force on a day."""
    if day in edition.effective:
        return PRESENT
    return FUTURE if day < edition.effective.start else PAST
