"""Put a plan's edition in force in one book: its very text, after its examples passed."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from uuid import UUID
from uuid import uuid5

from django.db import transaction

from tongxing.actions.entry import enter
from tongxing.actions.entry import hold
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import reason_given
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import EditionRow
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.registry.codes import full
from tongxing.rules.periods import Span
from tongxing.rules.periods import say_day
from tongxing.rules.plan import problem as plan_problem
from tongxing.rules.plan.case_reader import read_cases
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.shipped import shipped_kinds
from tongxing.rules.standing.cases import run_cases


@transaction.atomic
def put_in_force(  # noqa: PLR0913  what a decision is made of, all by keyword
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    book: str,
    text: bytes,
    examples: bytes,
    since: date | None = None,
    reason: str = "",
) -> Record:
    """Put an edition in force; refused when the file or one of its examples fails.

    From the first day its text names, or from `since`, a later one. With a `reason` (the paper
    that orders it) the edition it takes over from ends on that day; without one two editions
    in force on one day are refused. The same plan and edition again replaces the earlier text
    from this seq on.
    """
    place = full(book)
    may_manage(acting, place)
    edition = _checked(text, examples)
    if not book.startswith(edition.place):
        raise Unfitting(f"该方案适用于“{edition.place}”，不能在“{book}”施行")
    span = _span(edition, since)
    reason = reason_given(reason, "施行依据") if reason else ""
    hold(book)
    ends = () if _same_before(id) else _giving_way(book, edition, span, settled=bool(reason))
    for other in ends:
        row = system_row(
            acting=acting, at=at, id=uuid5(id, other.key), kind="edition-ended", place=place,
            values={"until": span.start.isoformat(), "reason": reason},
            about=(f"edition:{other.key}",),
        )  # fmt: skip
        enter(acting=acting, at=at, verb="end-edition", row=row)
    row = system_row(
        acting=acting, at=at, id=id, kind="edition-in-force", place=place, text=text.decode(),
        values={
            "plan": edition.plan,
            "edition": edition.edition,
            "sha256": edition.sha256,
            "from": span.start.isoformat(),
            "until": span.until.isoformat() if span.until else None,
            "reason": reason or None,
        },
    )  # fmt: skip
    return enter(acting=acting, at=at, verb="put-in-force", row=row).written()


def _checked(text: bytes, examples: bytes) -> Edition:
    kinds = shipped_kinds()
    edition, problems = read_edition(text, file="方案", kinds=kinds)
    _refuse(problems)
    assert edition is not None
    cases, problems = read_cases(examples, file="示例")
    _refuse(problems)
    _refuse(run_cases(edition, cases, kinds))
    if not cases:
        missing = Problem(
            "examples", "没有例子", "每版方案须附至少一个判定例子，写明某日应当如何认定"
        )
        raise Invalid(problems=[missing])
    return edition


def _refuse(problems: plan_problem.Problems) -> None:
    found = plan_problem.errors(problems)
    if found:
        raise Invalid(problems=[Problem(p.key, p.say().rstrip("。"), "") for p in found])


def _span(edition: Edition, since: date | None) -> Span:
    """From when until when, within what the text names."""
    named = edition.effective
    start = since or named.start
    if start not in named:
        ends = f"至{say_day(named.until - timedelta(days=1))}之间" if named.until else "（含）以后"
        problem = Problem(
            "since",
            f"施行日{say_day(start)}不在方案写明的有效期内",
            f"请选择{say_day(named.start)}{ends}的日期，或改方案的有效期",
        )
        raise Invalid(problems=[problem])
    return Span(start, named.until)


def _same_before(id: UUID) -> bool:
    """Whether this very decision was written already: its editions have ended by then."""
    return Record.objects.filter(pk=id).exists()


def _giving_way(book: str, edition: Edition, span: Span, *, settled: bool) -> Sequence[EditionRow]:
    """The editions this one takes over from; refused when it may not or cannot."""
    found = []
    for other in editions_in_force(book, head_of(book).seq):
        if other.plan != edition.plan or other.edition == edition.edition:
            continue
        ends_before = other.until is not None and other.until <= span.start
        begins_after = span.until is not None and span.until <= other.since
        if ends_before or begins_after:
            continue
        if not settled:
            raise Unfitting(
                f"与已施行的版次“{other.edition}”期间重叠，请写明施行依据，由新版自施行日起接替"
            )
        if span.start <= other.since:
            raise Unfitting(
                f"版次“{other.edition}”自{say_day(other.since)}起施行，不早于新版的施行日，"
                "请把施行日定在其后，或以同一版次的新文本替换它"
            )
        found.append(other)
    return found
