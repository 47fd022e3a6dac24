"""A book that grows while the lake follows it, now and then: both say the same at every step."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.conftest import County
from tests.derive.course import STEPS
from tests.derive.lake.equal import assert_lake_is_ledger
from tests.derive.lake.equal import assert_tables_are_cut
from tests.derive.test_growing_book import ALL
from tests.derive.test_growing_book import anew
from tests.derive.test_growing_book import judged
from tests.records import cast as c
from tongxing.derive import snapshot as snapshots
from tongxing.derive.lake import sync as syncing
from tongxing.derive.lake.check import check
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.sync import sync

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 3, 12)

# What happens, and whether the lake is brought up after it.
courses = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 60), st.booleans()), min_size=3, max_size=8
)


def followed(small: County, steps: list[tuple[str, int, bool]], *, each: bool) -> None:
    with anew(small) as course, TemporaryDirectory() as folder:
        address = str(Path(folder) / "lake")
        sync(address)
        for name, pick, brought_up in steps:
            course.step(name, pick)
            if brought_up:
                sync(address)
            if each:
                assert_lake_is_ledger(address)
        assert_lake_is_ledger(address)
        assert [one.fault for one in check(open_lake(address))] == [None]
        sync(address)
        assert_tables_are_cut(open_lake(address), c.BOOK)
        assert [one.say() for one in check(open_lake(address))] == [
            f"440981：湖里{snapshots.snapshot(c.BOOK).seq}条记录与台账一致"
        ]


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example([(name, pick, place % 4 == 2) for place, (name, pick) in enumerate(ALL)])
@example(
    [("append", 0, False), ("append", 0, False), ("grade", 1, True)]
)  # of a village not paired
def test_lake_and_tail_are_the_ledger(small: County, steps: list[tuple[str, int, bool]]) -> None:
    followed(small, steps, each=False)


@pytest.mark.full
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses)
@example([(name, pick, True) for name, pick in ALL])
def test_at_every_step(small: County, steps: list[tuple[str, int, bool]]) -> None:
    followed(small, steps, each=True)


def test_stretches_of_any_length_make_the_same_book(
    small: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with anew(small) as course:
        for name, pick in ALL:
            course.step(name, pick)
        for most in (1, 7):
            monkeypatch.setattr(syncing, "STRETCH_RECORDS", most)
            address = str(tmp_path / str(most))
            sync(address)
            seq = open_lake(address).book(c.BOOK).seq
            assert len(open_lake(address).book(c.BOOK).stretches) == -(-seq // most)
            assert_lake_is_ledger(address)
            assert_tables_are_cut(open_lake(address), c.BOOK)
            assert [one.fault for one in check(open_lake(address))] == [None]


def test_a_book_in_many_pieces_is_laid_down_in_one(
    small: County, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Reading stays quick; what no book stands in any more is cleared away by the next sync."""
    monkeypatch.setattr(syncing, "MOST_STRETCHES", 2)
    address = str(tmp_path)
    with anew(small) as course:
        pieces = []
        for pick in range(5):
            course.step("append", pick)
            sync(address)
            pieces.append(len(open_lake(address).book(c.BOOK).stretches))
            assert_lake_is_ledger(address)
        assert pieces == [1, 2, 1, 2, 1]
        packs = sorted(one.name for one in (tmp_path / "44").iterdir() if one.is_dir())
        assert packs == ["000003", "000004", "000005"]
        assert list(open_lake(address).manifest("44").packs) == ["000005"]
        assert judged(course, AS_OF)
