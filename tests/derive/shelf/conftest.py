"""A shelf of the test's own, on which every book is put by however little it has grown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.records import cast as c
from tongxing.derive import snapshot as snapshots


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cast's book is put by."""
    monkeypatch.setattr(settings, "CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(snapshots, "UNSHELVED", 0)
    return tmp_path / "cache" / "books" / f"{c.BOOK}.book"
