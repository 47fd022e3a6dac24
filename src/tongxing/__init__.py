"""Tongxing: the working ledger of paired assistance."""

from __future__ import annotations

__version__ = "0.1.0"
