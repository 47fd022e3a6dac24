"""Which words make a figure approximate, and which contradict each other."""

from __future__ import annotations

import pytest

from tongxing.rules.quantities import MARKS
from tongxing.rules.quantities.marks import DOWNWARD
from tongxing.rules.quantities.marks import INFIXES
from tongxing.rules.quantities.marks import PREFIXES
from tongxing.rules.quantities.marks import SUFFIXES
from tongxing.rules.quantities.marks import UPWARD
from tongxing.rules.quantities.marks import one_mark


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ([], ""),
        (["约"], "约"),
        (["约", "左右"], "约"),
        (["约", "多"], "多"),
        (["多", "左右"], "多"),
        (["超", "余"], "超"),
        (["近", "以内"], "近"),
        (["近", "余"], None),
        (["不足", "以上"], None),
    ],
)
def test_several_marks_leave_the_one_that_says_more(written, kept):
    assert one_mark(written) == kept


def test_every_word_leads_to_a_mark_that_can_be_printed():
    assert {*PREFIXES.values(), *SUFFIXES.values(), *INFIXES.values()} == set(MARKS)


def test_no_mark_points_both_ways():
    assert UPWARD.isdisjoint(DOWNWARD)
    assert set(MARKS) >= UPWARD | DOWNWARD
