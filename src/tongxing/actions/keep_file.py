"""Keep a photo or file somebody sent, before any record says it belongs to it."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from tongxing.actions.errors import Refused
from tongxing.actions.errors import Unfitting
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit
from tongxing.records.evidence import operations as evidence
from tongxing.records.evidence.files import Unusable
from tongxing.records.evidence.kept import Gone
from tongxing.records.evidence.kept import Kept
from tongxing.records.evidence.pictures import prepared
from tongxing.rules.characters import normal

LONGEST_NAME = 120
LONGEST_CAPTION = 60


class UnusableFile(Refused):
    """The file cannot be kept: broken, disguised, too large or of no kind we take."""

    code = "unusable-file"


def keep_file(*, acting: Scope, at: datetime, name: str, data: bytes, caption: str = "") -> Kept:
    """Make the file safe and keep it; the same bytes again are the same file.

    A picture is drawn anew without what the camera wrote beside it (C1). Raises `UnusableFile`,
    or `Unfitting` when the law had these very bytes erased before.
    """
    called = cleaned_name(name)
    try:
        ready = prepared(called, data)
    except Unusable as problem:
        raise UnusableFile(f"“{called}”没有收下：{problem}") from None
    try:
        with transaction.atomic():
            key = evidence.keep(ready, at)
            audit.note(at=at, who=acting.person, verb="keep-file", subject=f"file:{key}")
    except Gone:
        raise Unfitting(f"“{called}”此前已依法删除，不能再次添加") from None
    return Kept(key, called, one_line(caption)[:LONGEST_CAPTION])


def cleaned_name(name: str) -> str:
    """A file's own name as people see it: no folders, nothing invisible, not too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = one_line(last) or "未命名"
    stem, dot, suffix = seen.rpartition(".")
    if len(seen) <= LONGEST_NAME or not dot:
        return seen[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"[:LONGEST_NAME]


def one_line(text: str) -> str:
    """Without line breaks and characters nobody sees (which can turn a name around)."""
    clean = normal(text.encode(errors="replace").decode())
    spaced = "".join(" " if c.isspace() else c for c in clean)
    return "".join(c for c in spaced if unicodedata.category(c)[0] != "C").strip()
