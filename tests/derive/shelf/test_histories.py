"""A book put by now and then while its county goes on: with its file and without, the same."""

from __future__ import annotations

import logging
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings as site
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.course import STEPS
from tests.derive.course import Course
from tests.derive.lake.equal import assert_alike
from tests.derive.test_growing_book import ALL
from tests.derive.test_growing_book import anew
from tests.records import cast as c
from tongxing.actions.change_organization import rename_organization
from tongxing.actions.redact_record import redact_record
from tongxing.actions.rename_place import rename_place
from tongxing.derive import snapshot as snapshots
from tongxing.derive.boards import home_board
from tongxing.derive.boards import matrix_board
from tongxing.derive.boards import place_board
from tongxing.derive.shelf.store import Shelf
from tongxing.derive.snapshot import Snapshot
from tongxing.derive.snapshot import snapshot
from tongxing.derive.standings import forget_all
from tongxing.derive.standings import standing_of
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 3, 12)
NEVER, ALWAYS = 10**9, 0
FIELDS = ("purchase.amount", "purchase.goods", "labour-day.people")  # goods: a text
RENAMES = ("call_unit", "call_place")


class Named(Course):
    """A county where parties and places come to be called otherwise, too."""

    def call_unit(self, pick: int) -> None:
        rename_organization(
            acting=everything(), at=self.at, key="swb", name=f"市委办公室{pick}", short="市委办",
            since=self.at.date(),
        )  # fmt: skip

    def call_place(self, pick: int) -> None:
        rename_place(
            acting=everything(), at=self.at, code=c.BAIQIAO, name=f"柏桥第{pick}村",
            since=self.at.date(), basis="民政函",
        )  # fmt: skip
        Book.objects.filter(code=c.BOOK).update(name=f"高州{pick}市")


courses = st.lists(
    st.tuples(st.sampled_from((*STEPS, *RENAMES)), st.integers(0, 60), st.booleans()),
    min_size=3,
    max_size=8,
)


@contextmanager
def shelved(*, unshelved: int = NEVER) -> Iterator[Path]:
    """A shelf of this test's own; the file of the cast's book on it."""
    patch = pytest.MonkeyPatch()
    with TemporaryDirectory() as folder, patch.context() as patched:
        patched.setattr(site, "CACHE", folder)
        patched.setattr(snapshots, "UNSHELVED", unshelved)
        yield Path(folder) / "books" / f"{c.BOOK}.book"


def put_by() -> None:
    """The book as it is now is on the shelf."""
    found = replace(snapshot(c.BOOK), shelved=0)
    with pytest.MonkeyPatch().context() as patched:
        patched.setattr(snapshots, "UNSHELVED", ALWAYS)
        snapshots._put_by(found)


def everything_told(course: Course) -> tuple[Snapshot, object, list[object]]:
    """What a fresh process comes to: the book, the kernel's tables, judgement and pages."""
    forget_all()
    found = snapshot(c.BOOK)
    scope = course.county.scope("office")
    pages: list[Callable[[], object]] = [
        lambda: standing_of(c.BOOK, as_of=AS_OF).as_bytes(),
        lambda: standing_of(c.BOOK, as_of=AS_OF, known_at=course.county.at).as_bytes(),
        lambda: home_board(scope, book=c.BOOK, as_of=AS_OF),
        lambda: matrix_board(scope, book=c.BOOK, as_of=AS_OF),
        lambda: place_board(scope, place=c.COUNTY, as_of=AS_OF),
    ]
    return found, found.cut(found.seq, FIELDS), [one() for one in pages]


def assert_same_without_the_file(course: Course, file: Path) -> None:
    with_file, table, pages = everything_told(course)
    assert file.exists()
    aside = file.rename(file.with_suffix(".aside"))
    alone, other_table, other_pages = everything_told(course)
    aside.rename(file)
    assert_alike(alone, with_file)
    assert_alike(other_table, table)
    assert pages == other_pages
    rows = [with_file.row_of(with_file.id_of(row)) for row in range(with_file.seq)]
    assert rows == list(range(with_file.seq))


def followed(small: County, steps: list[tuple[str, int, bool]], *, each: bool) -> None:
    with shelved() as file, anew(small) as plain:
        course = Named(plain.county)
        put_by()
        for name, pick, again in steps:
            course.step(name, pick)
            if again:
                put_by()
            if each:
                assert_same_without_the_file(course, file)
        assert_same_without_the_file(course, file)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example([(name, pick, False) for name, pick in ALL])
@example([*((name, pick, at % 4 == 2) for at, (name, pick) in enumerate(ALL)),
          ("call_unit", 1, False), ("call_place", 2, False)])  # fmt: skip
def test_the_file_and_what_came_after_are_the_database(
    small: County, steps: list[tuple[str, int, bool]]
) -> None:
    followed(small, steps, each=False)


@pytest.mark.full
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example([(name, pick, True) for name, pick in ALL])
def test_at_every_step(small: County, steps: list[tuple[str, int, bool]]) -> None:
    followed(small, steps, each=True)


def test_a_fresh_process_reads_the_file_and_only_what_came_after(
    small: County, django_assert_num_queries
) -> None:
    facts = 1 if connection.vendor == "postgresql" else 6
    with shelved(unshelved=ALWAYS) as file, anew(small) as course:
        snapshot(c.BOOK)
        assert file.exists()
        course.step("append", 1)
        forget_all()
        with django_assert_num_queries(1 + facts + 1):
            found = snapshot(c.BOOK)
        assert found.shelved == found.seq == Book.objects.get(code=c.BOOK).head_seq


def test_of_a_book_that_has_not_grown_a_fresh_process_reads_no_record(
    small: County, django_assert_num_queries
) -> None:
    facts = 1 if connection.vendor == "postgresql" else 6
    with shelved(unshelved=ALWAYS), anew(small):
        before = snapshot(c.BOOK)
        forget_all()
        with django_assert_num_queries(1 + facts):
            found = snapshot(c.BOOK)
        assert_alike(before, found)
        assert (found.name, found.shelved) == (before.name, before.seq)


def test_a_book_is_put_by_again_when_it_has_grown_by_enough(small: County) -> None:
    with shelved(unshelved=3) as file, anew(small) as course:
        begun = snapshot(c.BOOK)
        assert (begun.shelved, file.exists()) == (begun.seq, True)
        for number in range(1, 5):
            course.step("append", number)
            assert snapshot(c.BOOK).shelved == begun.seq + (number == 4) * number
        file.unlink()
        forget_all()
        assert snapshot(c.BOOK).shelved == begun.seq + 4


def test_a_small_book_is_not_worth_a_file(small: County) -> None:
    with shelved() as file, anew(small):
        snapshot(c.BOOK)
        assert not file.exists()


@pytest.mark.parametrize("changed", [{"head": "0" * 64}, {"seq": 10**6}])
def test_the_file_of_another_ledger_is_not_believed(
    small: County, changed: dict[str, object]
) -> None:
    """A restored backup, another installation over the same folder: the chain tells."""
    with shelved(unshelved=ALWAYS) as file, anew(small) as course:
        found = snapshot(c.BOOK)
        kept = Shelf(file.parent).book(c.BOOK)
        assert kept is not None
        chunk = replace(kept.chunk, happened=kept.chunk.happened + 1)
        other = replace(kept, chunk=chunk, **changed)
        Shelf(file.parent).put_by(c.BOOK, other)
        forget_all()
        assert_alike(snapshot(c.BOOK), found)
        assert_same_without_the_file(course, file)


def test_where_nothing_can_be_put_by_pages_come_all_the_same(
    small: County, caplog: pytest.LogCaptureFixture
) -> None:
    with shelved(unshelved=ALWAYS) as file, anew(small) as course:
        file.parent.write_text("in the way")
        found = snapshot(c.BOOK)
        assert caplog.text.count("not put by") == 1
        caplog.clear()
        assert snapshot(c.BOOK) is found, "nobody tries again at every page"
        assert caplog.text == ""
        caplog.set_level(logging.INFO)
        assert len(everything_told(course)[2]) == 5


def test_what_is_erased_was_never_in_the_file(small: County) -> None:
    """So an erasure leaves nothing to be taken out of it, nor out of a copy."""
    with shelved(unshelved=ALWAYS) as file, anew(small) as course:
        values = {"amount": "3万元", "mode": "canteen", "goods": "李某某家的荔枝"}
        told = small.write(kind="purchase", values=values, text="李某某独居", later=1)
        snapshot(c.BOOK)
        before = file.read_bytes()
        redact_record(
            acting=everything(), at=small.at + timedelta(minutes=2), id=new_id(small.at),
            of=told.id, reason="本人要求",
        )  # fmt: skip
        for data in (before, file.read_bytes()):
            assert "李某某".encode() not in data
        assert_same_without_the_file(course, file)
        assert_alike(
            snapshot(c.BOOK).chunk.columns["purchase.amount"].value[-1:].tolist(), [3_000_000]
        )
