"""`tongxing judge`: the table of a county, a town, a village, as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.project.commands import judge
from tongxing.records.ledger.models import Book
from tongxing.records.pairings.models import EditionInForce

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the command with arguments; its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        return ran(judge, "judge", *arguments), capsys.readouterr().out

    return run


def row(text: str, title: str) -> list[str]:
    line = next(line for line in text.splitlines() if title in line)
    return [part.strip() for part in line.strip("│┃ ").split("│")]


def test_the_countys_table(county: County, say: Say) -> None:
    act(county)
    code, text = say("--as-of", "2025-03-12")
    assert code == 0
    assert "高州市  截至2025-03-12（台账第" in text
    assert row(text, "组织一次集中劳动") == [
        "组织一次集中劳动", "9", "3", "0", "2", "0", "4", "0", "42.9%",
    ]  # fmt: skip
    assert row(text, "曹江镇")[1] == "4"


def test_json_says_the_same_in_numbers(county: County, say: Say) -> None:
    act(county)
    code, text = say("--as-of", "2025-03-12", "--json", "--place", c.BOOK)
    found = orjson.loads(text)
    assert code == 0
    assert (found["place"], found["year"], found["known_at"]) == (c.COUNTY, 2025, None)
    labour = found["duties"][0]
    assert (labour["id"], labour["kept"], labour["missed"]) == (
        "gaozhou-pairing:labour-day", 3, 4,
    )  # fmt: skip
    assert labour["rate"] == 4286
    assert [one["title"] for one in found["parts"]] == ["根子镇", "曹江镇"]


def test_a_town_by_its_own_code(county: County, say: Say) -> None:
    _, text = say("--place", c.CAOJIANG, "--as-of", "2025-03-12")
    assert "高州市曹江镇" in text
    assert row(text, "荷垌村")[6] == "2"


def test_before_the_plan_was_known_there_is_nothing_to_judge(county: County, say: Say) -> None:
    code, text = say("--as-of", "2025-03-12", "--known-at", "2025-03-01T12:00")
    assert code == 0
    assert "按2025-03-01 12:00已知" in text
    assert "无可评判" in text


def test_misuse_says_what_to_do(county: County, say: Say) -> None:
    assert say("--place", "999999") == (
        2, "没有代码为“999999”的地方，或其所在县没有台账，请核对代码\n",
    )  # fmt: skip


def test_several_books_stand_side_by_side_with_how_to_see_one(county: County, say: Say) -> None:
    act(county)
    Book.objects.create(code="440901", name="另一县")
    code, text = say("--as-of", "2025-03-12")
    assert code == 0
    assert "共2本台账  截至2025-03-12" in text
    assert row(text, "440901 另一县")[1:] == ["0", "0", "0", "0", "0", "0", "0", "暂无"]
    duties = orjson.loads(say("--as-of", "2025-03-12", "--place", c.BOOK, "--json")[1])["duties"]
    assert row(text, "440981 高州市")[1:3] == [
        str(sum(one["owed"] for one in duties)),
        str(sum(one["kept"] for one in duties)),
    ]
    assert text.endswith("用 --place 指明代码，如 tongxing judge --place 440901\n")


def test_several_books_as_json_are_a_list(county: County, say: Say) -> None:
    Book.objects.create(code="440901", name="另一县")
    found = orjson.loads(say("--as-of", "2025-03-12", "--json")[1])
    assert [(one["book"], one["name"]) for one in found] == [
        ("440901", "另一县"), ("440981", "高州市"),
    ]  # fmt: skip
    assert (found[0]["owed"], found[0]["rate"]) == (0, None)


def test_without_a_book_there_is_nothing_to_judge(db: None, say: Say) -> None:
    assert say() == (0, "还没有任何台账\n")


@pytest.mark.parametrize("argument", ["--as-of", "--known-at"])
@pytest.mark.parametrize("text", ["昨天", "9999-12-31", "9999-12-31T23:59-08:00"])
def test_an_unreadable_day_is_a_misuse(argument: str, text: str, say: Say) -> None:
    with pytest.raises(SystemExit) as ended:
        say(argument, text)
    assert ended.value.code == 2


@pytest.mark.parametrize("text", ["0", "-3", "257", "两个"])
def test_so_many_workers_cannot_be(text: str, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        say("--workers", text)
    assert ended.value.code == 2
    assert "请写1至256之间的整数" in capsys.readouterr().err


def test_a_plan_this_version_cannot_read_is_a_problem_found(county: County, say: Say) -> None:
    EditionInForce.objects.update(text="id = 3", sha256="0" * 64)
    code, text = say("--as-of", "2025-03-12")
    assert code == 1
    assert "不能被当前程序读取" in text
