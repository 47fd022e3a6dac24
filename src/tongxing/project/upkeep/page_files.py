"""Whether the collected page files are those of this version."""

from __future__ import annotations

import hashlib
import os

from django.contrib.staticfiles.finders import get_finders

STAMP = ".collected"  # in STATIC_ROOT: what the collected files were collected from


def sources() -> str:
    """A digest of every static file's place, size and time of change."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = os.stat(storage.path(name))  # noqa: PTH116 - storages give plain paths
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()
