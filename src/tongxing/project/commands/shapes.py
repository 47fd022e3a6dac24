"""`tongxing shapes check`: whether a file of county shapes can be drawn instead of the shipped."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tongxing.derive.regions.geojson import Areas
from tongxing.derive.regions.geojson import read_areas
from tongxing.project.commands.asking import printer
from tongxing.records.registry.models import Place

FAULTS_TOLD = 20
NAMES_TOLD = 30


def register(commands: Any) -> None:
    """Add `shapes` and its own commands to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser("shapes", help="地图图形")
    inner = parser.add_subparsers(dest="shapes", required=True, metavar="操作")
    check = inner.add_parser(
        "check", help="检查一份县级图形文件（GeoJSON）能否使用，与本机区划代码逐一对照"
    )
    check.add_argument("file", type=Path, metavar="文件")
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the file can be used, 1 when something in it cannot, 2 when it cannot be read."""
    console = printer()
    try:
        text = args.file.read_bytes()
    except OSError:
        console.print(f"读不到文件“{args.file}”，请核对路径和权限")
        return 2
    found = read_areas(text)
    for line in _told(found):
        console.print(line)
    if found.areas and not found.faults:
        console.print(f"可以使用：把 TONGXING_SHAPES 设为 {args.file.resolve()} 后重新启动")
    return 1 if found.faults else 0


def _told(found: Areas) -> Iterator[str]:
    for fault in found.faults[:FAULTS_TOLD]:
        yield fault.say()
    if len(found.faults) > FAULTS_TOLD:
        yield f"……另有{len(found.faults) - FAULTS_TOLD}处"
    yield f"读到{len(found.areas)}个县级图形"
    known = Place.objects.filter(level=Place.Level.COUNTY, until=None)
    names = {code[:6]: name for code, name in known.values_list("code", "name")}
    missing = [f"{name}（{code}）" for code, name in sorted(names.items())
               if code not in found.areas]  # fmt: skip
    strange = [f"{name}（{code}）" for code, (name, _) in sorted(found.areas.items())
               if code not in names]  # fmt: skip
    if found.areas and names:
        yield from _listed("区划代码里有、文件里没有图形的", missing)
        yield from _listed("文件里有图形、区划代码里没有的", strange)


def _listed(title: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f"等{len(names)}个" if len(names) > NAMES_TOLD else ""
        yield f"{title}：{'、'.join(names[:NAMES_TOLD])}{more}"
