"""Files that are worked out and may be deleted: put down whole, readable by their owner alone."""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, for any reader all at once; raises OSError.

    What does not fit on the disk leaves the file as it was and nothing beside it.
    """
    unfinished = path.with_suffix(f".{os.getpid()}-{get_ident()}.part")
    try:
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(data)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
