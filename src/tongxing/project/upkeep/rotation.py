"""A folder of backups, named by when they were taken: the newest, and letting old ones go."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

NAME = re.compile(r"tongxing-\d{8}-\d{6}\.tar")
HERE = ZoneInfo("Asia/Shanghai")
UNFINISHED = ".tongxing.tar.part"  # one name for all: what a killed backup left is written over


def name_at(at: datetime) -> str:
    """What a backup taken at a moment is called."""
    return f"tongxing-{at.astimezone(HERE):%Y%m%d-%H%M%S}.tar"


def kept(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first; other files are none of ours."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def taken_at(path: Path) -> datetime:
    """When a backup was taken, by its name."""
    return datetime.strptime(path.name, "tongxing-%Y%m%d-%H%M%S.tar").replace(tzinfo=HERE)


def let_go(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups; returns what was deleted."""
    old = kept(folder)[:-keep] if keep else []
    for path in old:
        path.unlink()
    return old
