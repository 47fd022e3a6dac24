"""What all exports share: who took it and when, the audit row, and sending a large file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from typing import Any

from django.http import FileResponse
from django.http import HttpRequest

from tongxing.actions.note_seen import note_seen
from tongxing.derive.boards.shapes import Stand
from tongxing.documents.sheets import Table
from tongxing.documents.sheets import write_book
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.templating import moment
from tongxing.records.ledger.models import Record
from tongxing.rules.periods import say_day

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_FILTER = 400  # characters of the audit's detail


def mark_of(viewer: Viewer, at: datetime) -> str:
    """Who took it away and when, as every export carries it."""
    return f"由{viewer.account.person.name}于{moment(at)}从同兴导出，仅限工作使用，请勿外传。"


def stands(stand: Stand) -> str:
    """As of when, from which book, and where its chain stood."""
    known = f"，按{moment(stand.known_at)}已知" if stand.known_at else ""
    found = Record.objects.filter(book=stand.book, seq=stand.seq).values_list("hash", flat=True)
    head = found.first() or "尚无记录"
    return (
        f"{stand.book_name}台账，截至{say_day(stand.as_of)}{known}，"
        f"算到第{stand.seq}条记录，台账校验值{head}"
    )


def noted(
    viewer: Viewer, at: datetime, what: str, *, subject: str, detail: Mapping[str, Any]
) -> None:
    """The audit row of an export: who took what, by which filter."""
    place = subject.removeprefix("book:") if subject.startswith("book:") else ""
    note_seen(
        acting=viewer.scope,
        at=at,
        sight="export",
        subject=subject,
        place=place,
        detail={"what": what, **detail},
    )


def asked_words(request: HttpRequest) -> str:
    """The filter as it stood in the address."""
    return str(request.META.get("QUERY_STRING", ""))[:LONGEST_FILTER]


def sent_book(tables: Sequence[Table], *, mark: str, name: str) -> FileResponse:
    """The tables as one xlsx file under this name; nothing of it stays on the server."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write_book(file, tables, mark=mark)
    return sent_file(file, name, XLSX)


def sent_file(file: IO[bytes], name: str, media_type: str) -> FileResponse:
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    answer["Cache-Control"] = "private, no-store"
    return answer
