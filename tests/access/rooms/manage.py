"""管理: its first page offers each reader what they may keep, which may be nothing."""

from __future__ import annotations

COMMON = {"desk:manage:home"}
