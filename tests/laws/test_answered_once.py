"""A request that many officers answer at the same moment is answered once."""

from __future__ import annotations

from tests.laws.separate import Separate


def test_eight_answers_at_once_are_one(separate: Separate) -> None:
    assert separate.run("answers", count=8) == {"failed": 0, "given": 1}
