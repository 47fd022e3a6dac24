"""The machine itself, broken one way at a time."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.project.upkeep.checks.conftest import Said
from tongxing.project.upkeep.checks import machine
from tongxing.project.upkeep.checks.finding import Level


@pytest.mark.parametrize(
    ("version", "level"), [((3, 10, 9), Level.BAD), ((3, 11, 0), Level.OK), ((3, 13, 1), Level.OK)]
)
def test_python_must_be_recent(
    said: Said, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], level: Level
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    ((found, what, _),) = said(machine.python)
    assert found is level
    assert ".".join(map(str, version)) in what


def test_a_home_of_ones_own_is_fine(said: Said, home: Path) -> None:
    assert [one[0] for one in said(machine.folders)] == [Level.OK]


def test_a_home_others_may_enter_is_told(said: Said, home: Path) -> None:
    home.chmod(0o755)
    ((level, what, remedy),) = said(machine.folders)
    assert (level, remedy) == (Level.WARN, f"请运行 chmod 700 {home}")
    assert str(home) in what


def test_files_kept_elsewhere_are_looked_at_too(
    said: Said, home: Path, settings: Any, tmp_path: Path
) -> None:
    settings.EVIDENCE = str(tmp_path / "elsewhere" / "evidence")
    assert len(said(machine.folders)) == 2


def test_a_home_that_cannot_be_written_is_wrong(
    said: Said, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert said(machine.folders)[0][0] is Level.BAD


@pytest.mark.parametrize(
    ("free", "level"),
    [(999_999_999, Level.BAD), (4_999_999_999, Level.WARN), (5_000_000_001, Level.OK)],
)
def test_the_disk_must_have_room(
    said: Said, home: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    ((found, what, _),) = said(machine.disk)  # one disk, told once
    assert found is level
    assert f"{free / 1e9:.1f} GB" in what


@pytest.mark.parametrize(
    ("zone", "level"),
    [("Asia/Shanghai", Level.OK), ("PRC", Level.OK), ("Etc/UTC", Level.WARN), ("", Level.WARN)],
)
def test_the_machine_keeps_beijing_time(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, level: Level
) -> None:
    link = tmp_path / "localtime"
    if zone:
        target = tmp_path / "zoneinfo" / zone
        target.parent.mkdir(parents=True)
        target.touch()
        link.symlink_to(target)
    monkeypatch.setattr(machine, "LOCAL_TIME", link)
    assert said(machine.time_zone)[0][0] is level


@pytest.mark.parametrize(
    ("file", "level"), [("NotoSansCJK.ttc", Level.OK), ("Arial.ttf", Level.WARN)]
)
def test_documents_need_a_chinese_font(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, level: Level
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / file).touch()
    monkeypatch.setattr(machine, "FONTS", (tmp_path,))
    assert said(machine.fonts)[0][0] is level
