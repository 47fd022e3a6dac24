"""Law 2: a kill at any instruction loses no acknowledged record, doubles none."""

from __future__ import annotations

import pytest

from tests.laws.separate import Separate


def judge(found: dict, times: int) -> None:
    assert found["busy"] > times // 2, "most kills should come in the middle of writing"
    assert found["sound"]
    assert found["records"] == found["seqs"] == found["contents"]
    assert found["written"] == found["distinct"] == found["audited"]
    # drafts were sent in order: all acknowledged ones stand, and at most one batch more
    assert found["acknowledged"] <= found["written"] <= found["acknowledged"] + 5
    assert found["highest"]["1"] == found["written"] - 1


def test_no_acknowledged_record_is_lost_to_a_kill(separate: Separate) -> None:
    judge(separate.run("kills", times=25, seed=1), 25)


@pytest.mark.full
def test_no_acknowledged_record_is_lost_to_a_thousand_kills(separate: Separate) -> None:
    judge(separate.run("kills", times=1000, seed=2), 1000)
