"""Laws 1, 2 and 4 where threads of one process are written together (decision 43)."""

from __future__ import annotations

import pytest

from tests.laws.separate import Separate

EACH, MANY = 25, 6


def judge(found: dict, times: int) -> None:
    acknowledged = found["acknowledged"]
    assert found["busy"] > times // 2, "most kills should come in the middle of writing"
    assert found["sound"]
    assert found["records"] == found["seqs"] == found["contents"]
    assert found["written"] == found["distinct"] == found["audited"]
    written = [found["highest"][str(40 + n)] + 1 for n in range(len(acknowledged))]
    assert sum(written) == found["written"], "each outbox without a gap"
    for heard, stands in zip(acknowledged, written, strict=True):
        assert heard <= stands <= heard + 1  # and at most the one that was on its way


@pytest.mark.parametrize("separate", ["postgresql"], indirect=True)
def test_threads_write_together_and_nothing_is_doubled(separate: Separate) -> None:
    found = separate.run("threads", count=2, many=MANY, each=EACH)
    assert found["failed"] == 0
    assert found["together"] > 0
    assert found["sound"]
    assert found["written"] == found["distinct"] == found["audited"] == EACH * MANY // 2
    assert found["records"] == found["seqs"]
    assert set(found["highest"].values()) == {EACH - 1}


@pytest.mark.parametrize("separate", ["postgresql"], indirect=True)
def test_a_kill_loses_nothing_that_was_written_together(separate: Separate) -> None:
    judge(separate.run("kills_of_threads", times=6, many=5, seed=1), 6)


@pytest.mark.full
@pytest.mark.parametrize("separate", ["postgresql"], indirect=True)
def test_three_hundred_kills_lose_nothing_either(separate: Separate) -> None:
    judge(separate.run("kills_of_threads", times=300, many=5, seed=2), 300)
