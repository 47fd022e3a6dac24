"""A new edition takes over from the one in force: from a day, with its paper, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import Unfitting
from tongxing.actions.put_in_force import put_in_force
from tongxing.derive.editions import plans_of
from tongxing.derive.snapshot import snapshot
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import verify

NEXT = PLAN.replace('edition   = "2024"', 'edition   = "2025"').replace("times = 1", "times = 2")
JULY = date(2025, 7, 1)
PAPER = "2025年第3次工作例会纪要"


def puts(crew: Cast, text: str = PLAN, **more: Any) -> Record:
    given: dict[str, Any] = {"id": new_id(crew.at), "examples": EXAMPLES.encode()} | more
    return put_in_force(
        acting=crew.scope("office"), at=crew.at, book=c.BOOK, text=text.encode(), **given
    )


def spans() -> dict[str, tuple[date, date | None]]:
    known = snapshot(c.BOOK)
    (plan,) = plans_of(known.facts.at(known.seq).editions)
    return {one.edition: (one.effective.start, one.effective.until) for one in plan.editions}


NEXT_CASES = EXAMPLES.replace('"late"', '"missed"').encode()


def test_the_edition_in_force_ends_the_day_the_next_begins(crew: Cast) -> None:
    puts(crew)
    puts(crew, NEXT, since=JULY, reason=PAPER, examples=NEXT_CASES)
    assert spans() == {
        "2024": (date(2024, 9, 1), JULY),
        "2025": (JULY, date(2028, 1, 1)),
    }
    ended = Record.objects.get(kind="edition-ended")
    assert said(ended.body).values == {"until": "2025-07-01", "reason": PAPER}
    verbs = AuditRow.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["end-edition", "put-in-force"]
    assert verify(c.BOOK).sound


def test_the_text_in_force_stays_what_it_was(crew: Cast) -> None:
    puts(crew)
    puts(crew, NEXT, since=JULY, reason=PAPER, examples=NEXT_CASES)
    known = snapshot(c.BOOK)
    texts = {one.edition: one.text for one in known.facts.at(known.seq).editions}
    assert texts == {"2024": PLAN, "2025": NEXT}


def test_the_same_decision_again_changes_nothing(crew: Cast) -> None:
    puts(crew)
    once = puts(crew, NEXT, since=JULY, reason=PAPER, examples=NEXT_CASES)
    again = puts(crew, NEXT, since=JULY, reason=PAPER, examples=NEXT_CASES, id=once.id)
    assert again.seq == once.seq
    assert Record.objects.filter(kind="edition-ended").count() == 1


def test_before_the_change_was_known_the_old_edition_had_no_such_end(crew: Cast) -> None:
    first = puts(crew)
    puts(crew, NEXT, since=JULY, reason=PAPER, examples=NEXT_CASES)
    (then,) = snapshot(c.BOOK).facts.at(first.seq).editions
    assert (then.edition, then.until) == ("2024", date(2028, 1, 1))


def test_without_a_paper_no_edition_gives_way(crew: Cast) -> None:
    puts(crew)
    with pytest.raises(Unfitting, match="写明施行依据"):
        puts(crew, NEXT, since=JULY, examples=NEXT_CASES)
    with pytest.raises(NoReason):
        puts(crew, NEXT, since=JULY, reason="  ", examples=NEXT_CASES)
    assert len(spans()) == 1


def test_a_day_outside_the_edition_is_refused(crew: Cast) -> None:
    puts(crew)
    with pytest.raises(Invalid, match="不在方案写明的有效期内") as refused:
        puts(crew, NEXT, since=date(2024, 8, 31), reason=PAPER, examples=NEXT_CASES)
    (problem,) = refused.value.problems
    assert problem.field == "since"
    assert problem.remedy == "请选择2024年9月1日至2027年12月31日之间的日期，或改方案的有效期"


def test_an_edition_that_would_end_before_it_began_is_refused_and_nothing_is_left(
    crew: Cast,
) -> None:
    puts(crew)
    before = Record.objects.count()
    with pytest.raises(Unfitting, match="不早于新版的施行日"):
        puts(crew, NEXT, reason=PAPER, examples=NEXT_CASES)
    assert Record.objects.count() == before


def test_an_edition_without_examples_is_refused(crew: Cast) -> None:
    with pytest.raises(Invalid, match="没有例子"):
        puts(crew, examples=b"")
