"""`tongxing ledger open`, `verify`, `replay`: begin a book, is it what it was, build it again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from rich.console import Console

from tongxing.actions.errors import Refused
from tongxing.actions.open_book import open_book
from tongxing.actions.replay_book import Replayed
from tongxing.actions.replay_book import replay_book
from tongxing.derive.lake.trouble import refused
from tongxing.derive.regions.told import rollups_folder
from tongxing.derive.rollups.store import let_go
from tongxing.project.commands.asking import progressing
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.verify import verify
from tongxing.records.registry.codes import full
from tongxing.records.registry.models import Place

MOST_TOLD = 20  # what was mended, line by line; the rest as a number


def register(commands: Any) -> None:
    """Add `ledger` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("ledger", help="台账")
    inner = parser.add_subparsers(dest="ledger", required=True, metavar="操作")
    check = inner.add_parser(
        "verify", help="核对台账：逐条重算校验值，再由记录推出各表逐行对照，指出第一处不符"
    )
    check.add_argument("--book", help="只核对一本台账（六位县级代码）；不写则核对全部")
    check.add_argument("--head", help="此前公布的末条校验值，写成 序号:校验值，须与 --book 同用")
    check.add_argument(
        "--chain-only", action="store_true", help="只核对链，不核对记录内容和由记录推出的各表"
    )
    check.set_defaults(run=run)
    begin = inner.add_parser("open", help="建立一个县的台账，名称取自名录里的地名")
    begin.add_argument("--book", required=True, help="六位县级代码，如 440981")
    begin.set_defaults(run=begin_book)
    again = inner.add_parser("replay", help="按记录重建由它推出的各表（结对、豁免、检索等）")
    again.add_argument("--book", required=True, help="哪一本台账（六位县级代码）")
    again.set_defaults(run=replay)


def run(args: argparse.Namespace) -> int:
    """0 when every book is sound, 1 when one is broken, 2 for a misuse."""
    console = _printer()
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
            with progressing(f"核对 {book}") as progress:
                verdict = verify(
                    book, contents=not args.chain_only, published=published, progress=progress
                )
        except Book.DoesNotExist:
            console.print(f"没有“{book}”的台账，请核对六位县级代码")
            return 2
        console.print(verdict.say())
        sound &= verdict.sound
    if not books:
        console.print("还没有任何台账")
    return 0 if sound else 1


def begin_book(args: argparse.Namespace) -> int:
    """0 when the book is there, 1 when it was refused."""
    console = _printer()
    place = Place.objects.filter(code=full(args.book), until=None).first()
    if place is None:
        console.print(f"名录里没有“{args.book}”，请先装入地名：tongxing places load")
        return 1
    try:
        book = open_book(acting=everything(), at=timezone.now(), code=args.book, name=place.name)
    except Refused as refusal:
        console.print(refusal.say())
        return 1
    console.print(f"已建立{book.name}的台账（{book.code}）")
    return 0


def replay(args: argparse.Namespace) -> int:
    """0 when the tables are what the records give, 1 when it was refused or sums are left."""
    console = _printer()
    try:
        with progressing(f"重建 {args.book}") as progress:
            replayed = replay_book(
                acting=everything(), at=timezone.now(), book=args.book, progress=progress
            )
    except Refused as refusal:
        console.print(refusal.say())
        return 1
    for line in _told(args.book, replayed):
        console.print(line)
    folder = rollups_folder()
    try:
        let_go(folder, args.book)  # a province adds up what was worked out of the tables before
    except OSError as problem:
        console.print(f"算好的各县汇总没有删去（{refused(problem)}），请删去文件夹 {folder}")
        return 1
    return 0


def _told(book: str, replayed: Replayed) -> Iterator[str]:
    done = f"{book}：已按{replayed.records}条记录重建"
    if not replayed.mended:
        yield f"{done}，各表与原来一致"
        return
    yield f"{done}，改正{len(replayed.mended)}处（原首部 {replayed.head}）："
    for one in replayed.mended[:MOST_TOLD]:
        yield f"  {one.say()}"
    if len(replayed.mended) > MOST_TOLD:
        yield f"  ……另有{len(replayed.mended) - MOST_TOLD}处"
    yield "服务如在运行，请重新启动，再运行一次本命令，使看板和各级汇总都按重建后的各表计算"


def _printer() -> Console:
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def _published(args: argparse.Namespace) -> Head | None:
    if not args.head or not args.book:
        return None
    seq, _, hash_ = args.head.partition(":")
    return Head(args.book, int(seq), hash_) if seq.isdecimal() and hash_ else None
