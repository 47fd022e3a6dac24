"""`tongxing lake sync` and `check`: the books as Parquet, and whether that is what they say."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from random import uniform
from time import monotonic
from time import sleep
from typing import Any

from rich.console import Console

from tongxing.derive.lake.check import check
from tongxing.derive.lake.configured import lake_access
from tongxing.derive.lake.configured import lake_address
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.sync import sync
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.project.commands.asking import place
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import progressing
from tongxing.records.ledger.models import Book

PATIENCE = 1_800.0  # seconds that others may write to the same province before one gives up
PAUSE = (1.0, 10.0)  # seconds between two tries, by chance: two that met are to part


def register(commands: Any) -> None:
    """Add `lake` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "lake", help="数据湖：各县台账按省存成 Parquet，供一省、全国评判"
    )
    inner = parser.add_subparsers(dest="lake_verb", required=True, metavar="操作")
    bring = inner.add_parser("sync", help="同步：把台账里新增的记录写入数据湖，可随时中断再接着来")
    _lake(bring)
    bring.add_argument("--place", type=place, help="只同步这个省、市或县，如 44、440981")
    bring.set_defaults(run=run_sync)
    prove = inner.add_parser("check", help="核对：文件完好、校验链完好，并逐列与台账对照")
    _lake(prove)
    prove.add_argument("--book", type=place, help="只核对一本台账（六位县级代码）；不写则核对全部")
    prove.set_defaults(run=run_check)


def _lake(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake", metavar="地址", help="文件夹，或 s3://桶/前缀；不写则用设置 TONGXING_LAKE"
    )


def run_sync(args: argparse.Namespace) -> int:
    """0 when the lake is up to the ledger, 1 when it is not, with what to do."""
    console, address = printer(), lake_address(args.lake)
    try:
        with progressing("正在同步") as progress:
            done = sync(
                address,
                lake_access(),
                prefix=args.place or "",
                progress=progress,
                busy=_waiting(console),
            )
    except LakeTrouble as trouble:
        console.print(trouble.say())
        return 1
    except KeyboardInterrupt:
        console.print("已中断。写完的省都已保存，再次运行会从没有写完的省接着同步")
        return 1
    for refused in done.refused:
        console.print(refused.say())
    if done.texts:
        console.print(f"{address}：补上了湖里缺失的{done.texts}份方案全文")
    if done.books:
        already = f"，另有{done.already}本没有新记录" if done.already else ""
        console.print(f"{address}：已同步{done.books}本台账的{done.records}条记录{already}")
    elif done.already and not done.refused:
        unchanged = "" if done.texts else "，没有改动"
        console.print(f"{address}：{done.already}本台账都没有新记录{unchanged}")
    elif not done.refused:
        return _nothing_there(console, args.place, address)
    return 1 if done.refused else 0


def _waiting(console: Console) -> Callable[[Busy], None]:
    """Counties of one province sync in the same night, one at a time: each waits for its turn."""
    begun: list[float] = []

    def busy(trouble: Busy) -> None:
        if not begun:
            begun.append(monotonic())
            console.print(f"{trouble.what}，等它结束后接着同步")
        elif monotonic() - begun[0] > PATIENCE:
            raise trouble
        sleep(uniform(*PAUSE))  # noqa: S311  no secret

    return busy


def _nothing_there(console: Console, asked: str | None, address: str) -> int:
    """There is no record: 1 where a place was asked for that has no book either, as if mistyped."""
    is_mistyped = asked and not Book.objects.filter(code__startswith=asked[:6]).exists()
    why = f"没有代码为“{asked}”的地方的台账，请核对代码" if is_mistyped else "台账里还没有记录"
    console.print(f"{address}：{why}，没有改动")
    return 1 if is_mistyped else 0


def run_check(args: argparse.Namespace) -> int:
    """0 when lake and ledger agree, 1 when not, naming the first fault of each book."""
    console, address = printer(), lake_address(args.lake)
    sound, books = True, 0
    try:
        with progressing("正在核对") as progress:
            for one in check(open_lake(address, lake_access()), args.book or "", progress):
                console.print(one.say())
                sound &= one.fault is None
                books += 1
    except LakeTrouble as trouble:
        console.print(trouble.say())
        return 1
    if not books:
        console.print(f"{address}：没有可核对的台账，请核对代码，或先运行 tongxing lake sync")
        return 1
    return 0 if sound else 1
