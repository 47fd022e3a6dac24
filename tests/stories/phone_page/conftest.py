"""手机页 in a phone's browser; `stories/phone/` is about bad lines and servers that die."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Dialog
from playwright.sync_api import Page

from tests.stories.conftest import served

# No line and no key yet are ways of being for this page, not faults of it.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "status of 401")


@pytest.fixture(scope="package")
def address(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One county for these files: they count what the phone knows of one labour day."""
    with served(loaded, tmp_path_factory.mktemp("phone-page")) as at:
        yield at


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone nobody has used yet."""
    context = chromium.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            said.type == "error"
            and not any(one in said.text for one in EXPECTED)
            and complaints.append(said.text)
        ),
    )
    page.on("dialog", Dialog.accept)
    yield page
    context.set_offline(False)  # and sign out: an account has only so many phones
    context.request.post("/api/phone/leave", headers={"X-Tongxing-Phone": "1"}, data={})
    context.close()
    assert complaints == []
