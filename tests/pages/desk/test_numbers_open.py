"""Every number of 工作台 opens a matrix that shows exactly what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import parse_qsl
from urllib.parse import urlsplit

import pytest

from tests.pages.desk.conftest import County
from tests.records import cast as c
from tongxing.derive import boards
from tongxing.derive.boards import MatrixBoard
from tongxing.pages.desk.boards.matrix import asked_by

pytestmark = pytest.mark.django_db

DAYS = ("2025-01-03", "2025-03-03", "2025-03-12", "2025-04-02")
LINK = re.compile(r'<a [^>]*href="(/matrix/[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
WORDS = {
    "完成": "kept", "补做": "late", "进行中": "open", "逾期待补": "overdue",
    "未完成": "missed", "豁免": "excused",
}  # fmt: skip


def links(county: County, who: str, address: str) -> Iterator[tuple[str, MatrixBoard]]:
    """The text of each link to the matrix, and the matrix it opens."""
    text = county.get(who, address).content.decode()
    for link, said in LINK.findall(text):
        given = dict(parse_qsl(urlsplit(unescape(link)).query))
        board = boards.matrix_board(
            county.crew.scope(who), book=c.BOOK, as_of=day_of(address), asked=asked_by(given)
        )
        yield said.strip(), board


def day_of(address: str) -> date:
    return date.fromisoformat(address.partition("as_of=")[2])


def shown(board: MatrixBoard) -> int:
    """The cells in the states asked for, or the pairings when no state was asked for."""
    rows = [row for group in board.groups for row in group.rows]
    if not board.asked.states:
        return len(rows)
    return sum(cell.state in board.asked.states for row in rows for cell in row.cells)


@pytest.mark.parametrize("who", ["office", "swb", "zx", "team", "village"])
@pytest.mark.parametrize("day", DAYS)
def test_a_number_of_home_is_the_cells_it_opens(county: County, who: str, day: str) -> None:
    found = 0
    for said, board in links(county, who, f"/?as_of={day}"):
        number = re.search(r"(\d+)(?:对(?:还没有完成)?)?$", said)
        if number and not any(word in said for word in WORDS):
            assert int(number[1]) == shown(board), said
            found += 1
        elif re.search(r"\d", said):
            totals = {
                name: sum(getattr(one, name) for one in board.totals) for name in WORDS.values()
            }
            words = dict(re.findall(r"([^\d，]+)(\d+)", said))
            assert {WORDS[word]: int(n) for word, n in words.items() if n != "0"} == {
                name: n for name, n in totals.items() if n
            }
            found += 1
    assert found > 2


@pytest.mark.parametrize("address", ["/", f"/places/{c.COUNTY}/", f"/places/{c.GENZI}/"])
def test_units_villages_and_pairs_by_kind_open_their_list(county: County, address: str) -> None:
    told = [
        (said, board)
        for said, board in links(county, "office", f"{address}?as_of=2025-03-12")
        if "↔" in said
    ]
    assert told
    for said, board in told:
        (kind,) = board.counted
        actors = {
            one.id for group in board.groups for row in group.rows for one in row.pairing.actors
        }
        assert said.endswith(f"，{shown(board)}对")
        assert f"{len(actors)}{'个单位' if kind.units else '支工作队'}" in said


def test_the_county_says_how_many_are_paired_with_how_many(county: County) -> None:
    text = county.get("office", f"/places/{c.COUNTY}/?as_of=2025-03-12").content.decode()
    assert "3个单位 ↔ 2个村，3对" in text
