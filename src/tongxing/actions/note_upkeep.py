"""Note in the audit what was done to the whole installation: backed up, restored."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import NotAllowed
from tongxing.records.accounts.access import Scope
from tongxing.records.audit import operations as audit

SUBJECT = "installation"


@transaction.atomic
def note_backed_up(*, acting: Scope, at: datetime, archive: str, sha256: str) -> None:
    """A backup was taken: which file, and the sum it was known by."""
    _note(acting, at, "backup", {"archive": archive, "sha256": sha256})


@transaction.atomic
def note_restored(*, acting: Scope, at: datetime, archive: str, made: str) -> None:
    """The database was filled from a backup made at a moment."""
    _note(acting, at, "restore", {"archive": archive, "made": made})


def _note(acting: Scope, at: datetime, verb: str, detail: dict[str, str]) -> None:
    if not acting.may("manage", place="", parties=()):
        raise NotAllowed("只有管理这台服务器的人可以备份和恢复")
    audit.note(at=at, who=acting.person, verb=verb, subject=SUBJECT, detail=detail)
