"""`tongxing judge [--place CODE] [--as-of DAY] [--known-at MOMENT] [--json]`: a place's table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone
from rich.table import Table

from tongxing.derive.boards import NotInView
from tongxing.derive.boards import place_board
from tongxing.derive.boards.cells import tally_year
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.subjects import PlaceBoard
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import EditionUnreadableError
from tongxing.project.commands.asking import day
from tongxing.project.commands.asking import moment
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.models import Book
from tongxing.records.registry.codes import full

COLUMNS: Mapping[str, str] = {
    "owed": "应完成",
    "kept": "已完成",
    "late": "补做",
    "open": "进行中",
    "overdue": "逾期待补",
    "missed": "未完成",
    "excused": "豁免",
}


def register(commands: Any) -> None:
    """Add `judge` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("judge", help="评判：一地当年的完成情况")
    parser.add_argument("--place", help="县级代码（六位）或镇、村代码；不写则逐本台账各一行")
    parser.add_argument("--as-of", type=day, help="截至哪一天，如 2026-03-05；不写为今天")
    parser.add_argument("--known-at", type=moment, help="按当时已知，如 2026-03-05T15:04")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 with the table, 1 when it cannot be judged, 2 for a misuse."""
    console = printer()
    books = _books()
    place = args.place or (books[0] if len(books) == 1 else "")
    as_of = args.as_of or timezone.localdate()
    try:
        with waiting("正在评判"):
            found = (
                _of_place(_board(place, as_of, args.known_at))
                if place
                else _of_books([_whole(book, as_of, args.known_at) for book in books])
            )
    except NotInView:
        console.print(f"没有代码为“{place}”的地方，或其所在县没有台账，请核对代码")
        return 2
    except EditionUnreadableError as problem:
        console.print(str(problem))
        return 1
    if args.json:
        sys.stdout.buffer.write(orjson.dumps(found.plain, option=orjson.OPT_INDENT_2) + b"\n")
        sys.stdout.buffer.flush()
        return 0
    for part in found.printed:
        console.print(part)
    return 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the command answers, either way."""

    plain: Any  # for JSON
    printed: tuple[Table | str, ...]


def _of_place(board: PlaceBoard) -> Answer:
    return Answer(_plain(board), tuple(_printed(board)))


def _books() -> list[str]:
    """The codes of all books."""
    return list(Book.objects.order_by("code").values_list("code", flat=True))


def _board(place: str, as_of: date, known_at: datetime | None) -> PlaceBoard:
    return place_board(everything(), place=full(place), as_of=as_of, known_at=known_at)


def _rows(board: PlaceBoard) -> Iterator[tuple[str, str, str, Tally]]:
    """(what, its id, its title, its tally): duties first, then the parts of the place."""
    for one in board.duties:
        yield "duties", f"{one.duty.plan}:{one.duty.duty}", one.duty.title, one.tally
    for part in board.parts:
        if part.pairings or part.tally.asked:
            yield "parts", part.place.id, part.place.name, part.tally


def _plain(board: PlaceBoard) -> dict[str, Any]:
    stand = board.stand
    found: dict[str, Any] = {
        "book": stand.book,
        "place": board.place.id,
        "path": board.path,
        "as_of": stand.as_of,
        "known_at": stand.known_at,
        "seq": stand.seq,
        "key": stand.key,
        "year": stand.as_of.year,
        "duties": [],
        "parts": [],
    }
    for sort, key, title, tally in _rows(board):
        found[sort].append({"id": key, "title": title, **_counts(tally)})
    return found


def _printed(board: PlaceBoard) -> Iterator[Table | str]:
    stand = board.stand
    yield f"{board.path}  截至{stand.as_of}{_known(stand)}（台账第{stand.seq}条）"
    if not board.duties:
        yield "没有施行中的方案，或没有结对，无可评判"
        return
    for sort, heading in (("duties", "任务"), ("parts", "下级")):
        rows = [row for row in _rows(board) if row[0] == sort]
        if rows:
            yield _table(f"{stand.as_of.year}年各{heading}", heading, rows)


@dataclass(frozen=True, slots=True)
class Whole:
    """A book in one line: the year of the day, all duties together."""

    stand: Stand
    tally: Tally


def _whole(book: str, as_of: date, known_at: datetime | None) -> Whole:
    view = view_of(everything(), book=book, as_of=as_of, known_at=known_at)
    duties = view.judged.standing.duties
    return Whole(view.stand, tally_year(view, duties, as_of.year, view.seen))


def _of_books(books: Sequence[Whole]) -> Answer:
    """All books, a line each, and how to see one."""
    plain = [
        {
            "book": one.stand.book,
            "name": one.stand.book_name,
            "as_of": one.stand.as_of,
            "known_at": one.stand.known_at,
            "seq": one.stand.seq,
            "year": one.stand.as_of.year,
            **_counts(one.tally),
        }
        for one in books
    ]
    if not books:
        return Answer(plain, ("还没有任何台账",))
    stand = books[0].stand
    rows = [
        ("books", one.stand.book, f"{one.stand.book} {one.stand.book_name}", one.tally)
        for one in books
    ]
    return Answer(
        plain,
        (
            f"共{len(books)}本台账  截至{stand.as_of}{_known(stand)}",
            _table(f"{stand.as_of.year}年各台账", "台账", rows),
            f"看一个县、镇、村的明细：用 --place 指明代码，如 tongxing judge --place {stand.book}",
        ),
    )


def _known(stand: Stand) -> str:
    return f"，按{stand.known_at:%Y-%m-%d %H:%M}已知" if stand.known_at else ""


def _counts(tally: Tally) -> dict[str, int | None]:
    return {**{name: getattr(tally, name) for name in COLUMNS}, "rate": tally.rate}


def _table(title: str, heading: str, rows: list[tuple[str, str, str, Tally]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(heading)
    for column in (*COLUMNS.values(), "完成率"):
        table.add_column(column, justify="right")
    for _, _, name, tally in rows:
        table.add_row(name, *(str(getattr(tally, one)) for one in COLUMNS), tally.rate_said)
    return table
