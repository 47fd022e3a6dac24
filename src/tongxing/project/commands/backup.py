"""`tongxing backup [FILE or FOLDER] [--keep N]`: everything in one file, while work goes on."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tongxing.actions.note_upkeep import note_backed_up
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import progressing
from tongxing.project.upkeep import rotation
from tongxing.project.upkeep.taking import Taken
from tongxing.project.upkeep.taking import take
from tongxing.project.upkeep.trouble import Trouble
from tongxing.records.accounts.access import everything

MOST_NAMED = 5  # lacking files named one by one


def register(commands: Any) -> None:
    """Add `backup` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "backup", help="备份：数据库和照片、附件写成一个文件，服务不必停"
    )
    parser.add_argument(
        "to",
        nargs="?",
        type=Path,
        metavar="文件或文件夹",
        help="写到哪里；文件夹则按时间起名，不写则用设置里的备份文件夹",
    )
    parser.add_argument(
        "--keep", type=int, metavar="份数", help="文件夹里只留最近几份，更早的删去；不写则都留"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the backup was taken, 1 when not, 2 for a misuse."""
    console, at = printer(), timezone.now()
    to: Path = args.to or Path(settings.BACKUPS)
    into_folder = args.to is None or to.is_dir()
    if args.keep is not None and (args.keep < 1 or not into_folder):
        console.print("--keep 至少为 1，并只用于备份到文件夹")
        return 2
    try:
        with progressing("备份") as progress:
            if into_folder:
                to.mkdir(mode=0o700, parents=True, exist_ok=True)
                target, waiting = to / rotation.name_at(at), to / rotation.UNFINISHED
                taken = take(target, at=at, unfinished=waiting, progress=progress)
            else:
                taken = take(to, at=at, progress=progress)
    except Trouble as trouble:
        console.print(trouble.say())
        return 1
    sum_ = _sum(taken.path)
    note_backed_up(acting=everything(), at=at, archive=taken.path.name, sha256=sum_)
    for line in _told(taken, sum_):
        console.print(line)
    if args.keep:
        for gone in rotation.let_go(to, args.keep):
            console.print(f"已删去较早的 {gone.name}")
    return 0


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(taken: Taken, sum_: str) -> list[str]:
    size = f"{taken.size / 1_000_000:.1f} MB"
    lines = [
        f"已备份到 {taken.path}：{taken.rows}行、{taken.files}个照片和附件，共{size}",
        f"  校验值（SHA-256） {sum_}",
        *(f"  台账 {code} 首部 {head}" for code, head in taken.heads.items()),
    ]
    if taken.lacking:
        named = "、".join(sum_[:12] for sum_ in taken.lacking[:MOST_NAMED])
        lines.append(
            f"  有{len(taken.lacking)}个附件在磁盘上没有找到（{named}），备份里没有；"
            "可运行 tongxing doctor 查看"
        )
    return lines
