"""Files kept between a look and a decision: one's own, for a day, not without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tongxing.pages.desk import uploads
from tongxing.records.accounts.models import Account

NOON = 1_750_000_000.0
CLERK, OTHER = Account(pk=1), Account(pk=2)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_what_was_kept_comes_back():
    name = uploads.keep(CLERK, b"sheet", now=NOON)
    assert uploads.fetch(CLERK, name) == b"sheet"


def test_the_same_file_twice_is_one_file(home):
    assert uploads.keep(CLERK, b"sheet", now=NOON) == uploads.keep(CLERK, b"sheet", now=NOON + 1)
    assert len(list((home / "uploads" / "1").iterdir())) == 1


def test_nobody_reads_what_another_sent():
    name = uploads.keep(CLERK, b"sheet", now=NOON)
    assert uploads.fetch(OTHER, name) is None


@pytest.mark.parametrize("name", ["", "../1/x", "../../secret-key", "0" * 63, "g" * 64, "0" * 64])
def test_a_name_that_was_never_given_finds_nothing(name):
    uploads.keep(CLERK, b"sheet", now=NOON)
    assert uploads.fetch(CLERK, name) is None


@pytest.mark.parametrize("later", [CLERK, OTHER])
def test_a_file_of_yesterday_is_gone_whoever_comes_next(later):
    old = uploads.keep(CLERK, b"old", now=NOON)
    uploads.keep(later, b"new", now=NOON + uploads.OLDEST + 1)
    assert uploads.fetch(CLERK, old) is None


def test_a_file_of_yesterday_is_gone_once_the_service_starts_again():
    old, new = uploads.keep(CLERK, b"old", now=NOON), uploads.keep(OTHER, b"new", now=NOON + 60)
    uploads.tidy(now=NOON + uploads.OLDEST + 1)
    assert uploads.fetch(CLERK, old) is None
    assert uploads.fetch(OTHER, new) == b"new"


def test_of_too_many_the_oldest_goes():
    names = [uploads.keep(CLERK, bytes([n]), now=NOON + n) for n in range(uploads.MOST + 1)]
    assert uploads.fetch(CLERK, names[0]) is None
    assert all(uploads.fetch(CLERK, name) is not None for name in names[1:])


def test_a_file_too_large_is_not_kept(home):
    with pytest.raises(uploads.TooLarge):
        uploads.keep(CLERK, b"x" * (uploads.LARGEST + 1), now=NOON)
    assert not (home / "uploads").exists()
