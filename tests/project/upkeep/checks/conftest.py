"""Asking one check what it finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Check
from tongxing.project.upkeep.checks.finding import Level

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # after the cast's day
Said = Callable[..., list[tuple[Level, str, str]]]


@pytest.fixture
def said() -> Said:
    """What a check says, as (level, what, remedy); whatever is not fine has a remedy."""

    def ask(check: Check, at: datetime | None = None, *, whole: bool = False):
        found = [(one.level, one.what, one.remedy) for one in check(Asked(at or NOW, whole=whole))]
        assert all(remedy for level, _, remedy in found if level is not Level.OK)
        return found

    return ask


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own, kept from others."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    settings.HOME = folder
    settings.EVIDENCE = str(folder / "evidence")
    settings.BACKUPS = str(folder / "backups")
    settings.STATIC_ROOT = folder / "static"
    return folder
