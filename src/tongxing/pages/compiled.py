"""Compiled templates kept on disk, so that a process need not compile what another has.

What lies there is run as code: it lies in a folder that nobody but the service's own user may
enter, and is not read where that does not hold. Jinja puts a file there whole or not at all, and
takes none that was made of another source.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from jinja2.bccache import FileSystemBytecodeCache

from tongxing import __version__

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Compiled(FileSystemBytecodeCache):
    """Goes on without where a file can be neither read nor written."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_under(cache: Path, made_by: Path) -> Compiled | None:
    """Where this program keeps its own; None when there is no such folder for it alone.

    `made_by` is the file that says how templates are compiled. What another version left behind
    is cleared away.
    """
    folder = cache / "templates"
    own = folder / _version(made_by)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.stat()):
            return None
        if not own.exists():
            for one in set(folder.iterdir()) - {own}:  # another process may begin now too
                shutil.rmtree(one, ignore_errors=True)
            own.mkdir(exist_ok=True)
    except OSError:
        return None
    return Compiled(str(own), "%s")


def _is_ours(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & OTHERS


def _version(made_by: Path) -> str:
    """Changes with this program, with Jinja, with Python and with how templates are compiled."""
    told = (__version__, jinja2.__version__, str(sys.implementation.cache_tag))
    return sha256("\n".join(told).encode() + made_by.read_bytes()).hexdigest()[:16]
