"""The matrix as a workbook: as it stands on the page, with what its signs mean."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongxing.derive.boards import matrix_board
from tongxing.derive.boards.matrix import MatrixBoard
from tongxing.derive.boards.shapes import Cell
from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.documents.sheets import Tone
from tongxing.documents.sheets import Toned
from tongxing.pages.desk.boards.matrix import asked_by
from tongxing.pages.desk.exports.taking import asked_words
from tongxing.pages.desk.exports.taking import mark_of
from tongxing.pages.desk.exports.taking import noted
from tongxing.pages.desk.exports.taking import sent_book
from tongxing.pages.desk.exports.taking import stands
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.templating import LOOKS
from tongxing.pages.templating import look
from tongxing.rules.standing.tables import State

# As the page colours them (frontend/desk/styles/states.css).
TONES = {
    State.NOT_OWED: Tone("#ffffff", "#98a2aa"),
    State.KEPT: Tone("#e0efe8", "#1c6650"),
    State.LATE: Tone("#dff0f2", "#1d6b78"),
    State.EXCUSED: Tone("#ececf3", "#5f5a78"),
    State.AHEAD: Tone("#f6f7f7", "#6a7681"),
    State.OPEN: Tone("#e6eefa", "#245a9c"),
    State.OVERDUE: Tone("#ffd591", "#7a4300"),
    State.MISSED: Tone("#fbe1de", "#a3261d"),
}
MEANS = {
    State.NOT_OWED: "这一期不计：结对没有开始、已经结束，或这项任务不在这一期",
    State.KEPT: "按期完成",
    State.LATE: "到期以后、宽限期内补做",
    State.EXCUSED: "经批准豁免",
    State.AHEAD: "还没有开始的一期",
    State.OPEN: "正在进行，还没有到期",
    State.OVERDUE: "已经到期、没有完成，还可以补做",
    State.MISSED: "宽限期已过，没有完成",
}


@require_POST
@for_viewer
def matrix(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """The matrix asked for by the address, cut to the viewer exactly as its page is."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    at = timezone.now()
    board = matrix_board(
        viewer.scope,
        book=viewer.book,
        as_of=viewer.as_of,
        known_at=viewer.known_at,
        asked=asked_by(request.GET),
    )
    where = f"book:{board.stand.book}"
    noted(viewer, at, "matrix", subject=where, detail={"asked": asked_words(request)})
    title = board.duty.title if board.duty else "全部任务按月"
    name = f"{board.stand.book_name}结对情况（{title}）{board.stand.as_of.isoformat()}.xlsx"
    return sent_book((matrix_table(board), legend()), mark=mark_of(viewer, at), name=name)


def matrix_table(board: MatrixBoard) -> Table:
    """One row a pairing, one column a period; below, done of owed."""
    told = f"{board.duty.title}，{board.duty.need}" if board.duty else "全部任务，按月"
    shown = sum(len(group.rows) for group in board.groups)
    return Table(
        name="结对情况",
        above=(
            f"{board.stand.book_name}结对情况：{told}",
            stands(board.stand),
            f"共{shown}对，{_limits(board)}",
        ),
        columns=(
            Column("镇（街道）", 12),
            Column("村", 12),
            Column("结对单位", 28),
            *(
                Column(one.title + ("（推算）" if one.estimated else ""), 11)
                for one in board.columns
            ),
        ),
        rows=_rows(board),
        tones=tuple(TONES.values()),
        held=3,
    )


def _limits(board: MatrixBoard) -> str:
    """What the page was narrowed to, in words."""
    asked = board.asked
    towns = {one.id: one.name for one in board.towns}
    units = {one.id: one.name for one in board.units}
    parts = []
    if asked.town:
        parts.append(towns.get(asked.town, "所选的村"))
    if asked.unit:
        parts.append("、".join(units.get(one, "所选单位") for one in asked.unit.split(",")))
    if asked.states:
        said = "或".join(look(state).word for state in sorted(asked.states))
        parts.append(f"只列有“{said}”的")
    if asked.kind:
        parts += [one.title for one in board.counted]
    if asked.pairs:
        parts.append("在续的" if asked.pairs == "running" else "历年累计的")
    if asked.period and board.columns:
        parts.append(f"只看{board.columns[0].title}")
    return f"筛选：{'，'.join(parts)}" if parts else "未作筛选"


def _rows(board: MatrixBoard) -> Iterator[list[str | Toned]]:
    for group in board.groups:
        for row in group.rows:
            who = "、".join(one.name for one in row.pairing.actors)
            yield [
                group.town.name,
                row.pairing.place.name,
                who,
                *(_cell(one) for one in row.cells),
            ]
    done = (f"{one.kept + one.late}/{one.owed}" if one.owed else "" for one in board.totals)
    yield ["完成／应完成", "", "", *done]


def _cell(cell: Cell) -> Toned:
    seen = look(cell.state)
    return Toned(
        f"{seen.symbol} {seen.word}{f' {cell.said}' if cell.said else ''}", TONES[State(cell.state)]
    )


def legend() -> Table:
    """What the signs mean."""
    return Table(
        name="图例",
        above=("图例：每格是这一期的状态，后面是次数或数量",),
        columns=(Column("记号", 14), Column("意思", 60)),
        rows=(
            (Toned(f"{seen.symbol} {seen.word}", TONES[state]), MEANS[state])
            for state, seen in LOOKS.items()
        ),
        tones=tuple(TONES.values()),
        landscape=False,
    )
