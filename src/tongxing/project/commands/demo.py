"""`tongxing demo [--seed N] [--until DATE] [--small]`: load the demo county, name its cast."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn
from rich.progress import MofNCompleteColumn
from rich.progress import Progress
from rich.progress import TextColumn
from rich.progress import TimeElapsedColumn
from rich.table import Table

from tongxing.actions.errors import Refused
from tongxing.project.commands.asking import day
from tongxing.project.demo.accounts import members
from tongxing.project.demo.accounts import password_of
from tongxing.records.ledger.models import Book
from tongxing.records.registry.models import Person

GAOZHOU = "440981"
SEED = 440981
SMALL_UNTIL = date(2025, 1, 1)
ROLES = {
    "office": "专班",
    "supervisor": "督导组",
    "unit": "结对单位",
    "team": "工作队",
    "village": "村",
    "system": "系统管理员",
    "security": "安全管理员",
    "auditor": "审计管理员",
}


def register(commands: Any) -> None:
    """Add `demo` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("demo", help="装入演示县")
    parser.add_argument("--seed", type=int, default=SEED, help="随机种子，同一种子装入同样的记录")
    parser.add_argument(
        "--until",
        type=day,
        help="记录截至哪一天（不含），如 2026-03-01；不写则到今天",
    )
    parser.add_argument("--small", action="store_true", help="只装几个村、几个月，供测试用")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the demo is there, 1 when it could not be loaded."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    _migrate()
    if Book.objects.filter(pk=GAOZHOU).exists():
        console.print("演示县已经装入，未作改动")
    else:
        try:
            _load(args, console)
        except Refused as refused:
            console.print(f"演示县没有装入，数据库未改动。{refused.say()}")
            return 1
    _show_cast(console)
    return 0


def _migrate() -> None:
    """Bring the database up to date, where it is not: a second run has no time to lose."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _load(args: argparse.Namespace, console: Console) -> None:
    from tongxing.project.demo.load import load
    from tongxing.project.demo.load import made
    from tongxing.project.demo.pictures import hang_pictures

    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    until = args.until or (SMALL_UNTIL if args.small else today)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("编写演示记录", total=None)
        demo = made(args.seed, until, small=args.small)
        bar.update(task, description="装入演示县", total=demo.size)
        load(demo, lambda number: bar.update(task, advance=number))
        hang_pictures()
    console.print(f"已装入{demo.size}项，记录截至{until}（不含当日）")


def _show_cast(console: Console) -> None:
    names = dict(Person.objects.values_list("key", "name"))
    table = Table("账号", "岗位", "角色", "密码", title="演示账号")
    for one in members():
        table.add_row(
            one.username, names.get(one.person, ""), ROLES[one.role], password_of(one.username)
        )
    console.print(table)
