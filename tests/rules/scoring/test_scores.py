"""Everybody together: order, ranks, and laws that hold for any input."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.scoring.table import BANDS
from tests.rules.scoring.table import BONUS
from tests.rules.scoring.table import BOUGHT
from tests.rules.scoring.table import CHECK
from tests.rules.scoring.table import DEDUCTION
from tests.rules.scoring.table import DUTIES
from tests.rules.scoring.table import ENTERED
from tests.rules.scoring.table import FIFTH
from tests.rules.scoring.table import many
from tests.rules.scoring.table import money
from tests.rules.scoring.table import one
from tests.rules.scoring.table import table
from tests.rules.scoring.table import unit
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Ranking
from tongxing.rules.scoring import DutyCount
from tongxing.rules.scoring import NotScoredError
from tongxing.rules.scoring import ScoreInputs
from tongxing.rules.scoring import Subject
from tongxing.rules.scoring import SubjectTwiceError
from tongxing.rules.scoring import score
from tongxing.rules.scoring.bands import band_at
from tongxing.rules.scoring.bands import limit_of

POINTS = {"org:丙": 70, "org:甲": 95, "org:丁": 85, "org:乙": 85}


def test_without_a_ranking_nobody_stands_before_another_by_points() -> None:
    results = many(table(ENTERED), POINTS)

    assert list(results) == sorted(POINTS)
    assert {result.rank for result in results.values()} == {None}


def test_where_the_plan_shows_bands_they_stand_by_band() -> None:
    edition = table(ENTERED, ranking=Ranking("bands", "考核办法第九条"))

    assert [result.band for result in many(edition, POINTS).values()] == [
        "好",
        "较好",
        "较好",
        "一般",
    ]


def test_where_the_plan_shows_bands_those_without_one_come_last() -> None:
    edition = table(ENTERED, ranking=Ranking("bands", "考核办法第九条"))
    waiting = Subject("org:一")
    low = Subject("org:二", entered={"field-check": 0})

    results = score(edition, ScoreInputs((waiting, low)))

    assert [result.subject for result in results] == ["org:二", "org:一"]


def test_equal_points_share_a_rank_and_the_next_one_is_skipped() -> None:
    edition = table(ENTERED, ranking=Ranking("ranks", "考核办法第九条"))

    ranks = {key: result.rank for key, result in many(edition, POINTS).items()}

    assert ranks == {"org:甲": 1, "org:丁": 2, "org:乙": 2, "org:丙": 4}


def test_an_unfinished_score_has_no_rank_and_stands_last() -> None:
    edition = table(ENTERED, ranking=Ranking("ranks", "考核办法第九条"))
    subjects = (Subject("org:甲"), Subject("org:乙", entered={"field-check": 10_00}))

    results = score(edition, ScoreInputs(subjects))

    assert [(one.subject, one.rank) for one in results] == [("org:乙", 1), ("org:甲", None)]


def test_the_whole_tree_holds_the_items_then_the_band() -> None:
    result = one(table(), unit())

    assert len(result.lines) == 7
    assert result.lines[-1] == result.band_lines[0]


def test_a_plan_without_a_score_cannot_be_scored() -> None:
    with pytest.raises(NotScoredError, match="没有计分表"):
        score(replace(table(), score=None), ScoreInputs(()))


def test_the_same_unit_twice_is_a_callers_mistake() -> None:
    with pytest.raises(SubjectTwiceError, match="org:林业局"):
        score(table(), ScoreInputs((unit(), unit())))


counts = st.builds(
    DutyCount, kept=st.integers(0, 60), late=st.integers(0, 60), missed=st.integers(0, 60)
)
anyone = st.fixed_dictionaries(
    {
        "duties": st.fixed_dictionaries({}, optional={"labour-day": counts, "visitors": counts}),
        "indicators": st.fixed_dictionaries(
            {}, optional={"bought": st.none() | st.builds(money, st.integers(0, 10**7))}
        ),
        "entered": st.fixed_dictionaries(
            {}, optional={"field-check": st.integers(0, 20_00), "appraisal": st.integers(0, 10_00)}
        ),
        "counts": st.dictionaries(
            st.sampled_from(["honour", "finding", "serious-finding"]), st.integers(0, 20)
        ),
    }
)
crowd = st.dictionaries(
    st.integers(0, 99).map(lambda number: f"org:{number:02d}"), anyone, max_size=12
).map(lambda given: tuple(Subject(key, **one) for key, one in given.items()))


@given(crowd, st.randoms(use_true_random=False))
def test_order_of_input_changes_nothing(subjects, random) -> None:
    shuffled = list(subjects)
    random.shuffle(shuffled)
    edition = table(quota=FIFTH)

    assert score(edition, ScoreInputs(subjects)) == score(edition, ScoreInputs(tuple(shuffled)))


@given(crowd)
def test_points_stay_within_their_bounds_and_add_up(subjects) -> None:
    for result in score(table(DUTIES, BOUGHT, CHECK, BONUS, DEDUCTION), ScoreInputs(subjects)):
        assert -10_00 <= result.points <= result.out_of + 5_00
        assert result.out_of <= 90_00
        assert result.points == sum(item.points or 0 for item in result.items)
        for item in result.items[:3]:
            assert item.points is None or 0 <= item.points <= item.out_of
        assert [item.line.points for item in result.items] == [item.points for item in result.items]


@given(
    st.dictionaries(st.text("甲乙丙丁戊", min_size=1, max_size=3), st.integers(85, 100)),
    st.integers(0, 10_000),
    st.sampled_from(["down", "up", "half-up"]),
)
def test_the_quota_is_never_exceeded_and_keeps_the_best(points, share, rounding) -> None:
    quota = Quota("好", share, rounding)

    results = many(table(ENTERED, quota=quota), points)

    good = [one.points for one in results.values() if one.band == "好"]
    moved = [one.points for one in results.values() if one.band != "好" and one.points >= 90_00]
    assert len(good) <= limit_of(quota, len(points))
    assert not (good and moved) or min(good) > max(moved)


@given(st.integers(-500_00, 200_00))
def test_bands_are_total_and_disjoint(points) -> None:
    position = band_at(BANDS, points)

    held = [
        number
        for number, band in enumerate(BANDS)
        if (points >= band.from_ or number == len(BANDS) - 1)
        and (number == 0 or points < BANDS[number - 1].from_)
    ]
    assert held == [position]
