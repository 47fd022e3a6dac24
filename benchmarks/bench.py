"""`python3 dev bench`: everything measured side by side in one run, in one table.

    python -m benchmarks.bench [--nation] [--pages] [--spark] [--intake] [--only WORD] [--cpu]

Data is made when it is missing and kept in `--data` (as much as 3 GB for the nation).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from benchmarks import board_page
from benchmarks import intake
from benchmarks import judging
from benchmarks import phone_open
from benchmarks.judging import Course
from benchmarks.measuring import ROOT
from benchmarks.measuring import load
from benchmarks.measuring import machine
from benchmarks.reporting import Line
from benchmarks.reporting import table_of

Section = Callable[[Course], Iterator[Line]]
ALWAYS: dict[str, Section] = {
    "county": judging.county,
    "province": judging.province,
    "growth": judging.growth,
    "history": judging.history,
    "cadences": judging.cadences,
    "one-more": judging.one_more,
    "chain": judging.verification,
}
_SAID = 200  # characters of why something was not measured
INTAKE_REQUESTS = 60  # of single records, a phone and round


def main() -> int:
    args = parser().parse_args()
    asked = asked_of(args)
    console = Console(stderr=True)
    course = Course(
        Path(args.data), args.rounds, args.cpu, args.spark, lambda text: console.print(f"· {text}")
    )
    begun, before = time.monotonic(), load()
    lines, failed = measured(asked, course)
    below = (
        f"{machine()}\n负载（1、5、15分钟）：开始 {before}，结束 {load()}；用时"
        f"{time.monotonic() - begun:.0f}秒；共{args.rounds}轮轮流测，取各轮配对之比的中位数；"
        f"目标按{'CPU秒' if args.cpu else '时间'}判定"
    )
    Console(width=args.width).print(table_of(lines, "同兴与同类做法并列测量", below))
    if args.json:
        told = {"below": below, "lines": [one.as_json() for one in lines]}
        Path(args.json).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return 1 if failed else 0


def asked_of(args: argparse.Namespace) -> Mapping[str, Section]:
    """The sections whose names hold what `--only` says; ends the program where none does."""
    known = sections(args)
    found = {name: one for name, one in known.items() if args.only in name}
    if not found:
        raise SystemExit(f"没有名称里含有“{args.only}”的部分。这次可以测：{'、'.join(known)}")
    return found


def measured(asked: Mapping[str, Section], course: Course) -> tuple[list[Line], list[str]]:
    """Every section's lines; one that cannot be measured says why, and the others go on."""
    lines, failed = [], []
    for name, section in asked.items():
        course.say(f"{name}：负载 {load()}")
        try:
            lines += list(section(course))
        except (SystemExit, subprocess.SubprocessError, OSError, ValueError) as problem:
            lines.append(Line(name, "没有测成", str(problem)[:_SAID]))
            failed.append(name)
    return lines, failed


def sections(args: argparse.Namespace) -> dict[str, Section]:
    """What is measured, by name, in the order of the table."""
    found = dict(ALWAYS)
    if args.nation:
        found["nation"] = judging.nation
    if args.pages:
        found["pages"] = lambda course: board_page.lines(course.data, course.rounds, course.say)
    if args.intake:
        found["intake"] = lambda course: intake.lines(course.rounds, INTAKE_REQUESTS, course.say)
        found["phone"] = lambda course: phone_open.lines(course.say)
    return found


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python3 dev bench", description="与同类做法并列测量")
    found.add_argument("--nation", action="store_true", help="加测全国一年（要几分钟，约3 GB磁盘）")
    found.add_argument("--pages", action="store_true", help="加测县看板页面（先载入演示县）")
    found.add_argument("--spark", action="store_true", help="对照方案里加上 Spark SQL")
    found.add_argument("--intake", action="store_true", help="加测收记录、收照片和手机页打开")
    found.add_argument("--only", default="", metavar="名称", help="只测名称里含有这几个字的部分")
    found.add_argument("--rounds", type=int, default=5, help="轮数，不写为5")
    found.add_argument("--cpu", action="store_true", help="机器不空闲时：目标按CPU秒判定")
    found.add_argument("--data", default=str(ROOT / ".tongxing/bench"), help="数据放在哪里")
    found.add_argument("--json", metavar="文件", help="另存为JSON")
    found.add_argument("--width", type=int, default=150, help="表宽")
    return found


if __name__ == "__main__":
    sys.exit(main())
