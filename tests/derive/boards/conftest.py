"""One long season of the county, shared by the read-only tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.derive.boards.season import season as lived
from tests.derive.conftest import County


@pytest.fixture(scope="module")
def season(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    """The county of `season.py`. The module must be marked `django_db`, else no test database."""
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
        assert "memory" in name or name.startswith("test_")
        with lived() as county:
            yield county
