"""The county office at 管理, and pages read as a browser reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.pages.desk.reading import Page

Reads = Callable[[str], Page]


def read_page(client: Client, address: str) -> Page:
    """The page at an address, which must be well formed and keep the content policy."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return well_formed(answer.content.decode())


def well_formed(text: str) -> Page:
    page = Page(text)
    assert not page.breaches
    assert not page.unbalanced
    assert not page.nameless
    assert len(page.ids) == len(set(page.ids))
    return page


@pytest.fixture
def office(county: Any) -> Client:
    client: Client = county.client("office")
    return client
