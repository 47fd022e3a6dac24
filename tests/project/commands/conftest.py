"""Commands are tried on the county the boards are tried on."""

from __future__ import annotations

from tests.derive.conftest import county

__all__ = ["county"]
