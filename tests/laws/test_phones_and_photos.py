"""What several do at once: enrol phones; bring a photo, erase it, send its record again."""

from __future__ import annotations

import pytest

from tests.laws.separate import Separate
from tongxing.records.accounts.phones import MOST_PHONES


def test_eight_pages_at_once_enrol_five_phones_together(separate: Separate) -> None:
    assert separate.run("phones", count=8) == {"failed": 0, "phones": MOST_PHONES}


@pytest.mark.full
def test_a_photo_brought_while_it_is_erased_is_shown_whole_or_is_gone(separate: Separate) -> None:
    """Whichever comes first: never a row without bytes, nor bytes the law had gone."""
    assert separate.run("photos", rounds=8) == {"failed": 0, "wrong": 0}


SQLITE = pytest.param("sqlite", marks=pytest.mark.full)  # one writer: the order is given


@pytest.mark.parametrize("separate", [SQLITE, "postgresql"], indirect=True)
def test_a_record_sent_again_never_waits_for_what_it_may_not_have_or_has(
    separate: Separate,
) -> None:
    """An erased record takes no photo, whoever comes first; one that is here is not on its way."""
    found = separate.run("sent_again")
    erased, here = {"coming": 0, "shown": 0}, {"coming": 0, "shown": 1}
    assert found == {
        "failed": 0, "erased": erased, "erasing": erased, "asked": erased, "arrived": here,
    }  # fmt: skip
