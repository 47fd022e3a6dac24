"""What is guessed by many at once is looked at five times, as when one guesses alone."""

from __future__ import annotations

import pytest

from tests.laws.separate import Separate


@pytest.mark.parametrize("username", ["swb", "nobody"])
def test_eight_guessers_at_once_get_five_guesses_together(
    separate: Separate, username: str
) -> None:
    """The fifth is answered with the lock it brings; a name nobody has is answered alike."""
    found = separate.run("guessers", count=8, each=6, username=username)
    assert found == {"wrong": 4, "last": "locked", "sign-in-failed": 5, "lock": 1}


def test_eight_who_guess_a_code_at_once_get_five_guesses_together(separate: Separate) -> None:
    found = separate.run("code_guessers", count=8)
    assert found == {"looked": 5, "last": "locked", "sign-in-failed": 5, "lock": 1}
