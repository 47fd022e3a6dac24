"""The audit, searched page by page and taken away as a workbook; both are noted themselves."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.note_seen import Sight
from tongxing.actions.note_seen import note_seen
from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.pages.desk.exports.taking import mark_of
from tongxing.pages.desk.exports.taking import sent_book
from tongxing.pages.desk.manage.audit.asking import Asked
from tongxing.pages.desk.manage.audit.asking import asked_by
from tongxing.pages.desk.manage.audit.asking import place_after
from tongxing.pages.desk.manage.audit.telling import lines_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.templating import moment
from tongxing.records.audit.models import AuditRow
from tongxing.records.audit.queries import Cut
from tongxing.records.audit.queries import cut_of
from tongxing.records.audit.queries import page as rows_page
from tongxing.records.audit.queries import walk
from tongxing.records.audit.verbs import GROUPS
from tongxing.records.audit.verbs import VERBS
from tongxing.records.ledger.models import Book

SHOWN = 50
EXPORTED_MOST = 100_000
TOLD_AT_ONCE = 2_000
SUBJECT = "audit:rows"
COLUMNS = (
    Column("时间", 20),
    Column("谁", 20),
    Column("动作", 14),
    Column("事项", 60),
    Column("来源地址", 18),
    Column("账号", 18),
    Column("浏览器", 16),
    Column("会话", 14),
)
LIMIT = f"最多{EXPORTED_MOST}行，从新到旧；更早的请缩短日期再导出"
ASKED = {"who": "人员", "about": "事项", "from": "地址", "since": "起", "until": "止"}


@require_safe
@for_keeper("audit")
def audit(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    asked = asked_by(request.GET)
    rows = rows_page(_cut(viewer), asked.search, size=SHOWN + 1, before=asked.before)
    shown = rows[:SHOWN]
    _noted(viewer, "see-audit", asked)
    older = place_after(shown[-1].at, shown[-1].pk) if len(rows) > SHOWN else ""
    context = {
        "lines": lines_of(shown, viewer.scope),
        "given": asked.given,
        "groups": GROUPS,
        "older": _address(asked, before=older) if older else "",
        "paged": asked.before is not None,
        "asked": _address(asked),
    }
    return page(request, viewer, "manage/audit/audit.jinja", context)


@require_POST
@for_keeper("audit")
def export(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """All that the address finds, the newest 100,000 at most; what was cut off is said."""
    asked = asked_by(request.GET)
    at = timezone.now()
    _noted(viewer, "export", asked)
    table = Table(
        name="审计",
        above=("审计记录", _words(asked), LIMIT),
        columns=COLUMNS,
        rows=_exported(viewer, asked),
    )
    return sent_book((table,), mark=mark_of(viewer, at), name=f"审计记录{at:%Y%m%d%H%M}.xlsx")


def _cut(viewer: Viewer) -> Cut:
    books = list(Book.objects.values_list("code", flat=True))
    return cut_of(sorted(viewer.scope.where("audit")), books)


def _noted(viewer: Viewer, sight: Sight, asked: Asked) -> None:
    """Looking at the audit leaves a row too: what was looked for, not what was found."""
    note_seen(
        acting=viewer.scope,
        at=timezone.now(),
        sight=sight,
        subject=SUBJECT,
        detail={name: value for name, value in asked.given.items() if value},
    )


def _address(asked: Asked, **more: str) -> str:
    return urlencode(
        {name: value for name, value in (*asked.given.items(), *more.items()) if value}
    )


def _exported(viewer: Viewer, asked: Asked) -> Iterator[list[str]]:
    waiting: list[AuditRow] = []
    for row in walk(_cut(viewer), asked.search, most=EXPORTED_MOST):
        waiting.append(row)
        if len(waiting) == TOLD_AT_ONCE:
            yield from _told(viewer, waiting)
            waiting = []
    yield from _told(viewer, waiting)


def _told(viewer: Viewer, rows: Sequence[AuditRow]) -> Iterator[list[str]]:
    for row, line in zip(rows, lines_of(rows, viewer.scope), strict=True):
        yield [
            moment(row.at), line.who, line.title, f"{line.before}{line.thing}{line.after}",
            row.address, row.account, row.agent, row.session,
        ]  # fmt: skip


def _words(asked: Asked) -> str:
    said = [f"{title}：{asked.given[name]}" for name, title in ASKED.items() if asked.given[name]]
    if asked.given["verb"]:
        said.append(f"动作：{VERBS[asked.given['verb']].title}")
    return "，".join(said) or "未设条件"
