"""The database: reachable, recent, migrated, guarded by its triggers, safe against power cuts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn

LEAST_POSTGRESQL = 140_000
# Where the database itself refuses: what it must refuse, table by table.
GUARDED = {
    "audit_auditrow": {"UPDATE", "DELETE"},
    "audit_auditseal": {"UPDATE", "DELETE"},
    "evidence_attachment": {"UPDATE", "DELETE"},
    "evidence_removal": {"UPDATE", "DELETE"},
    "evidence_storedfile": {"DELETE"},
    "ledger_book": {"UPDATE", "DELETE"},
    "ledger_record": {"UPDATE", "DELETE"},
    "ledger_content": {"UPDATE", "DELETE"},
}
SAFE = {"fsync": "on", "full_page_writes": "on"}
DELIVERED = {"on", "remote_apply", "remote_write", "local"}
PG_TRIGGERS = """
SELECT event_object_table, event_manipulation FROM information_schema.triggers t
WHERE trigger_schema = current_schema() AND EXISTS (
  SELECT 1 FROM pg_trigger p JOIN pg_class c ON c.oid = p.tgrelid
  WHERE p.tgname = t.trigger_name AND c.relname = t.event_object_table AND p.tgenabled <> 'D')
"""


def reachable(_: Asked) -> Iterator[Finding]:
    """The database answers, and is recent enough."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0]
        yield bad(
            f"连不上数据库：{first}", "请核对 TONGXING_DATABASE，并确认数据库已启动、密码正确"
        )
        return
    if connection.vendor == "postgresql":
        yield _postgresql_version()
    else:
        yield ok(f"SQLite {sqlite3.sqlite_version}，{connection.settings_dict['NAME']}")


def _postgresql_version() -> Finding:
    number = int(_shown("server_version_num"))
    if number < LEAST_POSTGRESQL:
        return bad(f"PostgreSQL 是 {number // 10_000} 版", "请升级到 14 版或更高")
    return ok(f"PostgreSQL {_shown('server_version')}")


def migrated(_: Asked) -> Iterator[Finding]:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield bad(
            f"数据库还差{len(waiting)}步升级", "请先备份，再运行 tongxing serve（启动时会升级）"
        )
    else:
        yield ok("数据库是当前版本")
    graph = executor.loader.graph.nodes
    newer = [key for key in executor.loader.applied_migrations if key not in graph]
    if any(app not in ("auth", "contenttypes") for app, _ in newer):
        yield bad(
            "数据库由更新的版本升级过，现在装的程序较旧",
            "请装回较新的版本，或恢复升级前的备份",
        )


def guarded(_: Asked) -> Iterator[Finding]:
    """Records and audit rows cannot be changed, even by somebody at the database itself."""
    there = _triggers()
    for table, verbs in GUARDED.items():
        if missing := verbs - there.get(table, set()):
            yield bad(
                f"数据表 {table} 的防改触发器缺失（{'、'.join(sorted(missing))}）",
                "有人动过数据库结构：请先查明，再从备份恢复到新的数据库",
            )
            return
    yield ok("台账和审计表的防改触发器齐全")


def _triggers() -> dict[str, set[str]]:
    """What the triggers of each table stand before."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_TRIGGERS)
            rows = cursor.fetchall()
        else:
            cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            rows = [(table, _verb(sql)) for table, sql in cursor.fetchall()]
    for table, verb in rows:
        found.setdefault(table, set()).add(verb)
    return found


def _verb(sql: str) -> str:
    """The verb of a SQLite trigger: the word after BEFORE."""
    words = sql.upper().split()
    return words[words.index("BEFORE") + 1] if "BEFORE" in words else ""


def durable(_: Asked) -> Iterator[Finding]:
    """What the database has said it wrote is there after a power cut."""
    if connection.vendor != "postgresql":
        yield from _sqlite_durable()
        return
    for name, wanted in SAFE.items():
        if _shown(name) != wanted:
            yield bad(
                f"PostgreSQL 的 {name} 是 {_shown(name)}，断电会损坏数据",
                f"请在 postgresql.conf 里设 {name} = {wanted}，重启数据库",
            )
    if _shown("synchronous_commit") not in DELIVERED:
        yield bad(
            "PostgreSQL 的 synchronous_commit 关着，断电会丢最后几条记录",
            "请在 postgresql.conf 里设 synchronous_commit = on，重新载入",
        )
    elif all(_shown(name) == wanted for name, wanted in SAFE.items()):
        yield ok("PostgreSQL 写入即落盘")
    if _shown("server_encoding") != "UTF8":
        yield bad(
            f"数据库编码是 {_shown('server_encoding')}，存不全汉字",
            "请另建 UTF8 编码的数据库，备份后恢复过去",
        )


def _sqlite_durable() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        level = cursor.fetchone()[0]
    if mode == "wal" and level >= 2:  # noqa: PLR2004  FULL
        yield ok("SQLite 写入即落盘")
    else:
        yield warn(
            f"SQLite 的日志方式是 {mode}，同步级别是 {level}",
            "请把数据库放在本机磁盘上，不要放在网络共享文件夹",
        )


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])
