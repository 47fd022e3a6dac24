"""Taking a backup: every table as of one moment while others go on writing, and the files."""

from __future__ import annotations

import gzip
import hashlib
import hmac
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db import models
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tongxing import __version__
from tongxing.project.upkeep.archive import CHUNK
from tongxing.project.upkeep.archive import Progress
from tongxing.project.upkeep.archive import Writer
from tongxing.project.upkeep.archive import examined
from tongxing.project.upkeep.neutral import line
from tongxing.project.upkeep.tables import Table
from tongxing.project.upkeep.tables import carried
from tongxing.project.upkeep.tables import fields_of
from tongxing.project.upkeep.trouble import Trouble
from tongxing.project.upkeep.whole import UNFINISHED
from tongxing.project.upkeep.whole import whole
from tongxing.records.evidence.models import StoredFile
from tongxing.records.evidence.storage import path_of
from tongxing.records.ledger.models import Book

ROWS = 2000
GZIP_LEVEL = 5
Heads = Mapping[str, str]  # county code -> "seq:hash"


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was taken."""

    path: Path
    size: int  # bytes
    rows: int
    files: int
    lacking: tuple[str, ...]  # files named by a record and not found, by sha256
    heads: Heads


def take(
    path: Path,
    *,
    at: datetime,
    unfinished: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Taken:
    """Write a backup to `path`, whole or not at all; raises `Trouble`."""
    if path.exists():
        raise Trouble(f"{path} 已经存在", "请换一个文件名，已有的备份不会被覆盖")
    if not path.parent.is_dir():
        raise Trouble(f"没有文件夹 {path.parent}", "请先建好这个文件夹")
    refuse_older_database()
    waiting = unfinished or path.with_name(f".{path.name}{UNFINISHED}")
    with whole(path, waiting) as file, _one_moment():
        writer = Writer(file)
        tables = [replace(t, rows=model._base_manager.count()) for model, t in carried()]  # noqa: SLF001
        sums = list(_kept_files())
        told = _Told(progress, sum(table.rows for table in tables) + len(sums))
        for model, table in carried():
            _write_table(writer, model, table, told)
        lacking = tuple(sum_ for sum_ in sums if not _write_file(writer, sum_, told))
        heads = heads_now()
        writer.finish(_about(at, tables, lacking, heads))
        file.flush()
        examined(waiting)  # what was written can be read
        size = file.seek(0, 2)
    rows = sum(table.rows for table in tables)
    return Taken(path, size, rows, len(sums) - len(lacking), lacking, heads)


def refuse_older_database() -> None:
    """Raise `Trouble` where the database is not of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Trouble("数据库还不是当前版本", "请先运行 tongxing serve 升级数据库，再作备份")


def heads_now() -> dict[str, str]:
    """The head of every book, by county code."""
    rows = Book.objects.order_by("pk").values_list("code", "head_seq", "head_hash")
    return {code: f"{seq}:{hash_}" for code, seq, hash_ in rows}


def key_mark() -> str:
    """Tells one installation's secret key from another's, and nothing about it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything read within is as of one moment; writers are not held up."""
    if connection.in_atomic_block:  # the caller's transaction is that moment
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the lock writers need
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


class _Told:
    """How far the backup has come: rows and files, together."""

    def __init__(self, progress: Progress, in_all: int) -> None:
        self.progress = progress
        self.in_all = in_all
        self.done = 0

    def more(self, number: int) -> None:
        self.done += number
        self.progress(self.done, self.in_all)


def _write_table(writer: Writer, model: type[models.Model], table: Table, told: _Told) -> None:
    names = [field.attname for field in fields_of(model)]
    found = model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001
    rows = found.iterator(chunk_size=ROWS)
    with (
        writer.part(table.part) as part,
        gzip.GzipFile("", "wb", GZIP_LEVEL, part, mtime=0) as packed,
    ):
        while some := list(islice(rows, ROWS)):
            packed.write(b"".join(map(line, some)))
            told.more(len(some))


def _kept_files() -> Iterator[str]:
    """Every photo and file that was not erased as the law requires, by its sha256."""
    found = StoredFile.objects.filter(erased=None).order_by("pk").values_list("pk", flat=True)
    yield from found.iterator(chunk_size=ROWS)


def _write_file(writer: Writer, sum_: str, told: _Told) -> bool:
    """Put a file into the archive; whether it was there."""
    told.more(1)
    try:
        with path_of(sum_).open("rb") as file, writer.part(f"evidence/{sum_}") as part:
            while data := file.read(CHUNK):
                part.write(data)
    except FileNotFoundError:
        return False
    return True


def _about(
    at: datetime, tables: list[Table], lacking: tuple[str, ...], heads: Heads
) -> dict[str, Any]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "version": __version__,
        "made": at.isoformat(),
        "database": connection.vendor,
        "key": key_mark(),
        "migrations": sorted(applied),
        "tables": [asdict(table) for table in tables],
        "heads": heads,
        "lacking": lacking,
    }
