"""Parts of photos from a phone: any order, any number of times, each account's apart."""

from __future__ import annotations

import itertools
import os
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tongxing.records.evidence import parts
from tongxing.records.evidence.parts import CHUNK
from tongxing.records.evidence.parts import Arrived

AT = datetime(2025, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SWB, ZX = "person:swb", "person:zx"
KEY, OTHER = "ab" * 32, "cd" * 32
SIZE = 2 * CHUNK + 1_000
PHOTO = Random(1).randbytes(SIZE)


def piece(n: int, data: bytes = PHOTO) -> bytes:
    return data[n * CHUNK : (n + 1) * CHUNK]


def bring(*ns: int, by: str = SWB, at: datetime = AT) -> None:
    for n in ns:
        parts.put(by, KEY, SIZE, n, piece(n), at)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.rglob("*") if one.is_file())


@pytest.mark.parametrize(
    ("size", "lengths"),
    [
        (1, [1]),
        (CHUNK - 1, [CHUNK - 1]),
        (CHUNK, [CHUNK]),
        (CHUNK + 1, [CHUNK, 1]),
        (2 * CHUNK, [CHUNK, CHUNK]),
        (SIZE, [CHUNK, CHUNK, 1_000]),
        (1_000_000, [CHUNK, CHUNK, CHUNK, 1_000_000 - 3 * CHUNK]),
    ],
)
def test_a_photo_comes_in_parts_of_one_length_and_a_shorter_last_one(
    size: int, lengths: list[int]
) -> None:
    count = parts.number_of(size)
    assert [parts.length_of(size, n) for n in range(count)] == lengths
    assert sum(lengths) == size


def test_of_a_photo_nobody_brought_nothing_is_here(folder: Path) -> None:
    assert parts.arrived(SWB, KEY) == Arrived(None, (), whole=False)
    assert parts.laid_by(SWB, KEY) is None
    assert parts.room_left(SWB, AT) == parts.WAITING
    parts.forget(SWB, KEY)  # and to forget it does no harm
    assert not folder.exists()  # asking makes no folders


def test_what_came_is_told_in_order_whatever_order_it_came_in() -> None:
    bring(2, 0)
    assert parts.arrived(SWB, KEY) == Arrived(SIZE, (0, 2))
    bring(1)
    assert parts.arrived(SWB, KEY) == Arrived(SIZE, (0, 1, 2))  # whole only once put aside


def test_more_than_nine_parts_are_told_by_number_not_by_spelling() -> None:
    size = 12 * CHUNK
    for n in (10, 2, 1, 11, 9):
        parts.put(SWB, KEY, size, n, b"x", AT)
    assert parts.arrived(SWB, KEY).have == (1, 2, 9, 10, 11)


def test_the_same_part_again_changes_nothing(folder: Path) -> None:
    bring(1)
    before = names(folder)
    bring(1, 1)
    assert names(folder) == before == [f"{KEY}.{SIZE}.1"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_every_order_the_last_part_makes_it_whole(order: tuple[int, ...]) -> None:
    *first, last = order
    for n in first:
        assert parts.together(SWB, KEY, SIZE, n=n, data=piece(n)) is None
        bring(n)
    assert parts.together(SWB, KEY, SIZE, n=last, data=piece(last)) == PHOTO


def test_the_part_at_hand_counts_before_the_one_on_disk() -> None:
    bring(0, 1, 2)
    mended = b"y" * 1_000
    assert parts.together(SWB, KEY, SIZE, n=2, data=mended) == PHOTO[: 2 * CHUNK] + mended


def test_a_photo_of_one_part_is_whole_at_once(folder: Path) -> None:
    assert parts.together(SWB, KEY, 3, n=0, data=b"abc") == b"abc"
    assert not folder.exists()


def test_parts_told_another_size_go() -> None:
    bring(0, 1)
    parts.put(SWB, KEY, SIZE + 1, 2, b"x" * 1_001, AT)
    assert parts.arrived(SWB, KEY) == Arrived(SIZE + 1, (2,))
    assert parts.together(SWB, KEY, SIZE, n=2, data=piece(2)) is None


def test_two_accounts_bring_the_same_photo_each_on_its_own(folder: Path) -> None:
    bring(0)
    bring(1, by=ZX)
    assert parts.arrived(SWB, KEY).have == (0,)
    assert parts.arrived(ZX, KEY).have == (1,)
    assert parts.together(ZX, KEY, SIZE, n=2, data=piece(2)) is None
    parts.lay_by(SWB, KEY, PHOTO, AT)
    assert parts.laid_by(ZX, KEY) is None
    parts.forget(ZX, KEY)
    assert parts.laid_by(SWB, KEY) == PHOTO
    assert len(list((folder / parts.FOLDER).iterdir())) == 2


@pytest.mark.parametrize("by", ["person:../../swb", "person:市委办", "person:a/b", ""])
def test_no_name_of_a_person_leads_out_of_the_folder(folder: Path, by: str) -> None:
    bring(0, by=by)
    (place,) = (folder / parts.FOLDER).iterdir()
    assert len(place.name) == 32
    assert names(place) == [f"{KEY}.{SIZE}.0"]


def test_what_is_put_aside_is_whole_and_told_by_its_own_size() -> None:
    parts.lay_by(SWB, KEY, PHOTO, AT)
    assert parts.laid_by(SWB, KEY) == PHOTO
    assert parts.arrived(SWB, KEY) == Arrived(SIZE, (0, 1, 2), whole=True)
    parts.lay_by(SWB, OTHER, b"abc", AT)
    assert parts.arrived(SWB, OTHER) == Arrived(3, (0,), whole=True)


def test_once_put_aside_left_over_parts_say_nothing() -> None:
    bring(0)
    parts.lay_by(SWB, KEY, PHOTO, AT)
    assert parts.arrived(SWB, KEY).whole


def test_to_forget_takes_parts_and_whole_and_leaves_other_photos(folder: Path) -> None:
    bring(0, 1)
    parts.lay_by(SWB, KEY, PHOTO, AT)
    parts.lay_by(SWB, OTHER, b"abc", AT)
    parts.forget(SWB, KEY)
    assert names(folder) == [f"{OTHER}.whole"]
    assert parts.arrived(SWB, KEY) == Arrived()


def test_room_is_what_waits_of_one_account_a_short_file_counting_for_more() -> None:
    bring(0, 2)
    parts.lay_by(SWB, OTHER, b"x" * 500, AT)
    bring(0, 1, by=ZX)
    assert parts.room_left(SWB, AT) == parts.WAITING - CHUNK - 2 * parts.LEAST
    assert parts.room_left(ZX, AT) == parts.WAITING - 2 * CHUNK
    parts.forget(SWB, KEY)
    assert parts.room_left(SWB, AT) == parts.WAITING - parts.LEAST


@pytest.mark.parametrize(
    ("later", "stays"),
    [
        (timedelta(0), True),
        (timedelta(days=29, hours=23), True),
        (timedelta(days=30), True),
        (timedelta(days=30, seconds=1), False),
        (timedelta(days=365), False),
    ],
)
def test_what_nobody_asked_for_in_thirty_days_goes(later: timedelta, stays: bool) -> None:
    bring(0)
    parts.lay_by(SWB, OTHER, b"abc", AT)
    parts.room_left(SWB, AT + later)
    assert (parts.arrived(SWB, KEY).size is not None) is stays
    assert (parts.laid_by(SWB, OTHER) is not None) is stays


def test_each_part_ages_by_itself() -> None:
    bring(0)
    bring(1, at=AT + timedelta(days=20))
    assert parts.room_left(SWB, AT + timedelta(days=31)) == parts.WAITING - CHUNK
    assert parts.arrived(SWB, KEY).have == (1,)


def test_a_part_sent_again_is_young_again() -> None:
    bring(0)
    bring(0, at=AT + timedelta(days=20))
    parts.room_left(SWB, AT + timedelta(days=31))
    assert parts.arrived(SWB, KEY).have == (0,)


def test_the_old_things_of_others_are_not_touched() -> None:
    bring(0, by=ZX)
    parts.room_left(SWB, AT + timedelta(days=90))
    assert parts.arrived(ZX, KEY).have == (0,)


def test_a_part_another_request_takes_up_meanwhile_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring(0)
    listed = parts._files(SWB)
    parts.forget(SWB, KEY)
    monkeypatch.setattr(parts, "_files", lambda _: listed)
    assert parts.room_left(SWB, AT) == parts.WAITING


def test_a_write_that_broke_off_is_no_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(0)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            bring(1)
    assert names(folder) == [f"{KEY}.{SIZE}.0"]
    assert parts.arrived(SWB, KEY) == Arrived(SIZE, (0,))


def test_an_unfinished_file_of_a_crash_is_no_part_and_goes_in_time(folder: Path) -> None:
    bring(0)
    (place,) = (folder / parts.FOLDER).iterdir()
    left = place / ".unfinished-x1"
    left.write_bytes(b"half")
    os.utime(left, (AT.timestamp(), AT.timestamp()))
    assert parts.arrived(SWB, KEY) == Arrived(SIZE, (0,))
    assert parts.room_left(SWB, AT) == parts.WAITING - CHUNK - parts.LEAST
    assert parts.room_left(SWB, AT + timedelta(days=31)) == parts.WAITING
    assert names(folder) == []


def test_what_waited_too_long_goes_for_everybody(folder: Path) -> None:
    late = AT + timedelta(days=parts.KEEP_DAYS, seconds=1)
    bring(0, by=SWB)
    parts.lay_by(ZX, OTHER, b"a photo of somebody who left", AT)
    parts.lay_by(ZX, KEY, b"one of today", late)
    parts.tidy(late)
    assert [one.split(".")[0] for one in names(folder)] == [KEY]
    assert parts.laid_by(ZX, KEY) == b"one of today"


def test_where_nothing_ever_waited_there_is_nothing_to_tidy(folder: Path) -> None:
    parts.tidy(AT)
    parts.erase(KEY)
    assert names(folder) == []


def test_what_the_law_has_gone_goes_from_every_phone_and_nothing_else_does(folder: Path) -> None:
    bring(0, 2, by=SWB)
    parts.lay_by(ZX, KEY, PHOTO, AT)
    parts.lay_by(ZX, OTHER, b"another photo", AT)
    parts.erase(KEY)
    assert [one.split(".")[0] for one in names(folder)] == [OTHER]
