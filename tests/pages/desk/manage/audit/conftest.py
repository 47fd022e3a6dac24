"""The small county at its desk."""

from __future__ import annotations

from tests.pages.desk.records.conftest import desk  # noqa: F401
