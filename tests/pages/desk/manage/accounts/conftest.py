"""The cast signed in at the desk on 12 March 2025."""

from __future__ import annotations

from tests.pages.desk.records.conftest import desk  # noqa: F401
