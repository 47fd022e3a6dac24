"""Files somebody sent to be looked at before anything is decided: a sheet, a plan edition.

Kept under their SHA-256 in a folder of the account's own for a day, confirmed or not: a
confirmation sent twice is read twice. What is older goes when anybody sends a file and when the
service starts; all goes when words of a record are erased. Nothing here is a fact: losing the
folder costs a clerk one upload.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from tongxing.records.accounts.models import Account

LARGEST = 10_000_000  # bytes
MOST = 20  # files an account may have waiting
OLDEST = 24 * 3600  # seconds
_NAME = re.compile(r"[0-9a-f]{64}")


class TooLarge(Exception):  # noqa: N818  an answer, not a fault
    """The file is larger than `LARGEST` bytes."""


def keep(account: Account, data: bytes, *, now: float, largest: int = LARGEST) -> str:
    """Keep `data` for this account; returns the name to ask for it again.

    `now` is in seconds since 1970. The oldest of more than `MOST` files goes, and so does
    what anybody sent more than a day ago. Raises `TooLarge` for more than `largest` bytes.
    """
    if len(data) > largest:
        raise TooLarge
    folder = _folder(account)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = hashlib.sha256(data).hexdigest()
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(data)
    os.utime(file.name, (now, now))
    Path(file.name).replace(folder / name)
    for oldest in sorted(folder.iterdir(), key=_sent, reverse=True)[MOST:]:
        oldest.unlink(missing_ok=True)
    tidy(now=now)
    return name


def fetch(account: Account, name: str) -> bytes | None:
    """What was kept under `name` by this very account; None when there is no such file."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (_folder(account) / name).read_bytes()
    except FileNotFoundError:
        return None


def tidy(*, now: float) -> None:
    """Drop what anybody sent more than a day ago."""
    for file in _all():
        if _sent(file) < now - OLDEST:
            file.unlink(missing_ok=True)


def empty() -> None:
    """Drop everything: words just erased may stand in what somebody sent."""
    for file in _all():
        file.unlink(missing_ok=True)


def _all() -> list[Path]:
    return [*(settings.HOME / "uploads").glob("*/*")]


def _folder(account: Account) -> Path:
    home: Path = settings.HOME
    return home / "uploads" / str(account.pk)


def _sent(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # tidied up by another request at this moment
        return 0
