"""A folder of backups: named by when they were taken, the old ones let go."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from tongxing.project.upkeep import rotation

NAMES = [f"tongxing-2025030{day}-020000.tar" for day in range(1, 6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*NAMES, "tongxing-before-upgrade.tar", "notes.txt", ".tongxing.tar.part"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_name_is_the_moment_in_beijing() -> None:
    at = datetime(2025, 3, 12, 18, 30, 5, tzinfo=UTC)
    name = rotation.name_at(at)
    assert name == "tongxing-20250313-023005.tar"
    assert rotation.taken_at(Path(name)) == at


def test_only_backups_so_named_are_counted_oldest_first(folder: Path) -> None:
    assert [path.name for path in rotation.kept(folder)] == NAMES


def test_no_folder_holds_no_backups(tmp_path: Path) -> None:
    assert rotation.kept(tmp_path / "none") == []


@pytest.mark.parametrize("keep", [1, 3, 5, 9])
def test_the_newest_stay_and_nothing_else_is_touched(folder: Path, keep: int) -> None:
    before = {path.name for path in folder.iterdir()}
    gone = rotation.let_go(folder, keep)
    assert [path.name for path in gone] == NAMES[: max(0, len(NAMES) - keep)]
    assert {path.name for path in folder.iterdir()} == before - {path.name for path in gone}
    assert [path.name for path in rotation.kept(folder)] == NAMES[-keep:]
