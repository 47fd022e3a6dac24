"""The cast signed in at the desk, as for the records' own pages."""

from __future__ import annotations

from tests.pages.desk.records.conftest import desk  # noqa: F401
