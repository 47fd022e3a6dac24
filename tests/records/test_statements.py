"""Plain statements write and find what the models do, on both databases."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db import transaction

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.records import statements
from tongxing.records.audit.models import AuditRow
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.operations import lock
from tongxing.records.registry.models import Place
from tongxing.records.statements import Asking
from tongxing.records.statements import Looking
from tongxing.records.statements import change
from tongxing.records.statements import day_of
from tongxing.records.statements import having
from tongxing.records.statements import insert
from tongxing.records.statements import moment_of
from tongxing.records.statements import together

COLUMNS = ("at", "who", "verb", "subject", "detail")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_inserted_plainly_are_read_by_the_model(crew: Cast, count: int) -> None:
    before = AuditRow.objects.count()
    at = crew.at + timedelta(microseconds=1)
    rows = [(at, "person:swb", "look", f"record:{n}", "") for n in range(count)]
    insert("audit_auditrow", COLUMNS, rows)
    assert AuditRow.objects.count() == before + count
    found = AuditRow.objects.filter(verb="look").order_by("subject")
    assert [(row.at, row.who, row.subject) for row in found] == [
        (at, "person:swb", f"record:{n}") for n in range(count)
    ]


def test_days_come_back_as_days(crew: Cast) -> None:
    Place.objects.filter(code=c.YUANBA).update(until=date(2026, 1, 1))
    (row,) = having("registry_place", ("since", "until", "name"), "code", [c.YUANBA])
    assert row == (c.LONG_AGO, date(2026, 1, 1), "元坝村")


def test_any_number_of_keys(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_PARAMETERS", 2)
    codes = [code for code, _, _ in c.PLACES]
    found = having("registry_place", ("code",), "code", [*codes, "no"])
    assert sorted(code for (code,) in found) == sorted(codes)
    assert having("registry_place", ("code",), "code", []) == []


def test_a_locked_book_is_the_book(crew: Cast) -> None:
    book, stored = lock(c.BOOK), Book.objects.get(pk=c.BOOK)
    for column in ("code", "name", "head_seq", "head_hash", "head_recorded"):
        assert getattr(book, column) == getattr(stored, column)
    with pytest.raises(Book.DoesNotExist):
        lock("999999")


def looks(crew: Cast, *subjects: str) -> None:
    insert("audit_auditrow", COLUMNS, [(crew.at, "person:swb", "look", s, "") for s in subjects])


def looked() -> list[str]:
    found = AuditRow.objects.filter(verb="look").order_by("pk")
    return list(found.values_list("subject", flat=True))


def test_what_is_done_together_is_done_in_order(crew: Cast) -> None:
    with together():
        looks(crew, "甲", "乙")
        change("UPDATE ledger_book SET name = %s WHERE code = %s", ("新名", c.BOOK))
        with together():  # within another it waits for the outer one
            looks(crew, "丙")
        change("UPDATE ledger_book SET name = name || %s WHERE code = %s", ("二", c.BOOK))
    assert looked() == ["甲", "乙", "丙"]
    assert Book.objects.get(pk=c.BOOK).name == "新名二"


def test_together_is_one_trip_to_postgresql(crew: Cast, django_assert_num_queries: Any) -> None:
    trips = 1 if connection.vendor == "postgresql" else 3
    with django_assert_num_queries(trips), together():
        looks(crew, "甲")
        looks(crew, "乙")
        looks(crew, "丙")


def test_what_fails_within_leaves_nothing_waiting(crew: Cast) -> None:
    def fail() -> None:
        with transaction.atomic(), together():
            looks(crew, "甲")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    looks(crew, "乙")
    assert looked() == ["乙"]


def test_more_rows_than_a_statement_takes(crew: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_ROWS", 2)
    looks(crew, *"甲乙丙丁戊")
    assert looked() == [*"甲乙丙丁戊"]


def test_questions_put_together_are_each_answered(crew: Cast) -> None:
    asking = Asking()
    places = asking.having("registry_place", ("code",), "code", [c.YUANBA, "no"])
    nobody = asking.having("registry_person", ("key",), "key", [])
    books = asking.rows("SELECT name FROM ledger_book WHERE code = %s", [c.BOOK])
    units = asking.having("registry_organization", ("key", "illustrative"), "key", ["swb"])
    assert (nobody(), books()) == ([], [(Book.objects.get(pk=c.BOOK).name,)])
    assert places() == [(c.YUANBA,)]
    assert [(key, bool(shown)) for key, shown in units()] == [("swb", False)]
    assert places() == [(c.YUANBA,)], "read twice, asked once"


def test_questions_go_out_together_when_the_first_answer_is_read(
    crew: Cast, django_assert_num_queries: Any
) -> None:
    asking = Asking()
    answers = [
        asking.rows("SELECT code FROM ledger_book WHERE code = %s", [code])
        for code in (c.BOOK, "no", c.BOOK)
    ]
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        assert [one() for one in answers] == [[(c.BOOK,)], [], [(c.BOOK,)]]
    with django_assert_num_queries(1):
        assert asking.having("ledger_book", ("code",), "code", [c.BOOK])() == [(c.BOOK,)]


def looked_up(*questions: tuple[str, list[Any]]) -> list[list[tuple[Any, ...]]]:
    looking = Looking()
    answers = [looking.rows(sql, values) for sql, values in questions]
    return [one() for one in answers]


BY_CODE = "SELECT code, since, until FROM registry_place WHERE code = %s"
BY_NAME = "SELECT name, code FROM registry_place WHERE name = %s AND since <= %s"


def test_looking_answers_each_question_at_once(crew: Cast, django_assert_num_queries: Any) -> None:
    Place.objects.filter(code=c.YUANBA).update(until=date(2026, 1, 1))
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 4):
        one, none, two, again = looked_up(
            (BY_CODE, [c.YUANBA]), (BY_CODE, ["no"]), (BY_NAME, ["元坝村", crew.at.date()]),
            (BY_CODE, [c.BAIQIAO]),
        )  # fmt: skip
    ((code, since, until),) = one
    assert (code, day_of(since), day_of(until)) == (c.YUANBA, c.LONG_AGO, date(2026, 1, 1))
    assert (none, two) == ([], [("元坝村", c.YUANBA)])
    assert [(code, until) for code, _, until in again] == [(c.BAIQIAO, None)]


@pytest.mark.parametrize("key", ['"', "\\", "{}", "a,b", "null", "'", "荔枝", "a b", "%s"])
def test_any_text_can_be_a_key(crew: Cast, key: str) -> None:
    Place.objects.filter(code=c.YUANBA).update(name=key)
    looking = Looking()
    found = looking.having("registry_place", ("code",), "name", ["x", key])
    nobody = looking.having("registry_place", ("code",), "name", [])
    assert (found(), nobody()) == ([(c.YUANBA,)], [])


def test_moments_are_moments_however_they_came() -> None:
    told = datetime(2025, 3, 12, 2, 0, 0, 5, tzinfo=UTC)
    assert moment_of(told) is told
    assert moment_of(told.replace(tzinfo=None)) == told
    assert moment_of("2025-03-12T10:00:00.000005+08:00") == told
    assert day_of("2025-03-12") == day_of(told.date())
