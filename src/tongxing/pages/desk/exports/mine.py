"""我的数据: everything a person may see, and everything held about them, in one archive."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile

import orjson
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.derive.boards.view import view_of
from tongxing.documents.sheets import write_book
from tongxing.pages.desk.exports.held import account_held
from tongxing.pages.desk.exports.held import audit_held
from tongxing.pages.desk.exports.held import records_held
from tongxing.pages.desk.exports.ledger import ledger_table
from tongxing.pages.desk.exports.taking import mark_of
from tongxing.pages.desk.exports.taking import noted
from tongxing.pages.desk.exports.taking import sent_file
from tongxing.pages.desk.records.finding import Asked
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer

ZIP = "application/zip"
READ_ME = """这是您在同兴中可以查看和与您有关的全部数据。

记录-*.xlsx      您可以查看的各县台账记录，可用表格软件打开
记录.jsonl       同样的记录，每行一条，便于其他系统读取
我的账号.json    您的账号、任职和授权
我的操作.jsonl   您本人的操作留痕，每行一条

{mark}
"""


@require_safe
@for_viewer
def home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the archive holds, before it is taken."""
    return page(request, viewer, "exports/mine.jinja", {})


@require_POST
@for_viewer
def take(_request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Written to a file of its own row by row, sent, and gone."""
    at = timezone.now()
    noted(viewer, at, "mine", subject=f"account:{viewer.account.username}", detail={})
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        _write(packed, viewer, at)
    return sent_file(file, f"我的数据{viewer.today.isoformat()}.zip", ZIP)


def _write(packed: ZipFile, viewer: Viewer, at: datetime) -> None:
    mark = mark_of(viewer, at)
    packed.writestr("说明.txt", READ_ME.format(mark=mark))
    account = orjson.dumps(account_held(viewer.account), option=orjson.OPT_INDENT_2)
    packed.writestr("我的账号.json", account)
    _lines(packed, "我的操作.jsonl", audit_held(viewer.account))
    _lines(packed, "记录.jsonl", records_held(viewer.scope))
    for code, name in viewer.books:
        view = view_of(viewer.scope, book=code, as_of=viewer.today, known_at=None)
        with TemporaryFile() as sheet:
            write_book(sheet, (ledger_table(view, Asked()),), mark=mark)
            sheet.seek(0)
            with packed.open(f"记录-{name}{code}.xlsx", "w") as out:
                shutil.copyfileobj(sheet, out)


def _lines(packed: ZipFile, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """One row a line, each written as it is read."""
    with packed.open(name, "w") as out, TextIOWrapper(out, "utf-8") as text:
        for row in rows:
            text.write(orjson.dumps(row).decode())
            text.write("\n")
