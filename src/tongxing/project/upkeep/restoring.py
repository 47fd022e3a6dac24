"""Restoring a backup into an empty database: all of it or nothing.

The archive is examined first; only then is the database touched. The tables are made as they
were when the backup was taken, filled in one transaction, and brought up to this version; last
the chains are replayed.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from django.core.management import call_command
from django.db import DatabaseError
from django.db import connection
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor

from tongxing.actions.note_upkeep import note_restored
from tongxing.project.upkeep.archive import Archive
from tongxing.project.upkeep.archive import Progress
from tongxing.project.upkeep.archive import examined
from tongxing.project.upkeep.neutral import taken
from tongxing.project.upkeep.neutral import takers
from tongxing.project.upkeep.tables import Table
from tongxing.project.upkeep.tables import carried
from tongxing.project.upkeep.taking import heads_now
from tongxing.project.upkeep.taking import key_mark
from tongxing.project.upkeep.trouble import DamagedArchive
from tongxing.project.upkeep.trouble import ForeignArchive
from tongxing.project.upkeep.trouble import NotEmpty
from tongxing.project.upkeep.trouble import Trouble
from tongxing.records.accounts.access import everything
from tongxing.records.evidence import storage
from tongxing.records.ledger import search
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.verify import Verdict
from tongxing.records.ledger.verify import verify
from tongxing.records.registry import place_index
from tongxing.records.registry.models import Place
from tongxing.records.statements import pour

ROWS = 2000


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what replaying each book found."""

    made: datetime  # when the backup was taken
    rows: int
    files: int
    lacking: tuple[str, ...]  # files the backup itself lacked, by sha256
    verdicts: tuple[Verdict, ...]
    same_key: bool  # whether this machine has the secret key the backup was made under


def restore(path: Path, *, at: datetime, progress: Progress = lambda *_: None) -> Restored:
    """Restore the backup at `path`; raises `Trouble`, and then nothing is restored."""
    archive = examined(path)
    _refuse_newer(archive)
    refuse_unless_empty()
    tables = [_read(table) for table in archive.manifest["tables"]]
    steps = _Steps(progress, sum(table.rows for table in tables) + len(archive.evidence))
    try:
        _migrate_to(archive.manifest["migrations"])
        for name in archive.evidence:
            _put_file(archive, name)
            steps.more(1)
        with transaction.atomic():
            for table in tables:
                _fill(archive, table, steps)
            _continue_numbers(tables)
            _must_equal(archive.manifest["heads"], heads_now())
            _index()
    except (DatabaseError, OSError) as error:
        raise Trouble(
            f"恢复没有完成：{error}", "数据库里没有留下数据，排除原因后请重新恢复"
        ) from error
    call_command("migrate", verbosity=0, interactive=False)
    note_restored(acting=everything(), at=at, archive=path.name, made=archive.manifest["made"])
    return Restored(
        datetime.fromisoformat(archive.manifest["made"]),
        sum(table.rows for table in tables),
        len(archive.evidence),
        tuple(archive.manifest["lacking"]),
        tuple(verify(book) for book in archive.manifest["heads"]),
        same_key=archive.manifest["key"] == key_mark(),
    )


def _read(table: Mapping[str, Any]) -> Table:
    return Table(table["name"], tuple(table["columns"]), tuple(table["sorts"]), table["rows"])


class _Steps:
    """How far the restore has come: rows and files, together."""

    def __init__(self, progress: Progress, in_all: int) -> None:
        self.progress = progress
        self.in_all = in_all
        self.done = 0

    def more(self, number: int) -> None:
        self.done += number
        self.progress(self.done, self.in_all)


def _refuse_newer(archive: Archive) -> None:
    known = MigrationExecutor(connection).loader.graph.nodes
    unknown = [name for name in map(tuple, archive.manifest["migrations"]) if name not in known]
    ours = [name for name in unknown if name[0] not in ("auth", "contenttypes")]
    if ours:
        raise ForeignArchive(
            f"备份由 {archive.manifest['version']} 版写成，比现在装的新（有 {'.'.join(ours[0])}）",
            "请先安装写备份时的版本或更新的版本",
        )


def refuse_unless_empty() -> None:
    """Raise `NotEmpty` where any table a backup carries has a row already."""
    there = set(connection.introspection.table_names())
    for model, table in carried():
        if table.name in there and model._base_manager.exists():  # noqa: SLF001
            raise NotEmpty(
                "数据库里已有数据，不能恢复到上面",
                "请另建一个空的数据库，用 --database 或 TONGXING_DATABASE 指明后再恢复",
            )


def _migrate_to(applied: list[list[str]]) -> None:
    """Make the tables as they were: the last migration of each app the backup knew."""
    executor = MigrationExecutor(connection)
    known = {(app, name) for app, name in applied}
    nodes = executor.loader.graph.node_map
    last = [
        key
        for key in sorted(known & set(nodes))
        if not any(child.key[0] == key[0] and child.key in known for child in nodes[key].children)
    ]
    done = set(executor.loader.applied_migrations)
    executor.migrate([key for key in last if key not in done])


def _put_file(archive: Archive, name: str) -> None:
    with archive.part(name) as file:
        storage.put(file.read())


def _fill(archive: Archive, table: Table, steps: _Steps) -> None:
    """Insert every row of one table."""
    quoted = connection.ops.quote_name
    into, columns = quoted(table.name), [quoted(column) for column in table.columns]
    ways, count = takers(table.sorts), 0
    rows = (taken(orjson.loads(text), ways) for text in _lines(archive, table))
    while some := list(islice(rows, ROWS)):
        pour(into, columns, some)
        count += len(some)
        steps.more(len(some))
    if count != table.rows:
        raise DamagedArchive(table.part, f"应有{table.rows}行，实有{count}行")


def _lines(archive: Archive, table: Table) -> Iterator[bytes]:
    with archive.part(table.part) as part, gzip.open(part, "rb") as packed:
        yield from io.BufferedReader(packed)


def _continue_numbers(tables: list[Table]) -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does so by itself."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            if table.rows and ("id", "number") in zip(table.columns, table.sorts, strict=True):
                name = connection.ops.quote_name(table.name)
                last = f"(SELECT max(id) FROM {name})"  # noqa: S608  the name is quoted
                cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), {last})", [name])


def _must_equal(wanted: Mapping[str, str], heads: Mapping[str, str]) -> None:
    if dict(wanted) != dict(heads):
        raise DamagedArchive("tables/ledger_book.jsonl.gz", "与清单所记的台账首部不一致")


def _index() -> None:
    """Make the search indexes anew: the two databases keep them in their own forms."""
    contents = Content.objects.filter(text__isnull=False).select_related("record").order_by("pk")
    found = contents.iterator(chunk_size=ROWS)
    while some := list(islice(found, ROWS)):
        search.index_rows(_words(body) for body in some)
    if place_index.TABLE not in connection.introspection.table_names():
        return  # an older backup: the migration that makes it fills it
    names: dict[str, list[str]] = {}
    for code, name in Place.objects.order_by("code", "since").values_list("code", "name"):
        names.setdefault(code, []).append(name)
    place_index.fill(list(names.items()))


def _words(body: Content) -> tuple[int, str]:
    says = said(body)
    at = search.position(body.record.book_id, body.record.seq)
    return at, search.words_of(says.text, says.values)
