"""Bringing in a history: each record at its own moment, all or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records.cast import Cast
from tongxing.actions.append_history import Past
from tongxing.actions.append_history import append_history
from tongxing.actions.errors import Conflict
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.access import everything
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.verify import verify

BOOK = "440981"


def past(crew: Cast, hours: int, **changes: object) -> Past:
    at = crew.at + timedelta(hours=hours)
    return Past(at, "person:swb", crew.draft(id=new_id(at), **changes))


def test_each_record_keeps_its_moment_and_its_typist(crew):
    items = [past(crew, 1), past(crew, 5)]
    records = append_history(acting=everything(), items=items)
    assert [one.recorded for one in records] == [item.at for item in items]
    assert {one.recorded_by for one in records} == {"person:swb"}
    rows = AuditRow.objects.filter(verb="append", who="person:swb").order_by("at")
    assert [row.at for row in rows] == [item.at for item in items]
    assert verify(BOOK).broken is None


def test_nothing_at_all_is_fine(crew):
    assert append_history(acting=everything(), items=[]) == []


def test_a_unit_may_not_bring_in_a_history(crew):
    with pytest.raises(NotAllowed):
        append_history(acting=crew.scope("swb"), items=[past(crew, 1)])


def test_moments_that_go_back_are_refused(crew):
    with pytest.raises(Unfitting, match="先后"):
        append_history(acting=everything(), items=[past(crew, 5), past(crew, 1)])


def test_a_history_older_than_the_head_is_refused(crew):
    append_history(acting=everything(), items=[past(crew, 5)])
    with pytest.raises(Unfitting, match="更晚"):
        append_history(acting=everything(), items=[past(crew, 1)])


def test_one_bad_record_and_nothing_is_written(crew):
    before = Record.objects.count()
    bad = past(crew, 2, kind="no-such-kind")
    with pytest.raises(Invalid):
        append_history(acting=everything(), items=[past(crew, 1), bad])
    assert Record.objects.count() == before


def test_a_used_id_is_refused(crew):
    items = [past(crew, 1)]
    append_history(acting=everything(), items=items)
    with pytest.raises(Conflict):
        append_history(acting=everything(), items=items)


def test_what_had_not_happened_when_it_was_typed_is_refused(crew):
    tomorrow = (crew.at + timedelta(days=1)).date()
    later = past(crew, 100)
    with pytest.raises(Invalid, match="还没有到"):
        append_history(acting=everything(), items=[past(crew, 1, happened=tomorrow), later])
