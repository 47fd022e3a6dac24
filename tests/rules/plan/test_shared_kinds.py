"""What the phone's guesses are tested with is what is shipped."""

from __future__ import annotations

from tests.rules.plan.shared_kinds import FILE
from tests.rules.plan.shared_kinds import dumped


def test_the_kinds_shared_with_the_phones_tests_are_the_shipped_ones():
    written = FILE.read_text(encoding="utf-8")
    assert written == dumped(), "write it anew: python -m tests.rules.plan.shared_kinds"
