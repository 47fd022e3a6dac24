"""Photos and files as a form sends them; what was kept once is not asked for again.

A file input cannot be filled in again when a form comes back, so the form carries what was kept
already under a seal that only the same account can use.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tongxing.actions.attach_evidence import MOST_FILES
from tongxing.actions.errors import Refused
from tongxing.actions.keep_file import keep_file
from tongxing.pages.desk.viewer import Viewer
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.pictures import LARGEST_SENT

SEAL = "tongxing.evidence.kept"
SEAL_SECONDS = 24 * 3600
TOO_MANY = f"一条记录最多留{MOST_FILES}个照片和附件，多出的没有收下，请只选要紧的。"


@dataclass(frozen=True, slots=True)
class Carried:
    """A file kept already, as the form carries it on."""

    name: str
    seal: str


@dataclass(frozen=True, slots=True)
class Received:
    """What came with a form: what was kept, and in words what was not and why."""

    files: tuple[Kept, ...] = ()
    troubles: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()


def received(request: HttpRequest, viewer: Viewer, at: datetime) -> Received:
    """Keep what can be kept; a bad file never stands in the way of anything else."""
    files = list(_before(request.POST.getlist("kept"), viewer))
    troubles = []
    caption = request.POST.get("caption", "")
    uploads = request.FILES.getlist("file")
    for upload in uploads[: max(0, MOST_FILES - len(files))]:
        try:
            files.append(_kept(upload, caption, viewer, at))
        except Refused as refused:
            troubles.append(refused.say())
    if len(uploads) > MOST_FILES:
        troubles.append(TOO_MANY)
    once = tuple({one.sha256: one for one in files}.values())
    carried = tuple(Carried(one.name, _sealed(one, viewer)) for one in once)
    return Received(once, tuple(troubles), carried)


def tell(request: HttpRequest, troubles: Iterable[str]) -> None:
    """Say on the next page which files were not kept."""
    for said in troubles:
        messages.error(request, f"{said}记录不受影响，可以在本页重新添加。")


def _kept(upload: UploadedFile[Any], caption: str, viewer: Viewer, at: datetime) -> Kept:
    data = upload.read(LARGEST_SENT + 1)  # one byte too many is enough to be refused
    name = upload.name or ""
    return keep_file(acting=viewer.scope, at=at, name=name, data=data, caption=caption)


def _sealed(one: Kept, viewer: Viewer) -> str:
    return signing.dumps([one.sha256, one.name, one.caption, viewer.account.pk], salt=SEAL)


def _before(seals: Iterable[str], viewer: Viewer) -> Iterable[Kept]:
    """What this very account had kept before; anything else is passed over."""
    for seal in seals:
        try:
            sha256, name, caption, account = signing.loads(seal, salt=SEAL, max_age=SEAL_SECONDS)
        except signing.BadSignature:
            continue
        if account == viewer.account.pk:
            yield Kept(sha256, name, caption)
