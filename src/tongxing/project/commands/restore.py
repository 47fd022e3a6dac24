"""`tongxing restore FILE`: a backup into an empty database, all of it or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import progressing
from tongxing.project.upkeep.restoring import Restored
from tongxing.project.upkeep.restoring import restore
from tongxing.project.upkeep.rotation import HERE
from tongxing.project.upkeep.trouble import Trouble


def register(commands: Any) -> None:
    """Add `restore` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "restore", help="恢复：把备份装进一个空的数据库，核对无误才算数"
    )
    parser.add_argument("file", type=Path, metavar="备份文件", help="tongxing backup 写成的文件")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all is restored and sound, 1 when not."""
    console = printer()
    try:
        with progressing("恢复") as progress:
            restored = restore(args.file, at=timezone.now(), progress=progress)
    except Trouble as trouble:
        console.print(trouble.say())
        return 1
    except DatabaseError as error:
        console.print(f"数据库不可用：{error}。请先运行 tongxing doctor 查明原因。")
        return 1
    for line in _told(restored):
        console.print(line)
    return 0 if all(verdict.sound for verdict in restored.verdicts) else 1


def _told(restored: Restored) -> list[str]:
    made = restored.made.astimezone(HERE)
    lines = [
        f"已恢复{made:%Y-%m-%d %H:%M}的备份：{restored.rows}行、{restored.files}个照片和附件",
        *(f"  {verdict.say()}" for verdict in restored.verdicts),
    ]
    if restored.lacking:
        lines.append(f"  备份时已缺{len(restored.lacking)}个附件，恢复后仍缺")
    if not restored.same_key:
        lines.append(
            "  本机的密钥与备份时不同，已绑定的动态口令不能用：把原机器的 secret-key 文件拷来，"
            "或由管理员替各人解除后重新绑定"
        )
    if not all(verdict.sound for verdict in restored.verdicts):
        lines.append("  数据已照备份原样恢复；上面指出的不符在备份之前就有，请先查明原因再启用")
    return lines
