"""`tongxing judge [--place CODE] [--as-of DAY] [--known-at MOMENT] [--json]`: a place's table.

A county and what lies in it is answered straight from the ledger (`county.py`); what lies above,
a level of one's own or a lake from roll-ups of every book (`regions.py`).
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import orjson
from django.utils import timezone

from tongxing.derive.boards import NotInView
from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.lake.configured import lake_address
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.project.commands.asking import MOST_WORKERS
from tongxing.project.commands.asking import between
from tongxing.project.commands.asking import day
from tongxing.project.commands.asking import moment
from tongxing.project.commands.asking import place
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.project.commands.judge.county import NO_BOOK
from tongxing.project.commands.judge.county import of_books
from tongxing.project.commands.judge.county import of_place
from tongxing.project.commands.judge.regions import LEVELS
from tongxing.project.commands.judge.regions import Asked
from tongxing.project.commands.judge.regions import MisuseError
from tongxing.project.commands.judge.regions import of_region
from tongxing.project.commands.judge.tables import Answer
from tongxing.records.ledger.models import Book
from tongxing.records.registry.codes import full

COUNTY_DIGITS = 6


def register(commands: Any) -> None:
    """Add `judge` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("judge", help="评判：一地当年的完成情况")
    parser.add_argument(
        "--place", type=place,
        help="省、市、县代码（两位、四位、六位）或镇、村代码；不写则逐本台账各一行",
    )  # fmt: skip
    parser.add_argument("--as-of", type=day, help="截至哪一天，如 2026-03-05；不写为今天")
    parser.add_argument("--known-at", type=moment, help="按当时已知，如 2026-03-05T15:04")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument(
        "--level", choices=tuple(LEVELS), help="分列到哪一级；不写为所选地方的下一级"
    )
    parser.add_argument(
        "--lake", nargs="?", const="", metavar="地址",
        help="从数据湖评判：文件夹或 s3://桶/前缀，只写 --lake 则用设置 TONGXING_LAKE",
    )  # fmt: skip
    parser.add_argument(
        "--workers", type=between(1, MOST_WORKERS), metavar="个数",
        help="用几个进程；不写为处理器核数",
    )  # fmt: skip
    parser.add_argument("--engine", default="processes", help="processes 本机，spark 集群")
    parser.add_argument(
        "--master", default="", metavar="地址", help="集群的地址，如 spark://主机:7077"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 with the table, 1 when something cannot be judged, 2 for a misuse."""
    console = printer()
    try:
        found = _answer(args)
    except NotInView:
        said, code = _nothing_there(args)
        console.print(said)
        return code
    except (MisuseError, EditionUnreadableError, LakeTrouble) as problem:
        console.print(problem.say() if isinstance(problem, LakeTrouble) else str(problem))
        return 2 if isinstance(problem, MisuseError) else 1
    except KeyboardInterrupt:
        console.print("已中断。算好的都已记下，再次运行会从没有算的接着算")
        return 1
    if args.json:
        sys.stdout.buffer.write(orjson.dumps(found.plain, option=orjson.OPT_INDENT_2) + b"\n")
        sys.stdout.buffer.flush()
        return found.code
    for part in found.printed:
        console.print(part)
    return found.code


def _nothing_there(args: argparse.Namespace) -> tuple[str, int]:
    if args.place is not None:
        return f"没有代码为“{args.place}”的地方，或其所在县没有台账，请核对代码", 2
    if args.lake is not None:
        there = lake_address(args.lake)
        return f"{there} 里还没有台账，请先运行 tongxing lake sync，或核对地址", 1
    return NO_BOOK, 0


def _answer(args: argparse.Namespace) -> Answer:
    as_of = args.as_of or timezone.localdate()
    if _rolled_up(args):
        asked = Asked(
            place=args.place or "", level=args.level, as_of=as_of, known_at=args.known_at,
            lake=args.lake, workers=args.workers, engine=args.engine,
            options={"master": args.master},
        )  # fmt: skip
        return of_region(asked)
    books = list(Book.objects.order_by("code").values_list("code", flat=True))
    one = args.place or (books[0] if len(books) == 1 else "")
    with waiting("正在评判"):
        if one:
            return of_place(full(one), as_of, args.known_at)
        return of_books(books, as_of, args.known_at)


def _rolled_up(args: argparse.Namespace) -> bool:
    """Whether the answer is made of roll-ups rather than of one county's board."""
    above = args.place is not None and len(args.place) < COUNTY_DIGITS
    return above or args.level is not None or args.lake is not None or args.engine != "processes"
