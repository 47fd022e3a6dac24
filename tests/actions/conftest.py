"""A folder of photos for one test alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.actions.bringing import SMALL
from tongxing.records.evidence import parts


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE = str(tmp_path / "evidence")
    return tmp_path / "evidence"


@pytest.fixture
def short_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are short, so that a small photo has several."""
    monkeypatch.setattr(parts, "CHUNK", SMALL)
