"""Bytes on disk: whole or not at all, once, under their own sha256."""

from __future__ import annotations

import os
from hashlib import sha256

import pytest

from tests.records.evidence.drawn import scene
from tests.records.evidence.drawn import sent
from tongxing.records.evidence import storage
from tongxing.records.evidence.pictures import prepared
from tongxing.records.evidence.smaller import small_picture


def files_in(folder) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_bytes_lie_under_their_own_sum(folder):
    key = storage.put(b"abc")
    assert key == sha256(b"abc").hexdigest()
    assert files_in(folder) == [f"{key[:2]}/{key}"]
    assert storage.path_of(key).read_bytes() == b"abc"


def test_the_same_bytes_lie_once(folder):
    first = storage.put(b"abc")
    written = storage.path_of(first).stat().st_mtime_ns
    assert storage.put(b"abc") == first
    assert storage.path_of(first).stat().st_mtime_ns == written
    assert len(files_in(folder)) == 1


def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.write(folder / "aside", b"abc")
    assert files_in(folder) == []


def test_what_a_power_cut_spoilt_is_written_anew(folder):
    key = storage.put(b"abc")
    storage.path_of(key).write_bytes(b"a")
    assert storage.put(b"abc") == key
    assert storage.path_of(key).read_bytes() == b"abc"
    assert len(files_in(folder)) == 1


def test_what_was_kept_a_folder_deeper_is_found_there_and_goes_from_there(folder):
    key = sha256(b"abc").hexdigest()
    storage.write(folder / key[:2] / key[2:4] / key, b"abc")
    assert storage.path_of(key).read_bytes() == b"abc"
    assert storage.put(b"abc") == key
    assert files_in(folder) == [f"{key[:2]}/{key[2:4]}/{key}"]
    storage.write(folder / "aside", b"abc")
    assert storage.take_over(folder / "aside", key)  # it may be brought once more meanwhile
    storage.take_away(key)
    assert files_in(folder) == []


@pytest.mark.parametrize("there", [False, True])
def test_bytes_and_name_are_on_the_disk_before_anybody_is_told(folder, monkeypatch, there):
    """One sync, of a file that has its name already, also of one another has just named."""
    if there:
        storage.put(b"abc")
    named = []
    monkeypatch.setattr(os, "fsync", lambda _: named.append(files_in(folder)))
    key = storage.put(b"abc")
    assert named == [[f"{key[:2]}/{key}"]]


def test_what_is_taken_away_is_gone_with_its_small_picture(folder):
    key = storage.put(prepared("a.jpg", sent(scene())).data)
    assert small_picture(key).exists()
    storage.take_away(key)
    assert files_in(folder) == []
    storage.take_away(key)  # a second time does no harm


def test_a_small_picture_is_made_once_and_again_when_deleted(folder):
    key = storage.put(prepared("a.jpg", sent(scene())).data)
    place = small_picture(key)
    made = place.stat().st_mtime_ns
    assert small_picture(key).stat().st_mtime_ns == made
    place.unlink()
    assert small_picture(key).exists()


def test_without_the_picture_there_is_no_small_one(folder):
    assert not small_picture("0" * 64).exists()
