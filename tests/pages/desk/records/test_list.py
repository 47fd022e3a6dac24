"""台账: who sees what, search, filters, pages."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pages.desk.records.conftest import Desk
from tests.records import cast as c


@pytest.mark.parametrize(
    ("name", "sees_baiqiao", "sees_hetong"),
    [
        ("office", True, True),
        ("supervisor", True, True),
        ("auditor", True, True),
        ("swb", True, False),
        ("lyj", False, True),
        ("fl", False, False),
        ("team", True, False),
        ("village", True, False),
    ],
)
def test_everybody_sees_their_own_records(desk: Desk, name, sees_baiqiao, sees_hetong) -> None:
    desk.write("swb", text="清理水塘")
    desk.write("lyj", text="种植树苗")

    page = desk.get(name, "").content.decode()

    assert ("清理水塘" in page) == sees_baiqiao
    assert ("种植树苗" in page) == sees_hetong
