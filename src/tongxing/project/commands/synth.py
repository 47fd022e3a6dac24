"""`tongxing synth`: a synthetic lake of any size on the real places, to measure with."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any

from tongxing.derive.lake.configured import lake_access
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import NothingThereError
from tongxing.derive.synth.store import Written
from tongxing.derive.synth.store import write
from tongxing.project.commands.asking import MOST_WORKERS
from tongxing.project.commands.asking import between
from tongxing.project.commands.asking import printer
from tongxing.project.commands.asking import progressing

LEAST_EACH, MOST_EACH = 80, 1_000
MOST_PAIRINGS = 20_000_000
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 2004, 2100, 10


def register(commands: Any) -> None:
    """Add `synth` to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "synth", help="合成数据：按真实地名生成任意规模的数据湖，供测算速度和容量"
    )
    parser.add_argument(
        "--pairings", type=between(1, MOST_PAIRINGS), required=True, metavar="对数",
        help="共生成多少对结对，按各县的村数分布",
    )  # fmt: skip
    parser.add_argument(
        "--seed",
        type=between(0, 2**31),
        default=1,
        help="种子，不写为1；同样的要求总得到同样的数据",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--place", type=_digits, help="省、市或县的代码，如 44、4409、440981")
    which.add_argument("--nation", action="store_true", help="全国31个省级")
    parser.add_argument(
        "--lake",
        required=True,
        metavar="地址",
        help="写到哪里：空文件夹或 s3://桶/前缀，或没有写完的同一份数据",
    )
    parser.add_argument(
        "--year", type=between(FIRST_YEAR, LAST_YEAR), default=2025, metavar="年份",
        help="从哪一年起，不写为2025",
    )  # fmt: skip
    parser.add_argument(
        "--years", type=between(1, MOST_YEARS), default=1, metavar="年数", help="共几年，不写为1"
    )
    parser.add_argument(
        "--each", type=between(LEAST_EACH, MOST_EACH), default=LEAST_EACH, metavar="条数",
        help=f"每对每年约多少条记录，不写为{LEAST_EACH}",
    )  # fmt: skip
    parser.add_argument(
        "--general", action="store_true",
        help="方案用上次数、合计、截止日、按角色等各种写法，不写则每期一条",
    )  # fmt: skip
    parser.add_argument(
        "--with-proof", action="store_true",
        help="连同编号和校验链，供试查数据湖用；慢得多，只用于小规模",
    )  # fmt: skip
    parser.add_argument(
        "--processes", type=between(1, MOST_WORKERS), default=os.cpu_count() or 1, metavar="个数",
        help="同时用几个进程，不写为处理器的核数",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the lake is whole, 1 when it was refused or interrupted, 2 for no such place."""
    console = printer()
    asked = Asked(
        args.pairings, args.seed, args.year, args.years, args.each, args.place or "",
        rhythm="general" if args.general else "plain",
    )  # fmt: skip
    begun = time.monotonic()
    try:
        with progressing("正在生成") as progress:
            found = write(
                asked,
                args.lake,
                access=lake_access(),
                proved=args.with_proof,
                processes=args.processes,
                progress=progress,
            )
    except NothingThereError:
        console.print(f"没有代码为“{args.place}”的省、市或县，或其中没有村，请核对代码")
        return 2
    except LakeTrouble as trouble:
        console.print(trouble.say())
        return 1
    except KeyboardInterrupt:
        console.print("已中断。写完的省都已保存，用同样的要求再次运行会从没有写完的省接着写")
        return 1
    console.print(_told(found, args.lake, time.monotonic() - begun))
    return 0


def _told(found: Written, lake: str, seconds: float) -> str:
    whole = f"{lake}：{found.books}本台账、{found.pairings}对结对、{found.records}条记录"
    if found.before == found.provinces:
        return f"{whole}，原已写完，没有改动"
    before = f"，其中{found.before}个省级原已写完" if found.before else ""
    return f"{whole}{before}，用时{seconds:.0f}秒"


def _digits(text: str) -> str:
    """A province, city or county; written with twelve digits the zeros at the end go."""
    short = text
    while len(short) > 2 and short.endswith("00"):  # noqa: PLR2004  two digits a level
        short = short[:-2]
    if not (text.isascii() and text.isdigit() and len(short) in {2, 4, 6}):
        raise argparse.ArgumentTypeError("请写省、市或县的代码：两位、四位或六位数字")
    return short
