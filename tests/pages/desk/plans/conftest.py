"""The small county at its desk, with two files a clerk may send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.conftest import desk  # noqa: F401

NEXT = PLAN.replace('edition   = "2024"', 'edition   = "2025"').replace(
    "grace_days = 5", "grace_days = 9"
)
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """Where drafts are kept."""
    settings.HOME = tmp_path


@pytest.fixture
def send(desk: Desk) -> Send:  # noqa: F811
    """Send a plan and its examples as the office (or another); the answer after redirects."""

    def sends(
        text: str | bytes = NEXT, examples: str | bytes = EXAMPLES, who: str = "office"
    ) -> Any:
        files = {
            name: SimpleUploadedFile(f"{name}.toml", one.encode() if isinstance(one, str) else one)
            for name, one in (("text", text), ("examples", examples))
            if one
        }
        return desk.as_(who).post("/plans/draft/", files, follow=True)

    return sends
