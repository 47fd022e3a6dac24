"""What contenders are compared by: sums by place, ranks, and a digest that tells answers apart."""

from __future__ import annotations

import numpy as np

from benchmarks.answers import STATES
from benchmarks.answers import answer_from_table
from benchmarks.answers import digest_of
from benchmarks.answers import roll_up
from benchmarks.answers import together

PLACES = np.array([440101100200, 440101100201, 440101101200, 440102100200], np.int64)
KEPT, MISSED = STATES.index("kept"), STATES.index("missed")


def counts_of(*kept_and_missed: tuple[int, int]) -> np.ndarray:
    counts = np.zeros((len(kept_and_missed), 1, len(STATES)), np.int64)
    for row, (kept, missed) in enumerate(kept_and_missed):
        counts[row, 0, KEPT], counts[row, 0, MISSED] = kept, missed
    return counts


def test_a_place_is_ranked_among_those_of_its_parent() -> None:
    found = roll_up(PLACES, counts_of((1, 3), (2, 2), (4, 0), (0, 4)))
    assert found[12].rank.tolist() == [2, 1, 1, 1]
    assert found[9].rank.tolist() == [2, 1, 1]
    assert found[6].rank.tolist() == [1, 2]
    assert found[6].prefix.tolist() == [440101, 440102]


def test_equal_rates_share_the_better_rank_and_nothing_judged_is_last() -> None:
    places = 440101100200 + np.arange(4, dtype=np.int64)
    found = roll_up(places, counts_of((1, 1), (0, 0), (2, 2), (0, 3)))
    assert found[12].rank.tolist() == [1, 4, 1, 3]


def test_rows_in_any_order_give_the_same_answer() -> None:
    found = roll_up(PLACES, counts_of((1, 3), (2, 2), (4, 0), (0, 4)))
    rows = [
        {"digits": digits, "place": place, "duty": 0, "rank": rank}
        | dict(zip(STATES, counts[0].tolist(), strict=True))
        for digits, level in found.items()
        for place, counts, rank in zip(level.prefix, level.counts, level.rank, strict=True)
    ]
    table = {name: [row[name] for row in reversed(rows)] for name in rows[0]}
    assert digest_of(answer_from_table(table)) == digest_of(found)


def test_one_period_more_is_another_answer() -> None:
    first = roll_up(PLACES, counts_of((1, 3), (2, 2), (4, 0), (0, 4)))
    other = roll_up(PLACES, counts_of((1, 3), (2, 2), (4, 0), (1, 3)))
    assert digest_of(first) != digest_of(other)


def test_provinces_judged_apart_are_put_in_order() -> None:
    south = roll_up(PLACES, counts_of((1, 3), (2, 2), (4, 0), (0, 4)))
    north = roll_up(PLACES[:1] - 33 * 10**10, counts_of((1, 0)))
    assert together([south, north])[2].prefix.tolist() == [11, 44]
    assert digest_of(together([south, north])) == digest_of(together([north, south]))
