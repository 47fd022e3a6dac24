"""A book that grows step by step: extended or read at once, then or now, it says the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.course import STEPS
from tests.derive.course import Course
from tests.derive.test_snapshot import afresh
from tests.derive.test_snapshot import assert_equal_books
from tests.records import cast as c
from tongxing.derive import snapshot as snapshots
from tongxing.derive.snapshot import snapshot
from tongxing.derive.standings import forget_all
from tongxing.derive.standings import standing_of

pytestmark = pytest.mark.django_db

courses = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60)), min_size=4, max_size=9)
AS_OF = (date(2024, 12, 31), date(2025, 3, 12))
# Every sort of step once, in an order in which each finds something to do.
ALL = [
    ("append", 1), ("append", 6), ("buy", 2), ("correct", 0), ("correct_again", 0), ("settle", 7),
    ("give_back", 1), ("accept", 2), ("withdraw", 1), ("append", 8), ("buy", 5), ("redact", 0), ("pair", 9),
    ("part", 1), ("waive", 3), ("waive_no_more", 4), ("grade", 5), ("put", 2),
]  # fmt: skip


@contextmanager
def anew(county: County) -> Iterator[Course]:
    """The county as it was at first; what happens to it is undone."""
    with transaction.atomic():
        forget_all()
        yield Course(county)
        transaction.set_rollback(True)
    forget_all()


def judged(course: Course, day: date, *, then: bool = False) -> bytes:
    return standing_of(c.BOOK, as_of=day, known_at=course.at if then else None).as_bytes()


def test_every_sort_of_step_happens(small: County) -> None:
    """Else the laws below would hold of nothing."""
    with anew(small) as course:
        for name, pick in ALL:
            course.step(name, pick)
        assert course.done == [name for name, _ in ALL]
        assert {name for name, _ in ALL} == set(STEPS)


@settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example(ALL)
def test_extended_after_every_step_is_read_at_once(
    small: County, steps: list[tuple[str, int]]
) -> None:
    with anew(small) as course:
        snapshot(c.BOOK)
        for name, pick in steps:
            course.step(name, pick)
            extended = snapshot(c.BOOK)
            kept = snapshots._kept.copy()
            assert_equal_books(extended, afresh())
            snapshots._kept.update(kept)


@settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example(ALL)
def test_a_judgement_can_be_read_again_as_it_was_then(
    small: County, steps: list[tuple[str, int]]
) -> None:
    """What was judged when a record was the last one, by a book that held nothing later."""
    with anew(small) as course:
        then = []
        for name, pick in steps:
            course.step(name, pick)
            forget_all()
            then.append((course.minutes, {day: judged(course, day) for day in AS_OF}))
        for minutes, known in then:
            course.minutes = minutes
            assert {day: judged(course, day, then=True) for day in AS_OF} == known


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example(ALL)
def test_caches_change_nothing(small: County, steps: list[tuple[str, int]]) -> None:
    with anew(small) as course:
        for name, pick in steps:
            course.step(name, pick)
            judged(course, AS_OF[1])
        warm = [judged(course, day) for day in AS_OF]
        forget_all()
        assert [judged(course, day) for day in AS_OF] == warm


@pytest.mark.full
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60)), max_size=25))
def test_long_courses(small: County, steps: list[tuple[str, int]]) -> None:
    with anew(small) as course:
        then = []
        for name, pick in steps:
            course.step(name, pick)
            then.append((course.minutes, judged(course, AS_OF[1])))
        assert_equal_books(snapshot(c.BOOK), afresh())
        for minutes, known in then:
            course.minutes = minutes
            assert judged(course, AS_OF[1], then=True) == known
