"""`tongxing ledger replay`: what was worked out from a table that was wrong goes with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.derive.conftest import County
from tests.derive.regions.conftest import OTHER
from tests.derive.regions.conftest import region
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.derive.rollups import gather
from tongxing.derive.standings import forget_all
from tongxing.project.commands import judge
from tongxing.project.commands import ledger
from tongxing.records.pairings.models import Pairing

__all__ = ["region"]


def judged(capsys: pytest.CaptureFixture[str], place: str) -> dict[str, Any]:
    """As a process says it that has just begun."""
    forget_all()
    gather.forget()
    assert ran(judge, "judge", "--as-of", "2025-03-12", "--json", "--place", place) == 0
    found: dict[str, Any] = orjson.loads(capsys.readouterr().out)
    return found


def test_sums_kept_of_a_damaged_table_are_let_go(
    region: County, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The province stayed what it was, and no longer came to its counties."""
    settings.CACHE = str(tmp_path / "sound")
    sound = judged(capsys, "44")
    settings.CACHE = str(tmp_path / "damaged")
    Pairing.objects.filter(book=c.BOOK, until=None).update(until=date(2025, 2, 1))
    assert judged(capsys, "44")["total"] != sound["total"]
    assert ran(ledger, "ledger", "replay", "--book", c.BOOK) == 0
    told = capsys.readouterr().out
    assert judged(capsys, "44") == sound
    duties = [one for book in (c.BOOK, OTHER) for one in judged(capsys, book)["duties"]]
    assert sound["total"]["kept"] == sum(one["kept"] for one in duties)
    assert sound["total"]["missed"] == sum(one["missed"] for one in duties)
    assert "请重新启动，再运行一次本命令" in told


def test_what_cannot_be_let_go_is_said(
    region: County, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CACHE = str(tmp_path)
    judged(capsys, "44")
    (turn,) = tmp_path.glob("rollups/*/44.turn")
    turn.unlink()
    turn.mkdir()
    assert ran(ledger, "ledger", "replay", "--book", c.BOOK) == 1
    assert f"请删去文件夹 {tmp_path}/rollups" in capsys.readouterr().out
