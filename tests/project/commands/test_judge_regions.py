"""`tongxing judge` above a county: every book under a place, from the ledger or a lake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.derive.conftest import County
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import lake_of
from tests.derive.regions.conftest import OTHER
from tests.derive.regions.conftest import labour_day
from tests.derive.regions.conftest import region
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.derive.lake.sync import sync
from tongxing.derive.rollups import database
from tongxing.derive.rollups import gather
from tongxing.derive.rollups import lake as lakes
from tongxing.project.commands import judge
from tongxing.records.ledger.queries import heads_within
from tongxing.records.pairings.models import EditionInForce

__all__ = ["region"]
DAY = "2025-03-12"
SUMS = ("owed", "kept", "late", "open", "overdue", "missed", "excused")
Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _afresh(settings: Any, tmp_path: Path) -> None:
    settings.CACHE = str(tmp_path / "cache")
    gather.forget()
    lakes.opened.cache_clear()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def asked(*words: str) -> tuple[int, str]:
        code = ran(judge, "judge", "--as-of", DAY, "--workers", "1", *words)
        return code, capsys.readouterr().out

    return asked


@pytest.fixture
def told(run: Run) -> Callable[..., dict[str, Any]]:
    def asked(*words: str) -> dict[str, Any]:
        code, text = run("--json", *words)
        assert code == 0, text
        answer: dict[str, Any] = orjson.loads(text)
        return answer

    return asked


Told = Callable[..., dict[str, Any]]


@pytest.mark.django_db
def test_where_there_is_no_book_at_all_it_is_said_so(run: Run, tmp_path: Path) -> None:
    """It spoke of a place called “None”."""
    assert run("--level", "县") == (0, "还没有任何台账\n")
    sync(str(tmp_path / "lake"))
    code, text = run("--lake", str(tmp_path / "lake"))
    assert (code, text) == (
        1, f"{tmp_path}/lake 里还没有台账，请先运行 tongxing lake sync，或核对地址\n",
    )  # fmt: skip


def test_each_level_adds_up_to_the_place_and_to_the_countys_own_board(
    region: County, told: Told
) -> None:
    own = [told("--place", book) for book in (c.BOOK, OTHER)]
    for level in ("市", "县", "镇", "村"):
        answer = told("--place", "44", "--level", level)
        for name in SUMS:
            counties = sum(duty[name] for one in own for duty in one["duties"])
            assert answer["total"][name] == counties > -1
            assert sum(one[name] for one in answer["parts"]) == counties
            assert sum(one[name] for one in answer["duties"]) == counties
        assert sum(one["pairings"] for one in answer["parts"]) == answer["total"]["pairings"] == 5
    assert answer["total"]["owed"] > 0


def test_a_town_of_the_roll_up_is_the_town_of_the_board(region: County, told: Told) -> None:
    board = {one["id"]: one for one in told("--place", c.BOOK)["parts"]}
    rolled = {one["id"]: one for one in told("--place", c.BOOK, "--level", "镇")["parts"]}
    assert set(board) == set(rolled)
    for town, one in board.items():
        assert one == {name: rolled[town][name] for name in one}
    village = told("--place", c.GENZI, "--level", "村")
    assert [one["title"] for one in village["parts"]] == ["根子镇（本级）", "柏桥村"]
    assert village["total"]["owed"] == board[c.GENZI]["owed"]


def test_the_level_below_is_told_unless_another_is_asked_for(region: County, told: Told) -> None:
    titles = [[one["title"] for one in told("--place", place)["parts"]] for place in ("44", "4409")]
    assert titles == [["湛江市", "茂名市"], ["高州市"]]
    nation = told("--level", "省")
    assert ([one["title"] for one in nation["parts"]], nation["name"]) == (["广东省"], "全国")


def test_as_a_table_for_people(region: County, run: Run) -> None:
    code, text = run("--place", "44")
    assert code == 0
    assert "广东省  截至2025-03-12（2本台账）" in text
    assert "茂名市" in text
    assert "在续结对5对" in text
    _, again = run("--place", "44")
    assert "（2本台账，其中2本没有新记录，沿用已算好的）" in again
    assert again.partition("）")[2] == text.partition("）")[2]


def test_one_more_record_has_its_book_judged_again_and_no_other(region: County, told: Told) -> None:
    before = told("--place", "44")
    assert before["judged"] == 2
    labour_day(region, region.today - timedelta(days=30))
    after = told("--place", "44")
    assert after["judged"] == 1
    assert after["total"]["kept"] == before["total"]["kept"] + 1


def test_as_known_earlier(region: County, told: Told) -> None:
    earlier = f"{region.at - timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert told("--place", "44", "--known-at", earlier)["total"]["owed"] == 0
    assert told("--place", "44")["total"]["owed"] > 0


def test_a_book_that_cannot_be_judged_is_named_and_the_others_go_on(
    region: County, run: Run
) -> None:
    EditionInForce.objects.filter(book=OTHER).update(text="id = 3", sha256="0" * 64)
    code, text = run("--place", "44")
    assert code == 1
    assert "廉江市（440881）没有评判：方案“gaozhou-pairing”" in text
    assert "茂名市" in text
    code, text = run("--place", "44", "--json")
    answer = orjson.loads(text)
    assert (code, [one["book"] for one in answer["failed"]]) == (1, [OTHER])
    assert answer["total"]["owed"] > 0


MISUSES = [
    (("--place", "4409", "--level", "省"), "在所选地方之上"),
    (("--place", "46"), "没有代码为“46”的地方"),
    (("--place", "44", "--engine", "abacus"), "没有“abacus”这种算法，可用的有：processes"),
    (("--lake", "x", "--known-at", "2025-03-05T08:00"), "请去掉 --lake 或 --known-at"),
]


@pytest.mark.parametrize(("words", "said"), MISUSES)
def test_misuse_says_what_to_do(
    region: County, run: Run, words: tuple[str, ...], said: str
) -> None:
    code, text = run(*words)
    assert code == 2
    assert said in text


def test_a_disk_that_keeps_nothing_is_said_and_changes_no_number(
    region: County, run: Run, settings: Any, tmp_path: Path
) -> None:
    _, text = run("--place", "44")
    (tmp_path / "file").write_text("")
    settings.CACHE = str(tmp_path / "file")
    code, said = run("--place", "44")
    assert code == 0
    assert "算好的没有存下来" in said
    assert said.splitlines()[2:] == text.splitlines()[1:]


@pytest.fixture
def lake(region: County, tmp_path: Path) -> str:
    """A lake of both counties, synced before anything more came in."""
    address = str(tmp_path / "lake")
    sync(address)
    return address


def without(answer: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in {*names, "source", "judged"}}


def test_a_lake_says_what_the_ledger_says(
    region: County, lake: str, told: Told, settings: Any, tmp_path: Path
) -> None:
    ledger = told("--place", "44", "--level", "村")
    settings.CACHE = str(tmp_path / "another")
    joined = told("--place", "44", "--level", "村", "--lake", lake)
    assert (joined["source"], joined["judged"]) == ("lake+ledger", 2)
    assert without(joined) == without(ledger)


def test_what_came_in_since_the_sync_counts(region: County, lake: str, told: Told) -> None:
    before = told("--place", "44", "--lake", lake)
    labour_day(region, region.today - timedelta(days=30))
    after = told("--place", "44", "--lake", lake)
    assert after["judged"] == 1
    assert after["total"]["kept"] == before["total"]["kept"] + 1
    assert without(after) == without(told("--place", "44"))


def test_roll_ups_from_a_lake_serve_the_pages_of_the_ledger(
    region: County, lake: str, told: Told
) -> None:
    told("--place", "44", "--lake", lake)
    assert told("--place", "44")["judged"] == 0


def test_a_synthetic_lake_is_judged_as_it_is_beside_a_ledger(
    region: County, told: Told, run: Run, tmp_path: Path
) -> None:
    """What is known of the ledger's own counties is no answer, and they contradict nothing."""
    told("--place", "44")
    address = str(tmp_path / "synthetic")
    lake_of(address, GAOZHOU)
    answer = told("--place", "44", "--lake", address)
    assert (answer["source"], answer["books"], answer["judged"]) == ("lake", 1, 1)


def test_counties_of_another_installation_in_the_same_lake_count_too(
    region: County, lake: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told("--place", "44", "--level", "镇")

    def here(prefix: str, at: datetime | None) -> list[tuple[str, str, int, str]]:
        return [one for one in heads_within(prefix, at) if one[0] != OTHER]

    monkeypatch.setattr(database, "heads_within", here)
    assert told("--place", "44")["books"] == 1
    assert without(told("--place", "44", "--level", "镇", "--lake", lake)) == without(whole)


@pytest.mark.django_db
def test_a_lake_alone_says_so(run: Run, tmp_path: Path) -> None:
    address = str(tmp_path / "lake")
    lake_of(address, GAOZHOU, HUAZHOU)
    code, text = run("--place", "44", "--lake", address)
    assert code == 0
    assert "广东省" in text
    assert "只按数据湖，各本截至湖中最后一条" in text
    assert "茂名市" in text
    code, text = run("--place", GAOZHOU, "--lake", address)
    assert "高州市" in text
    assert "只按数据湖，截至湖中第" in text


@pytest.mark.django_db
def test_a_year_without_any_duty_is_said_so(run: Run, tmp_path: Path) -> None:
    address = str(tmp_path / "lake")
    lake_of(address, GAOZHOU)
    code, text = run("--place", "44", "--lake", address, "--as-of", "2019-03-12")
    assert code == 0
    assert "2019年没有排定的任务，在续结对" in text
    assert "应完成" not in text


@pytest.mark.django_db
def test_a_torn_book_of_a_lake_is_named_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    address = str(tmp_path / "lake")
    lake_of(address, GAOZHOU, "460400")
    for path in (tmp_path / "lake" / "44").rglob("records*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2 :] = b"\0" * (len(data) - len(data) // 2)
        path.write_bytes(data)
    code, text = run("--lake", address, "--json")
    answer = orjson.loads(text)
    assert code == 1
    assert [one["book"] for one in answer["failed"]] == [GAOZHOU]
    assert [one["id"][:2] for one in answer["parts"]] == ["46"]
    code, text = run("--lake", address, "--place", "44")
    assert (code, len(text.splitlines()), "没有评判" in text) == (1, 2, True)


@pytest.mark.django_db
def test_where_there_is_no_lake_it_is_said(run: Run, tmp_path: Path) -> None:
    code, text = run("--lake", str(tmp_path / "nowhere"))
    assert code == 1
    assert "还没有数据湖" in text


def test_where_there_is_no_lake_it_is_said_though_all_is_known_from_before(
    region: County, told: Told, run: Run, tmp_path: Path
) -> None:
    told("--place", "44")
    code, text = run("--place", "44", "--lake", str(tmp_path / "mistyped"))
    assert (code, "还没有数据湖" in text) == (1, True)
