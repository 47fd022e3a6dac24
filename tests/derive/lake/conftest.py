"""What several tests of lakes stand on."""

from __future__ import annotations

import pytest

from tongxing.derive.lake import writer
from tongxing.derive.lake.storage import Bucket
from tongxing.derive.lake.storage import Folder


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders keep nobody out, as buckets do not; and no writer pauses for the others."""
    monkeypatch.setattr(Folder, "alone", Bucket.alone)
    monkeypatch.setattr(Folder, "locks", Bucket.locks)
    monkeypatch.setattr(writer, "sleep", lambda _: None)
