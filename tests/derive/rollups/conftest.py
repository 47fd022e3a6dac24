"""Lakes as this process opens them."""

from __future__ import annotations

import pytest

from tests.derive.rollups.ponds import Opened
from tests.derive.rollups.ponds import Opening
from tests.derive.rollups.ponds import Pond
from tongxing.derive.rollups import joined
from tongxing.derive.rollups import lake as lakes


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Lakes as opened one after the other; the first is the one this process has open."""

    def put(*ponds: Pond) -> list[Pond]:
        opened = Opened(*ponds)
        monkeypatch.setattr(lakes, "opened", opened)
        monkeypatch.setattr(joined, "opened", opened)
        monkeypatch.setattr(lakes, "open_lake", lambda *_: opened.afresh.pop(0))
        return opened.afresh

    return put
