"""One county, town or village, or every book in a line: straight from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any

from rich.table import Table

from tongxing.derive.boards import place_board
from tongxing.derive.boards.cells import tally_year
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.subjects import PlaceBoard
from tongxing.derive.boards.view import view_of
from tongxing.project.commands.judge.tables import Answer
from tongxing.project.commands.judge.tables import counts_of
from tongxing.project.commands.judge.tables import known_words
from tongxing.project.commands.judge.tables import table_of
from tongxing.records.accounts.access import everything
from tongxing.records.registry.codes import full

NO_BOOK = "还没有任何台账"


def of_place(place: str, as_of: date, known_at: datetime | None) -> Answer:
    """A place within one county; raises NotInView, EditionUnreadableError."""
    board = place_board(everything(), place=full(place), as_of=as_of, known_at=known_at)
    return Answer(_plain(board), tuple(_printed(board)))


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
        found[sort].append({"id": key, "title": title, **counts_of(tally)})
    return found


def _printed(board: PlaceBoard) -> Iterator[Table | str]:
    stand = board.stand
    yield f"{board.path}  截至{stand.as_of}{known_words(stand.known_at)}（台账第{stand.seq}条）"
    if not board.duties:
        yield "没有施行中的方案，或没有结对，无可评判"
        return
    for sort, heading in (("duties", "任务"), ("parts", "下级")):
        rows = [(title, tally) for one, _, title, tally in _rows(board) if one == sort]
        if rows:
            yield table_of(f"{stand.as_of.year}年各{heading}", heading, rows)


@dataclass(frozen=True, slots=True)
class Whole:
    """A book in one line: the year of the day, all duties together."""

    stand: Stand
    tally: Tally


def _whole(book: str, as_of: date, known_at: datetime | None) -> Whole:
    view = view_of(everything(), book=book, as_of=as_of, known_at=known_at)
    duties = view.judged.standing.duties
    return Whole(view.stand, tally_year(view, duties, as_of.year, view.seen))


def of_books(codes: Sequence[str], as_of: date, known_at: datetime | None) -> Answer:
    """All books, a line each, and how to see one."""
    books = [_whole(code, as_of, known_at) for code in codes]
    plain = [
        {
            "book": one.stand.book,
            "name": one.stand.book_name,
            "as_of": one.stand.as_of,
            "known_at": one.stand.known_at,
            "seq": one.stand.seq,
            "year": one.stand.as_of.year,
            **counts_of(one.tally),
        }
        for one in books
    ]
    if not books:
        return Answer(plain, (NO_BOOK,))
    stand = books[0].stand
    rows = [(f"{one.stand.book} {one.stand.book_name}", one.tally) for one in books]
    return Answer(
        plain,
        (
            f"共{len(books)}本台账  截至{stand.as_of}{known_words(stand.known_at)}",
            table_of(f"{stand.as_of.year}年各台账", "台账", rows),
            f"看一个县、镇、村的明细：用 --place 指明代码，如 tongxing judge --place {stand.book}",
        ),
    )
