"""All checks, in the order they are told."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence

from django.db import DatabaseError
from django.db import connection
from django.utils import timezone

from tongxing.project.upkeep.checks import database
from tongxing.project.upkeep.checks import holdings
from tongxing.project.upkeep.checks import lake
from tongxing.project.upkeep.checks import machine
from tongxing.project.upkeep.checks import service
from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Check
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import Level
from tongxing.project.upkeep.checks.finding import bad

ALONE: Sequence[tuple[str, Check]] = (
    ("Python", machine.python),
    ("文件夹", machine.folders),
    ("磁盘", machine.disk),
    ("时区", machine.time_zone),
    ("字体", machine.fonts),
    ("密钥", service.secret_key),
    ("开关", service.switches),
    ("域名", service.hosts),
    ("加密连接", service.https),
    ("页面文件", service.front_end),
    ("环境变量", service.variables),
    ("数据湖", lake.reachable),
)
IN_DATABASE: Sequence[tuple[str, Check]] = (
    ("触发器", database.guarded),
    ("落盘", database.durable),
    ("时间", holdings.clock),
    ("节假日", holdings.calendar),
    ("台账", holdings.chains),
    ("审计", holdings.audit),
    ("附件", holdings.files),
    ("区划", holdings.places),
    ("三员", holdings.administrators),
    ("备份", holdings.backups),
)
FIRST: Sequence[tuple[str, Check]] = (
    ("数据库", database.reachable),
    ("版本", database.migrated),
)


def examine(asked: Asked) -> Iterator[tuple[str, Finding]]:
    """Every finding under its check's title; what needs a sound database waits for one."""
    for title, check in ALONE:
        for finding in check(asked):
            yield title, finding
    for title, check in FIRST:
        found = list(check(asked))
        yield from ((title, finding) for finding in found)
        if any(finding.level is Level.BAD for finding in found):
            return
    for title, check in IN_DATABASE:
        for finding in _told(check, asked):
            yield title, finding


def unready() -> Finding | None:
    """Why no command can work with the database, asked of it afresh; None when one can."""
    connection.close()  # it may have gone away since it was opened
    asked = Asked(timezone.now())
    found = (finding for _, check in FIRST for finding in check(asked))
    return next((finding for finding in found if finding.level is Level.BAD), None)


def _told(check: Check, asked: Asked) -> Iterator[Finding]:
    try:
        yield from check(asked)
    except DatabaseError as error:
        yield bad(f"数据库出错：{error}", "请查看数据库的日志")
