"""What places are called on pages and in answers, also where the registry does not have them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import OperationalError

from tongxing.derive.regions import naming
from tongxing.derive.regions.naming import names_of

DAY = date(2025, 3, 12)


def test_names_come_from_the_registry_then_from_what_is_shipped_then_the_code_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(naming, "place_names", lambda *_: {"440900000000": "新茂名市"})
    found = names_of(["", "4409", "4408", "44", "99"], DAY)
    assert found == {"": "全国", "4409": "新茂名市", "4408": "湛江市", "44": "广东省", "99": "99"}


def test_without_a_database_names_are_those_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(naming, "place_names", absent)
    assert names_of(["44"], DAY)["44"] == "广东省"
