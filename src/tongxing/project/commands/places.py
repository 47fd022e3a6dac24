"""`tongxing places load`: the shipped places of one province, or of the nation."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn
from rich.progress import MofNCompleteColumn
from rich.progress import Progress
from rich.progress import TextColumn
from rich.progress import TimeElapsedColumn

from tongxing.actions.errors import Refused
from tongxing.actions.import_places import SINCE
from tongxing.actions.import_places import import_places
from tongxing.project.commands.asking import day
from tongxing.project.commands.asking import printer
from tongxing.records.accounts.access import everything
from tongxing.records.registry.shipped import shipped_provinces

SOURCE = "来源：国家统计局2023年统计用区划代码（截至2023年6月30日）"


def register(commands: Any) -> None:
    """Add `places` and its own command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("places", help="地名")
    inner = parser.add_subparsers(dest="places", required=True, metavar="操作")
    load = inner.add_parser("load", help="装入区划代码：一个省，或全国；已有的地名不改动")
    which = load.add_mutually_exclusive_group(required=True)
    which.add_argument("--province", help="省级代码前两位，如 44（广东）")
    which.add_argument("--nation", action="store_true", help="全国31个省级，约66万个地方")
    load.add_argument(
        "--since", type=day, default=SINCE, help=f"地名从哪一天起有效，不写则为 {SINCE}"
    )
    load.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all asked for is there, 1 when it was refused or interrupted."""
    call_command("migrate", verbosity=0)
    provinces = shipped_provinces() if args.nation else (args.province,)
    console = printer()
    try:
        added, there = _load(provinces, args.since)
    except Refused as refused:
        console.print(refused.say())
        return 1
    except KeyboardInterrupt:
        console.print("已中断。装完的省都已保存，再次运行会从没有装完的省接着装")
        return 1
    if added:
        console.print(f"装入{added}个地方，原有{there}个没有改动")
    else:
        console.print(f"{there}个地方都已在名录中，没有改动")
    console.print(SOURCE)
    return 0


def _load(provinces: Sequence[str], since: date) -> tuple[int, int]:
    """How many places came in and how many were there, over provinces that each stand whole."""
    added = there = 0
    columns = (TextColumn("装入区划代码"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(file=sys.stderr), disable=not sys.stderr.isatty())
    with bar:
        task = bar.add_task("", total=len(provinces))
        for province in provinces:
            done = import_places(
                acting=everything(), at=timezone.now(), province=province, since=since
            )
            added, there = added + done.added, there + done.there
            bar.advance(task)
    return added, there
