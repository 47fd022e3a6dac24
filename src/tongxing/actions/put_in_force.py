"""Put a plan's edition in force in one book: its very text, after its examples passed."""

# ruff: noqa: A002  `id` is what the record itself calls it

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tongxing.actions.entry import enter
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import Problem
from tongxing.actions.errors import Unfitting
from tongxing.actions.system_record import may_manage
from tongxing.actions.system_record import system_row
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.registry.queries import full
from tongxing.rules.plan import problem as plan_problem
from tongxing.rules.plan.case_reader import read_cases
from tongxing.rules.plan.edition_reader import read_edition
from tongxing.rules.plan.model import Edition
from tongxing.rules.plan.shipped import shipped_kinds
from tongxing.rules.standing.cases import run_cases


def put_in_force(
    *,
    acting: Scope,
    at: datetime,
    id: UUID,
    book: str,
    text: bytes,
    examples: bytes,
) -> Record:
    """Put an edition in force; refused when the file or one of its examples fails.

    The same plan and edition again replaces the earlier text from this seq on.
    """
    place = full(book)
    may_manage(acting, place)
    edition = _checked(text, examples)
    if not book.startswith(edition.place):
        raise Unfitting(f"该方案适用于“{edition.place}”，不能在“{book}”施行")
    _refuse_overlap(book, edition)
    span = edition.effective
    row = system_row(
        acting=acting, at=at, id=id, kind="edition-in-force", place=place, text=text.decode(),
        values={
            "plan": edition.plan,
            "edition": edition.edition,
            "sha256": edition.sha256,
            "from": span.start.isoformat(),
            "until": span.until.isoformat() if span.until else None,
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
    return edition


def _refuse(problems: plan_problem.Problems) -> None:
    found = plan_problem.errors(problems)
    if found:
        raise Invalid(problems=[Problem(p.key, p.say().rstrip("。"), "") for p in found])


def _refuse_overlap(book: str, edition: Edition) -> None:
    start, until = edition.effective.start, edition.effective.until
    for other in editions_in_force(book, head_of(book).seq):
        if other.plan != edition.plan or other.edition == edition.edition:
            continue
        if (other.until is None or other.until > start) and (until is None or until > other.since):
            raise Unfitting(
                f"与已施行的版次“{other.edition}”期间重叠，"
                "请先以写明止日的文本重新施行旧版，再施行新版"
            )
