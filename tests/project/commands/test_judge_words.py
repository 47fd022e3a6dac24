"""What `tongxing judge` answers above a county, said from sums put together by hand."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from tests.derive.rollups.made import DUTIES
from tests.derive.rollups.made import Shelf
from tests.derive.rollups.made import head
from tests.derive.rollups.made import rolled
from tongxing.derive.boards import NotInView
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.gather import Gathered
from tongxing.derive.rollups.joined import LakeAndLedger
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.reading import Reader
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.project.commands import judge
from tongxing.project.commands.judge import regions
from tongxing.project.commands.judge.regions import LEVELS
from tongxing.project.commands.judge.regions import Asked
from tongxing.project.commands.judge.regions import MisuseError
from tongxing.project.commands.judge.regions import Told
from tongxing.project.commands.judge.regions import engine_of
from tongxing.project.commands.judge.regions import of_region
from tongxing.project.commands.judge.regions import reader_of
from tongxing.project.commands.judge.tables import COLUMNS
from tongxing.project.commands.judge.tables import counts_of
from tongxing.project.commands.judge.tables import known_words
from tongxing.project.commands.judge.tables import table_of

DAY = date(2025, 3, 12)
BOOKS = [head("440881", 3), head("440981", 7), head("450101", 5)]
NAMES = {"": "全国", "44": "广东省", "45": "广西壮族自治区", "4408": "湛江市", "4409": "茂名市"}


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(prefixes: Iterable[str], on: date) -> dict[str, str]:
        return {one: NAMES.get(one, one) for one in prefixes}

    monkeypatch.setattr(regions, "names_of", named)


def asked(place: str = "", level: str | None = None, **given: Any) -> Asked:
    said = {
        "as_of": DAY, "known_at": None, "lake": None, "workers": 1, "engine": "processes",
    } | given  # fmt: skip
    return Asked(place, level, **said)


def sums_of(one: BookRollUp, *states: tuple[int, ...]) -> BookSums:
    return replace(one.sums, totals=states or one.sums.totals)


def told(question: Asked, reader: Reader | None = None, **found: Any) -> Told:
    heads = [one for one in BOOKS if one.code.startswith(question.place[:6])]
    every = {one.code: rolled(one) for one in heads}
    given = {
        "sums": {code: one.sums for code, one in every.items()}, "judged": 0, "rollups": every,
    } | found  # fmt: skip
    return Told(question, reader or Database(), heads, Gathered(**given))


def printed(answer: Told) -> str:
    console = Console(file=StringIO(), width=200, highlight=False)
    for part in answer.printed():
        console.print(part)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


# --- which level --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "level", "digits"),
    [
        ("", None, 2), ("44", None, 4), ("4409", None, 6), ("440981", None, 9),
        ("440981100", None, 12), ("440981100200", None, 12), ("44", "省", 2),
        ("44", "镇", 9), ("440981", "县", 6),
    ],
)  # fmt: skip
def test_the_level_told_is_the_one_asked_for_or_the_next_below(
    place: str, level: str | None, digits: int
) -> None:
    assert asked(place, level).digits == digits


def test_villages_of_the_nation_are_asked_for_by_province() -> None:
    """Six hundred thousand rows at once would not fit into what a process may hold."""
    with pytest.raises(MisuseError, match="请分省列出"):
        _ = asked("", "村").digits
    assert asked("44", "村").digits == 12


@pytest.mark.parametrize(
    ("place", "level"), [("4409", "省"), ("440981", "市"), ("440981100", "县")]
)
def test_a_level_above_the_place_is_a_misuse(place: str, level: str) -> None:
    with pytest.raises(MisuseError, match=f"“{level}”在所选地方之上"):
        _ = asked(place, level).digits


# --- where from, and by what ----------------------------------------------------------------


def test_an_engine_nobody_knows_names_those_there_are() -> None:
    with pytest.raises(MisuseError, match="没有“abacus”这种算法，可用的有：processes、spark"):
        engine_of("abacus")


def test_an_earlier_knowledge_is_the_ledgers_alone() -> None:
    at = datetime(2025, 3, 5, tzinfo=UTC)
    assert reader_of(asked(known_at=at)) == Database(at)
    with pytest.raises(MisuseError, match="请去掉 --lake 或 --known-at"):
        reader_of(asked(known_at=at, lake="x"))


@pytest.mark.parametrize(
    ("engine", "has", "origin", "kind"),
    [
        ("processes", True, "ledger", LakeAndLedger), ("processes", False, "ledger", LakeBooks),
        ("spark", True, "ledger", LakeBooks), ("processes", True, "synthetic", LakeBooks),
    ],
)  # fmt: skip
def test_a_lake_of_ledgers_is_joined_with_the_ledger_where_one_is_at_hand(
    engine: str, has: bool, origin: str, kind: type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(regions, "_ledger_has", lambda _: has)
    address = str(tmp_path)
    LakeWriter(address, origin=origin)
    assert isinstance(reader_of(asked("44", lake=address, engine=engine)), kind)


def test_a_place_without_a_book_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "reader_of", lambda _: Shelf([]))
    with pytest.raises(NotInView):
        of_region(asked("46"))


# --- what is said --------------------------------------------------------------------------


def test_all_there_is_by_province() -> None:
    answer = told(asked())
    assert [one["title"] for one in answer.plain()["parts"]] == ["广东省", "广西壮族自治区"]
    text = printed(answer)
    assert text.startswith("全国  截至2025-03-12（3本台账，其中3本没有新记录，沿用已算好的）\n")
    assert "2025年各任务" in text
    assert "2025年各地" in text
    assert text.rstrip().endswith(f"在续结对{answer.plain()['total']['pairings']}对")


def test_parts_and_duties_add_up_to_the_total() -> None:
    for question in (asked(), asked("44"), asked("44", "村"), asked("4409", "镇")):
        plain = told(question).plain()
        for name in COLUMNS:
            total = plain["total"][name]
            assert sum(one[name] for one in plain["duties"]) == total
            assert sum(one[name] for one in plain["parts"]) == total


def test_how_many_were_judged_anew_is_said_only_where_some_were_not() -> None:
    assert "（3本台账）" in printed(told(asked(), judged=3))
    assert "（3本台账，其中1本没有新记录，沿用已算好的）" in printed(told(asked(), judged=2))


def test_a_book_that_failed_is_named_with_why_and_the_rest_is_told() -> None:
    rest = {one.code: rolled(one).sums for one in BOOKS[1:]}
    answer = told(asked(), sums=rest, judged=3, failed={"440881": "数据湖里缺少 44。"})
    assert "县440881（440881）没有评判：数据湖里缺少 44。" in printed(answer)
    plain = answer.plain()
    assert plain["failed"] == [{"book": "440881", "name": "县440881", "why": "数据湖里缺少 44。"}]
    assert (plain["books"], len(plain["parts"])) == (3, 2)
    assert "（3本台账）" in printed(answer)  # none of them is one judged before


def test_what_could_not_be_kept_is_said_with_what_it_means() -> None:
    text = printed(told(asked(), unkept="No space left on device"))
    assert "没有存下来（No space left on device），下次要重新评判；这次的数不受影响" in text


def test_without_a_plan_or_a_pairing_there_is_nothing_to_judge() -> None:
    bare = {one.code: replace(rolled(one).sums, duties=(), totals=()) for one in BOOKS}
    text = printed(told(asked(), sums=bare))
    assert text.splitlines()[1:] == ["没有施行中的方案，或没有结对，无可评判"]
    assert told(asked(), sums=bare).plain()["duties"] == []


def test_a_duty_nothing_was_asked_by_is_left_out() -> None:
    """One whose plan has ended stays in the books with nothing but what is not owed."""
    sums = {one.code: sums_of(rolled(one), (9, *[0] * 7), (0, 0, 3, *[0] * 5)) for one in BOOKS}
    plain = told(asked(), sums=sums).plain()
    assert [one["id"] for one in plain["duties"]] == [f"{DUTIES[1].plan}:{DUTIES[1].duty}"]


def test_a_place_asked_for_by_its_own_level_is_told_without_a_table_of_itself() -> None:
    text = printed(told(asked("44", "省")))
    assert "2025年各任务" in text
    assert "2025年各地" not in text


@pytest.mark.parametrize(
    ("reader", "place", "source", "words"),
    [
        (Database(), "", "ledger", "）\n"),
        (LakeAndLedger("x"), "", "lake+ledger", "）\n"),
        (LakeBooks("x"), "", "lake", "，只按数据湖，各本截至湖中最后一条\n"),
        (LakeBooks("x"), "440981", "lake", "，只按数据湖，截至湖中第7条\n"),
    ],
)
def test_where_the_figures_come_from_is_said(
    reader: Reader, place: str, source: str, words: str
) -> None:
    answer = told(asked(place), reader)
    assert answer.plain()["source"] == source
    assert words in printed(answer)


def test_what_is_paired_with_a_town_itself_is_told_apart_from_its_villages() -> None:
    one = rolled(BOOKS[1], villages=2)
    places = one.places.copy()
    places[:] = (440981100000, 440981100200)
    answer = told(asked("440981100", "村"), rollups={"440981": replace(one, places=places)})
    assert [(part["id"], part["title"]) for part in answer.plain()["parts"]] == [
        ("440981100000", "440981100000（本级）"), ("440981100200", "440981100200"),
    ]  # fmt: skip
    other = told(asked("440981101", "村"), rollups={"440981": replace(one, places=places)})
    assert (other.plain()["parts"], other.plain()["total"]["owed"]) == ([], 0)


# --- tables -------------------------------------------------------------------------------


def test_a_table_has_a_line_for_each_and_says_where_there_is_no_rate_yet() -> None:
    lines = [("高州市", Tally(kept=3, missed=1, rate=7500)), ("廉江市", Tally(open=2))]
    table = table_of("各地", "地方", lines)
    assert isinstance(table, Table)
    columns = [list(column.cells) for column in table.columns]
    assert [column.header for column in table.columns] == ["地方", *COLUMNS.values(), "按期率"]
    assert columns[0] == ["高州市", "廉江市"]
    assert (columns[1], columns[-1]) == (["4", "2"], ["75.0%", "暂无"])


def test_counts_are_the_columns_and_the_rate() -> None:
    assert list(counts_of(Tally())) == [*COLUMNS, "rate"]
    assert counts_of(Tally(kept=1, late=2, rate=5000))["owed"] == 3


def test_a_moment_is_named_only_where_one_was_asked_for() -> None:
    assert known_words(None) == ""
    assert known_words(datetime(2025, 3, 5, 8, 5, tzinfo=UTC)) == "，按2025-03-05 08:05已知"


# --- which answer a question gets --------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "rolled_up"),
    [
        ((), False), (("--place", "440981"), False), (("--place", "440981100200"), False),
        (("--place", "44"), True), (("--place", "440900000000"), True),
        (("--level", "省"), True), (("--place", "440981", "--level", "村"), True),
        (("--lake",), True), (("--lake", "/a/lake"), True), (("--engine", "spark"), True),
    ],
)  # fmt: skip
def test_a_county_is_answered_from_its_ledger_and_all_else_from_roll_ups(
    words: tuple[str, ...], rolled_up: bool
) -> None:
    parser = argparse.ArgumentParser()
    judge.register(parser.add_subparsers())
    args = parser.parse_args(["judge", *words])
    assert judge._rolled_up(args) is rolled_up


def test_every_level_can_be_asked_for_by_its_name() -> None:
    assert list(LEVELS) == ["省", "市", "县", "镇", "村"]
    assert list(LEVELS.values()) == sorted(LEVELS.values())
