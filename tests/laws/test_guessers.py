"""A password guessed by many at once is looked at five times, as when one guesses alone."""

from __future__ import annotations

from tests.laws.separate import Separate


def test_eight_guessers_at_once_get_five_guesses_together(separate: Separate) -> None:
    found = separate.run("guessers", count=8, each=6)
    assert found == {"failed": 0, "last": "locked", "sign-in-failed": 5, "lock": 1}
