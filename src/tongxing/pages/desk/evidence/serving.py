"""The bytes of a photo or file, for those only who may see the record it belongs to.

Pictures may be shown in the page: they were drawn anew when they came in, or looked through and
drawn small here before they are shown at all. Everything else is only ever downloaded. A browser
asks each time whether it may still show its copy.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import FileResponse
from django.http import HttpRequest
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tongxing.actions.look_at_photos import look_at_photos
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.errors import Trouble
from tongxing.pages.desk.errors import trouble
from tongxing.pages.desk.evidence.shown import download_name
from tongxing.pages.desk.seen import seen
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.records.evidence.models import Attachment
from tongxing.records.evidence.pictures import JPEG
from tongxing.records.evidence.queries import attachment_seen_by
from tongxing.records.evidence.smaller import small_picture
from tongxing.records.evidence.storage import path_of

ABSENT = Trouble(
    404,
    "登记还在，文件本身没有找到",
    "这个照片或附件的登记完好，但文件不在服务器的存放处，可能是恢复备份时没有带上。台账没有任何改变。",
    "请联系系统管理员核对照片和附件的存放处，或从备份中恢复。",
)
UNDRAWABLE = Trouble(
    404,
    "这张照片打不开",
    "照片已按原样收下，但内容不是能显示的画面，可能在手机上就已损坏。台账没有任何改变。",
    "请联系填报人补传一张，打不开的可以撤下并写明原因。",
)


@require_safe
@for_viewer
def file(request: HttpRequest, viewer: Viewer, record_id: UUID, key: str) -> HttpResponseBase:
    row = _row(viewer, record_id, key)
    if row.file.picture and small_picture(row.file_id) is None:
        return trouble(request, UNDRAWABLE)
    seen(viewer, "see-file", f"record:{record_id}", row.record.place)
    return _sent(request, row, path_of(row.file_id), row.file.media_type, f'"{row.file_id}"')


@require_safe
@for_viewer
def small(request: HttpRequest, viewer: Viewer, record_id: UUID, key: str) -> HttpResponseBase:
    """A picture at most 400 pixels long, made the first time somebody asks."""
    row = _row(viewer, record_id, key)
    if not row.file.picture:
        raise NotInView
    if not row.file.looked_at:
        look_at_photos(keys=[row.file_id])
    place = small_picture(row.file_id)
    if place is None:
        return trouble(request, UNDRAWABLE)
    return _sent(request, row, place, JPEG, f'"{row.file_id}-small"')


def _row(viewer: Viewer, record_id: UUID, key: str) -> Attachment:
    row = attachment_seen_by(viewer.scope, record_id, key)
    if row is None:
        raise NotInView
    return row


def _sent(
    request: HttpRequest, row: Attachment, place: Path, media_type: str, etag: str
) -> HttpResponseBase:
    if not place.exists():
        return trouble(request, ABSENT)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None or answer.status_code not in {304, 412}:
        answer = FileResponse(
            place.open("rb"),
            as_attachment=not row.file.picture,
            filename=download_name(row),
            content_type=media_type,
        )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
