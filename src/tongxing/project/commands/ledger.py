"""`tongxing ledger verify [--book CODE] [--head SEQ:HASH]`: is any record not what it was."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from rich.console import Console
from rich.progress import Progress

from tongxing.records.ledger.models import Book
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.verify import Verdict
from tongxing.records.ledger.verify import verify

PATIENCE = 2.0  # seconds before a progress bar is worth showing


def register(commands: Any) -> None:
    """Add `ledger` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("ledger", help="台账")
    inner = parser.add_subparsers(dest="ledger", required=True, metavar="操作")
    check = inner.add_parser("verify", help="核对台账：逐条重算校验值，指出第一条被改动的记录")
    check.add_argument("--book", help="只核对一本台账（六位县级代码）；不写则核对全部")
    check.add_argument("--head", help="此前公布的末条校验值，写成 序号:校验值，须与 --book 同用")
    check.add_argument("--chain-only", action="store_true", help="不核对记录内容，只核对链")
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when every book is sound, 1 when one is broken, 2 for a misuse."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    published = _published(args)
    if args.head and published is None:
        console.print("--head 应写成“序号:校验值”，并与 --book 同用")
        return 2
    books = (
        [args.book] if args.book else list(Book.objects.order_by("pk").values_list("pk", flat=True))
    )
    sound = True
    for book in books:
        try:
            verdict = _verified(book, published, contents=not args.chain_only)
        except Book.DoesNotExist:
            console.print(f"没有“{book}”的台账，请核对六位县级代码")
            return 2
        console.print(verdict.say())
        sound &= verdict.broken is None
    if not books:
        console.print("还没有任何台账")
    return 0 if sound else 1


def _published(args: argparse.Namespace) -> Head | None:
    if not args.head or not args.book:
        return None
    seq, _, hash_ = args.head.partition(":")
    return Head(args.book, int(seq), hash_) if seq.isdecimal() and hash_ else None


def _verified(book: str, published: Head | None, *, contents: bool) -> Verdict:
    begun = time.monotonic()
    with Progress(console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
        task: list[Any] = []

        def progress(done: int, total: int) -> None:
            if not task and time.monotonic() - begun > PATIENCE:
                task.append(bar.add_task(f"核对 {book}", total=total))
            if task:
                bar.update(task[0], completed=done, total=total)

        return verify(book, contents=contents, published=published, progress=progress)
