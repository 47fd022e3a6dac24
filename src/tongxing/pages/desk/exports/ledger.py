"""The list of records as a workbook: every record the filter finds, not only the page shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongxing.derive.boards.shapes import RECORD_STATES
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import view_of
from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.pages.desk.exports.taking import asked_words
from tongxing.pages.desk.exports.taking import mark_of
from tongxing.pages.desk.exports.taking import noted
from tongxing.pages.desk.exports.taking import sent_book
from tongxing.pages.desk.exports.taking import stands
from tongxing.pages.desk.records.finding import Asked
from tongxing.pages.desk.records.finding import asked_of
from tongxing.pages.desk.records.finding import chosen_rows
from tongxing.pages.desk.records.finding import lines_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of
from tongxing.rules.periods import say_day
from tongxing.rules.plan import shipped_kinds

AT_ONCE = 2000  # records read together
COLUMNS = (
    Column("序号", 8),
    Column("日期", 11),
    Column("类别", 16),
    Column("地点", 24),
    Column("由谁", 28),
    Column("内容", 36),
    Column("说明", 48),
    Column("补做哪一天", 11),
    Column("收到日期", 11),
    Column("补录", 6),
    Column("状态", 10),
)
Line = list[str | int | None]


@require_POST
@for_viewer
def ledger(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """What the address finds, cut to the viewer exactly as the page is."""
    if not viewer.book:
        return page(request, viewer, "boards/no_book.jinja", {})
    at = timezone.now()
    view = view_of(viewer.scope, book=viewer.book, as_of=viewer.as_of, known_at=viewer.known_at)
    asked = asked_of(request.GET)
    where = f"book:{view.stand.book}"
    noted(viewer, at, "ledger", subject=where, detail={"asked": asked_words(request)})
    name = f"{view.stand.book_name}台账{view.stand.as_of.isoformat()}.xlsx"
    return sent_book((ledger_table(view, asked),), mark=mark_of(viewer, at), name=name)


def ledger_table(view: View, asked: Asked) -> Table:
    rows = chosen_rows(view, asked)
    return Table(
        name="台账",
        above=(
            f"{view.stand.book_name}台账",
            stands(view.stand),
            f"共{len(rows)}条，{_limits(view, asked, found=len(rows) > 0)}",
        ),
        columns=COLUMNS,
        rows=_told(view, rows.tolist()),
        held=3,
    )


def _limits(view: View, asked: Asked, *, found: bool) -> str:
    """What was asked for in words; who a party is, only where the reader sees what they did."""
    parts = [f"词语“{asked.words}”"] if asked.words else []
    if asked.kind:
        parts.append(shipped_kinds()[asked.kind].title)
    if asked.place:
        parts.append(paths_of([asked.place], view.as_of).get(asked.place, "所选地点"))
    if asked.party:
        parts.append((found and parties([asked.party]).get(asked.party)) or "所选单位")
    if asked.since:
        parts.append(f"{say_day(asked.since)}起")
    if asked.until:
        parts.append(f"到{say_day(asked.until)}止")
    if asked.state:
        parts.append(RECORD_STATES[asked.state])
    if asked.late:
        parts.append("补录")
    return f"筛选：{'，'.join(parts)}" if parts else "未作筛选"


def _told(view: View, rows: list[int]) -> Iterator[Line]:
    """Read a couple of thousand at a time: seven queries for each."""
    for start in range(0, len(rows), AT_ONCE):
        lines = lines_of(view, rows[start : start + AT_ONCE])
        paths = paths_of({one.place.id for one in lines}, view.as_of)
        for line in lines:
            yield _line(line, paths.get(line.place.id) or line.place.name)


def _line(line: RecordLine, path: str) -> Line:
    return [
        line.seq,
        line.happened.isoformat(),
        line.kind_title,
        path,
        "、".join(one.name for one in line.doers),
        "；".join(f"{title} {said}" for title, said in line.values),
        line.text,
        line.makes_up.isoformat() if line.makes_up else None,
        timezone.localtime(line.recorded).date().isoformat(),
        "补录" if line.entered_late else None,
        RECORD_STATES[line.state],
    ]
