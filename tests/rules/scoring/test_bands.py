"""Bands, vetoes, quotas and ties."""

from __future__ import annotations

import pytest

from tests.rules.scoring.table import BANDS
from tests.rules.scoring.table import ENTERED
from tests.rules.scoring.table import FIFTH
from tests.rules.scoring.table import many
from tests.rules.scoring.table import one
from tests.rules.scoring.table import table
from tests.rules.scoring.table import unit
from tongxing.rules.plan.model import Band
from tongxing.rules.plan.model import Quota
from tongxing.rules.plan.model import Veto
from tongxing.rules.scoring import LowestBandLimitedError
from tongxing.rules.scoring import Subject
from tongxing.rules.scoring import UnknownBandError
from tongxing.rules.scoring.bands import limit_of


@pytest.mark.parametrize(
    ("points", "band"),
    [
        (100_00, "好"),
        (90_00, "好"),
        (89_99, "较好"),
        (80_50, "较好"),  # a real table left 80 to 81 undefined
        (80_00, "较好"),
        (79_99, "一般"),
        (60_00, "一般"),
        (59_99, "较差"),
        (0, "较差"),
    ],
)
def test_bands_are_closed_below_and_open_above(points, band) -> None:
    result = one(table(ENTERED), Subject("org:林业局", entered={"field-check": points}))

    assert result.band == band


def test_a_score_below_zero_is_in_the_lowest_band() -> None:
    assert many(table(ENTERED), {"org:甲": -5})["org:甲"].band == "较差"


def test_the_band_says_what_points_it_holds() -> None:
    results = many(table(ENTERED), {"org:甲": 95, "org:乙": 85, "org:丙": 20})

    assert [results[key].band_lines[0].text for key in ("org:甲", "org:乙", "org:丙")] == [
        "总分95分，等次为“好”（90分及以上）",
        "总分85分，等次为“较好”（80分及以上，不满90分）",
        "总分20分，等次为“较差”（不满60分）",
    ]


def test_a_single_band_holds_everybody() -> None:
    results = many(table(ENTERED, bands=(Band("合格", 0),), veto=()), {"org:甲": 1})

    assert results["org:甲"].band_lines[0].text == "总分1分，等次为“合格”（不分高低）"


def test_no_bands_no_band() -> None:
    result = one(table(bands=(), veto=()), unit())

    assert (result.band, result.band_lines) == ("", ())


def test_while_an_item_is_missing_there_is_no_band_but_the_score_so_far() -> None:
    result = one(table(), unit(entered={"field-check": 15_00}))

    assert result.band == ""
    assert result.band_lines[0].text == ("目前90分，已评项目满分90分；还有项目未评，暂不定等次")


def test_a_veto_decides_the_band_whatever_the_points() -> None:
    result = one(table(), unit(counts={"serious-finding": 1}))

    assert (result.points, result.band) == (100_00, "较差")
    assert result.band_lines[1].text == "一票否决：等次为“较差”"
    assert result.band_lines[1].below[0].text == "严重问题1条"
    assert result.band_lines[1].below[0].source == "kind:serious-finding"


def test_a_veto_does_not_wait_for_missing_items() -> None:
    assert one(table(), unit(entered={}, counts={"serious-finding": 2})).band == "较差"


def test_a_veto_never_lifts_anybody() -> None:
    mild = (Veto(counts=("finding",), band="一般"),)
    low = Subject("org:甲", entered={"field-check": 10_00}, counts={"finding": 1})

    assert one(table(ENTERED, veto=mild), low).band == "较差"


def test_of_two_vetoes_the_harder_one_counts() -> None:
    both = (Veto(("finding",), "一般"), Veto(("serious-finding",), "较差"))

    result = one(table(veto=both), unit(counts={"finding": 1, "serious-finding": 1}))

    assert result.band == "较差"


def test_a_veto_or_a_quota_for_a_band_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownBandError, match="优秀"):
        one(table(veto=(Veto(("finding",), "优秀"),)), unit(counts={"finding": 1}))
    with pytest.raises(UnknownBandError, match="优秀"):
        one(table(quota=Quota("优秀", 2000)), unit())


def test_the_lowest_band_cannot_be_limited() -> None:
    with pytest.raises(LowestBandLimitedError, match="较差"):
        one(table(quota=Quota("较差", 2000)), unit())


@pytest.mark.parametrize(
    ("rounding", "number", "limit"),
    [
        ("down", 108, 21),
        ("up", 108, 22),
        ("half-up", 108, 22),
        ("half-up", 107, 21),
        ("up", 5, 1),
        ("half-up", 2, 0),
        ("up", 1, 1),
        ("down", 4, 0),
    ],
)
def test_a_fifth_rounded_as_the_plan_says(rounding, number, limit) -> None:
    assert limit_of(Quota("好", 2000, rounding), number) == limit


def test_beyond_the_quota_the_next_best_move_one_band_down() -> None:
    points = {f"org:{number}": 90 + number for number in range(6)} | {
        f"org:其他{number}": 70 for number in range(4)
    }

    results = many(table(ENTERED, quota=FIFTH), points)

    assert [key for key, one in results.items() if one.band == "好"] == ["org:4", "org:5"]
    assert results["org:3"].band == "较好"
    assert results["org:3"].band_lines[-1].text == ("“好”不超过20%，即2个，名额已满，改为“较好”")


def test_a_tie_cut_by_the_quota_falls_out_whole_and_it_is_said() -> None:
    points = {"org:甲": 98, "org:乙": 95, "org:丙": 95, "org:丁": 92}
    points |= {f"org:其他{number}": 70 for number in range(6)}

    results = many(table(ENTERED, quota=FIFTH), points)

    assert results["org:甲"].band == "好"
    said = "“好”不超过20%，即2个，名额落在同分之中，同分的都不列入，改为“较好”"
    assert results["org:乙"].band_lines[-1].text == said
    assert results["org:丙"].band_lines[-1].text == said
    # 丁 does not move up into the place the tie left
    assert results["org:丁"].band == "较好"
    assert "名额已满" in results["org:丁"].band_lines[-1].text


def test_a_tie_that_fits_stays() -> None:
    points = {"org:甲": 95, "org:乙": 95} | {f"org:其他{number}": 70 for number in range(8)}

    results = many(table(ENTERED, quota=FIFTH), points)

    assert results["org:甲"].band == results["org:乙"].band == "好"


def test_a_quota_of_nobody_leaves_nobody() -> None:
    results = many(table(ENTERED, quota=FIFTH), {"org:甲": 99})

    assert results["org:甲"].band == "较好"
    assert results["org:甲"].band_lines[-1].text.startswith("“好”不超过20%，即0个，名额已满")


def test_a_band_with_room_stays_as_it_is() -> None:
    results = many(table(ENTERED, quota=Quota("好", 10_000)), {"org:甲": 99, "org:乙": 50})

    assert results["org:甲"].band == BANDS[0].title
    assert len(results["org:甲"].band_lines) == 1
