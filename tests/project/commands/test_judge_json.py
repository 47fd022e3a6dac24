"""`tongxing judge --json`: what another program reads from it, and how it ends."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.project.commands.typed import parsed
from tests.records import cast as c
from tongxing.project.commands import judge
from tongxing.project.commands.asking import day
from tongxing.project.commands.asking import moment

Found = Callable[..., dict[str, Any]]
SUMS = ("owed", "kept", "late", "open", "overdue", "missed", "excused")


def args(*words: str) -> argparse.Namespace:
    return parsed(judge, "judge", *words)


@pytest.fixture
def found(county: County, capsys: pytest.CaptureFixture[str]) -> Found:
    """The JSON of one run over the acted-out county."""
    act(county)

    def run(*words: str) -> dict[str, Any]:
        given = args("--json", *words)
        assert given.run(given) == 0
        answer: dict[str, Any] = orjson.loads(capsys.readouterr().out)
        return answer

    return run


def test_the_keys_are_these(found: Found) -> None:
    answer = found("--as-of", "2025-03-12")
    assert list(answer) == [
        "book", "place", "path", "as_of", "known_at", "seq", "key", "year", "duties", "parts",
    ]  # fmt: skip
    assert list(answer["duties"][0]) == ["id", "title", *SUMS, "rate"]
    assert (answer["book"], answer["path"], answer["as_of"]) == (c.BOOK, "高州市", "2025-03-12")


def test_parts_add_up_to_the_whole(found: Found) -> None:
    answer = found("--as-of", "2025-03-12")
    for name in SUMS:
        whole = sum(one[name] for one in answer["duties"])
        assert whole == sum(one[name] for one in answer["parts"]), name


def test_what_is_owed_is_kept_late_running_overdue_or_missed(found: Found) -> None:
    answer = found("--as-of", "2025-03-12")
    for one in (*answer["duties"], *answer["parts"]):
        parts = ("kept", "late", "open", "overdue", "missed")
        assert one["owed"] == sum(one[name] for name in parts)


def test_a_town_s_parts_are_its_villages(found: Found) -> None:
    answer = found("--place", c.GENZI, "--as-of", "2025-03-12")
    assert [one["title"] for one in answer["parts"]] == ["柏桥村"]
    assert answer["place"] == c.GENZI


def test_the_same_question_has_the_same_key_and_another_day_another(found: Found) -> None:
    one, two = (found("--as-of", "2025-03-12") for _ in range(2))
    assert one == two
    assert found("--as-of", "2025-03-11")["key"] != one["key"]


def test_an_earlier_day_owes_less(found: Found) -> None:
    january, march = (found("--as-of", day)["duties"][0] for day in ("2025-01-31", "2025-03-12"))
    assert january["owed"] < march["owed"]
    assert january["missed"] == 0


def test_last_year_is_judged_as_last_year(found: Found) -> None:
    answer = found("--as-of", "2024-12-31")
    assert answer["year"] == 2024
    assert answer["duties"][0]["owed"] == 3 * 4


def test_before_any_period_the_rate_is_not_zero_but_nothing(found: Found) -> None:
    answer = found("--as-of", "2024-09-02")
    assert {one["rate"] for one in answer["duties"]} == {None}


def test_known_at_is_said_back_and_cuts_the_ledger(found: Found) -> None:
    now = found("--as-of", "2025-03-12")
    early = found("--as-of", "2025-03-12", "--known-at", "2025-03-01T12:00")
    assert early["known_at"].startswith("2025-03-01T12:00")
    assert early["seq"] < now["seq"]
    assert early["duties"] == []


def test_chinese_is_written_as_it_is(
    county: County, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = args("--json", "--as-of", "2025-03-12")
    assert given.run(given) == 0
    assert "组织一次集中劳动".encode() in capsysbinary.readouterr().out


@pytest.mark.parametrize("place", ["999999", "440981999000", "45"])
def test_a_place_without_a_ledger_is_a_misuse_without_json(
    county: County, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = args("--json", "--as-of", "2025-03-12", "--place", place)
    assert given.run(given) == 2
    assert capsys.readouterr().out.startswith("没有代码为")


@pytest.mark.django_db
def test_without_any_ledger_a_place_is_a_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    given = args("--place", c.BOOK)
    assert given.run(given) == 2
    assert "请核对代码" in capsys.readouterr().out


def test_a_moment_without_a_zone_is_china_s() -> None:
    there = datetime(2026, 3, 5, 15, 4, tzinfo=ZoneInfo("Asia/Shanghai"))
    given = moment("2026-03-05T15:04")
    assert abs((given - there).total_seconds()) < 60
    assert given.utcoffset() == there.utcoffset()
    assert moment("2026-03-05T07:04+00:00").replace(second=0, microsecond=0) == there


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026/3/5", "三月五日", "20260305x"])
def test_what_is_no_day_is_told_with_a_pattern(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as refused:
        day(text)
    assert "2026-03-05" in str(refused.value)


@pytest.mark.parametrize("text", ["", "noon", "2026-13-01T00:00", "2026-03-05T25:00"])
def test_what_is_no_moment_is_told_with_a_pattern(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as refused:
        moment(text)
    assert "2026-03-05T15:04" in str(refused.value)
