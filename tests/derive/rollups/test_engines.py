"""Engines by name."""

from __future__ import annotations

import pytest

from tongxing.derive.rollups import engines
from tongxing.derive.rollups.engines import ENGINES
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.processes import judge_in_processes


def test_an_engine_that_is_not_installed_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert engine_named("processes") is judge_in_processes
    monkeypatch.setattr(engines, "ENGINES", {**ENGINES, "other": "tongxing.nowhere:judge"})
    with pytest.raises(ImportError, match="nowhere"):
        engine_named("other")
