"""`tongxing doctor [--all] [--json]`: what is missing or wrong on this machine, and the remedy."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

import orjson
from django.utils import timezone
from rich.console import Console
from rich.markup import escape

from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import waiting
from tongxing.project.upkeep.checks import examine
from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import Level

SIGNS = {Level.OK: "正常", Level.WARN: "留意", Level.BAD: "有误"}
STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.BAD: "bold red"}


def register(commands: Any) -> None:
    """Add `doctor` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor", help="体检：这台机器上缺什么、错什么，怎么办"
    )
    parser.add_argument(
        "--all", action="store_true", help="台账内容和全部照片、附件都逐一核对，较慢"
    )
    parser.add_argument("--json", action="store_true", help="输出给其他程序读")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when nothing is wrong (a warning is not), 1 otherwise."""
    with waiting("正在检查"):
        found = list(examine(Asked(timezone.now(), whole=args.all)))
    if args.json:
        sys.stdout.buffer.write(orjson.dumps([_plain(*one) for one in found]) + b"\n")
    else:
        _print(printer(), found)
    return 1 if any(finding.level is Level.BAD for _, finding in found) else 0


def _plain(title: str, finding: Finding) -> dict[str, str]:
    level, what, remedy = finding.level.value, finding.what, finding.remedy
    return {"check": title, "level": level, "what": what, "remedy": remedy}


def _print(console: Console, found: list[tuple[str, Finding]]) -> None:
    for title, finding in found:
        sign = f"[{STYLES[finding.level]}]{SIGNS[finding.level]}[/]"
        console.print(f"{sign}  {title}：{escape(finding.what)}")
        if finding.remedy:
            console.print(f"      办法：{escape(finding.remedy)}")
    count = Counter(finding.level for _, finding in found)
    console.print(
        f"共{len(found)}项：正常{count[Level.OK]}，留意{count[Level.WARN]}，有误{count[Level.BAD]}"
    )
