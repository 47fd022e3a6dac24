"""Photos and files as pages show them beside a record."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.urls import reverse

from tongxing.derive.boards.shapes import RecordLine
from tongxing.records.evidence.files import PDF
from tongxing.records.evidence.files import SHEET
from tongxing.records.evidence.files import TEXT
from tongxing.records.evidence.files import WORD
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.pictures import SMALL_SIDE
from tongxing.records.evidence.queries import attachments_of
from tongxing.rules.periods import say_day

SORTS = {PDF: "版式文件", WORD: "文字文档", SHEET: "表格", TEXT: "纯文本"}
IN_A_LIST = 4  # pictures a list shows beside one record
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileShown:
    """One photo or file. `width` and `height` are those of the small picture."""

    record: UUID
    seq: int  # of the version it belongs to
    key: str
    name: str
    caption: str
    alt: str
    picture: bool
    width: int
    height: int
    size: str
    address: str
    small: str


def shown(row: Attachment, alt: str) -> FileShown:
    """`alt` is what to call a picture nobody wrote a caption for."""
    width, height = _small_size(row.file.width or 0, row.file.height or 0)
    where = [row.record_id, row.file_id]
    return FileShown(
        record=row.record_id,
        seq=row.record.seq,
        key=row.file_id,
        name=row.name,
        caption=row.caption,
        alt=row.caption or alt,
        picture=row.file.picture,
        width=width,
        height=height,
        size=f"{SORTS.get(row.file.media_type, '照片')}，{size_said(row.file.size)}",
        address=reverse("desk:evidence:file", args=where),
        small=reverse("desk:evidence:small", args=where),
    )


def _small_size(width: int, height: int) -> tuple[int, int]:
    longest = max(width, height, 1)
    if longest <= SMALL_SIDE:
        return width, height
    return max(1, width * SMALL_SIDE // longest), max(1, height * SMALL_SIDE // longest)


def size_said(size: int) -> str:
    """As "0.3兆"; what is smaller than a tenth is said so."""
    tenths = round(size * 10 / MEGABYTE)
    return f"{tenths / 10:g}兆" if tenths else "不到0.1兆"


def files_of(
    records: Iterable[UUID], seq: int, alt: Callable[[Attachment], str]
) -> tuple[FileShown, ...]:
    """Everything that belongs to these records as known at `seq`, each file once (one query)."""
    found = {row.file_id: shown(row, alt(row)) for row in attachments_of(records, seq=seq)}
    return tuple(found.values())


def pictures_of(lines: Sequence[RecordLine], seq: int) -> Mapping[UUID, tuple[FileShown, ...]]:
    """The first few pictures of each record of a list (one query)."""
    named = {
        one.id: f"{one.kind_title}，{one.place.name}，{say_day(one.happened)}" for one in lines
    }
    found: dict[UUID, tuple[FileShown, ...]] = {}
    for row in attachments_of(named, seq=seq):
        there = found.get(row.record_id, ())
        if row.file.picture and len(there) < IN_A_LIST:
            found[row.record_id] = (*there, shown(row, f"照片：{named[row.record_id]}"))
    return found


def download_name(row: Attachment) -> str:
    """What the file is called on the reader's machine: a picture is a jpg whatever it was."""
    if not row.file.picture:
        return row.name
    return f"{PurePath(row.name).stem or '照片'}.jpg"
