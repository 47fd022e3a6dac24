"""Writing down what happened, by whom it may be written and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.errors import Conflict
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said


def test_a_unit_writes_down_its_labour_day(crew: Cast) -> None:
    before = Book.objects.get(pk=c.BOOK)
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    head = Book.objects.get(pk=c.BOOK)
    assert (record.seq, record.prev) == (before.head_seq + 1, before.head_hash)
    assert (head.head_seq, head.head_hash) == (record.seq, record.hash)
    found = said(Record.objects.get(pk=record.pk).body)
    assert found.values["people"]["v"] == 30
    assert found.values["people"]["approx"] == "多"
    assert record.recorded_by == "person:swb"


def test_the_audit_row_stands_beside_the_record(crew: Cast) -> None:
    record = append_record(acting=crew.scope("swb"), at=crew.at, draft=crew.draft())
    row = AuditRow.objects.get(subject=f"record:{record.id}")
    assert (row.who, row.verb, row.at) == ("person:swb", "append", crew.at)
    assert "清理" not in row.detail


def test_the_same_draft_again_gives_the_first_answer_again(crew: Cast) -> None:
    draft = crew.draft()
    first = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    again = append_record(acting=crew.scope("swb"), at=crew.at + timedelta(days=1), draft=draft)
    assert again == first
    assert again.recorded == first.recorded
    assert Book.objects.get(pk=c.BOOK).head_seq == first.seq


def test_the_same_id_with_other_content_is_a_conflict_and_changes_nothing(crew: Cast) -> None:
    draft = crew.draft()
    first = append_record(acting=crew.scope("swb"), at=crew.at, draft=draft)
    with pytest.raises(Conflict) as refused:
        append_record(
            acting=crew.scope("swb"), at=crew.at, draft=crew.draft(id=draft.id, text="另一件事")
        )
    assert refused.value.code == "conflict"
    assert Book.objects.get(pk=c.BOOK).head_hash == first.hash
