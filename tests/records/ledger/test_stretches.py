"""A stretch read from the tables themselves is what the models say of it."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from django.db.models import CharField
from django.db.models.functions import Cast

from tests.records import cast as c
from tests.records.cast import Cast as Crew
from tongxing.actions.append_record import append_record
from tongxing.actions.redact_record import redact_record
from tongxing.records.accounts.access import everything
from tongxing.records.ledger import stretches
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.stretches import said_rows
from tongxing.records.ledger.stretches import stretch_rows

FIELDS = tuple({"text": "body__text", "kept": "body__kept"}.get(n, n) for n in stretches.COLUMNS)


@pytest.fixture
def filled(crew: Crew) -> None:
    """Three records: made up for, on a whole second, redacted."""
    moments = (crew.at, crew.at + timedelta(microseconds=7), crew.at + timedelta(seconds=9))
    for at, makes_up in zip(moments, (None, date(2025, 2, 1), None), strict=True):
        one = append_record(acting=crew.scope("office"), at=at, draft=crew.draft(makes_up=makes_up))
    redact_record(
        acting=everything(), at=moments[-1], id=new_id(moments[-1]), of=one.id, reason="本人要求"
    )


def by_models(first: int, last: int) -> list[tuple[object, ...]]:
    rows = Record.objects.filter(book=c.BOOK, seq__gte=first, seq__lte=last).order_by("seq")
    return list(rows.annotate(key=Cast("id", CharField())).values_list(*FIELDS))


@pytest.mark.parametrize("step", [1, 2, 5_000])
def test_rows_are_what_the_models_say(
    filled: None, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STEP", "FEW"):  # of either database
        monkeypatch.setattr(stretches, name, step)
    rows = list(stretch_rows(c.BOOK, 1, 99))
    assert rows == by_models(1, 99)
    assert len(rows) == Record.objects.filter(book=c.BOOK).count()


def test_bounds_are_included_and_other_books_left_out(filled: None) -> None:
    at = stretches.COLUMNS.index("seq")
    assert [row[at] for row in stretch_rows(c.BOOK, 2, 3)] == [2, 3]
    assert list(stretch_rows(c.BOOK, 98, 99)) == list(stretch_rows("440883", 1, 99)) == []


def test_days_and_moments_are_no_texts(filled: None) -> None:
    seq = Record.objects.get(book=c.BOOK, makes_up__isnull=False).seq
    row = dict(zip(stretches.COLUMNS, next(stretch_rows(c.BOOK, seq, seq)), strict=True))
    assert (row["makes_up"], row["happened"].__class__) == (date(2025, 2, 1), date)
    assert row["recorded"].utcoffset() == timedelta(0)
    assert row["recorded"].microsecond == 7


@pytest.mark.parametrize("first", [1, 3])
@pytest.mark.parametrize("kind", ["labour-day", "record-redacted", "pairing-opened"])
def test_of_one_kind_only_what_its_records_say(filled: None, kind: str, first: int) -> None:
    last = Record.objects.filter(book=c.BOOK).count() - 1
    names = [stretches.COLUMNS.index(one) for one in ("seq", "text", "kept")]
    whole = [
        tuple(row[at] for at in names)
        for row in stretch_rows(c.BOOK, first, last)
        if row[stretches.COLUMNS.index("kind")] == kind
    ]
    assert said_rows(c.BOOK, kind, first, last) == whole
    assert said_rows("440883", kind, first, last) == []


def test_what_stays_of_a_redacted_record_is_told(filled: None) -> None:
    (*_, text, kept) = said_rows(c.BOOK, "labour-day", 1, 99)[-1]
    assert (text, '"people"' in kept) == (None, True)
