"""The small county at its desk, with one record in each village that only some may see."""

from __future__ import annotations

from tests.pages.desk.conftest import plain_files  # noqa: F401
from tests.pages.desk.records.conftest import desk  # noqa: F401
