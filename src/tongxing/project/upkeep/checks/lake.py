"""The lake of the settings: there, of this format, and every province's list whole."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tongxing.project.upkeep.checks.finding import Asked
from tongxing.project.upkeep.checks.finding import Finding
from tongxing.project.upkeep.checks.finding import bad
from tongxing.project.upkeep.checks.finding import ok
from tongxing.project.upkeep.checks.finding import warn

if TYPE_CHECKING:
    from tongxing.derive.lake.manifest import Manifest


def reachable(_: Asked) -> Iterator[Finding]:
    """Pages go on without a lake they cannot read: nobody else would say so to the operator.

    What it holds is looked at by `tongxing lake check`.
    """
    # Late: what reads Parquet takes a third of a second.
    from tongxing.derive.lake.configured import lake_access
    from tongxing.derive.lake.configured import lake_address
    from tongxing.derive.lake.lake import open_lake
    from tongxing.derive.lake.trouble import LakeTrouble
    from tongxing.derive.lake.trouble import NoLake

    address = lake_address(None)
    if address == str(Path(settings.HOME) / "lake") and not Path(address).exists():
        yield ok("没有建数据湖，也没有指明用别处的")
        return
    try:
        lake = open_lake(address, lake_access(hurried=True))
        lists = {province: lake.manifest(province) for province in lake.provinces()}
    except NoLake as trouble:
        yield warn(trouble.what, trouble.remedy)
    except LakeTrouble as trouble:
        yield bad(trouble.what, trouble.remedy)
    else:
        yield from _told(address, lists)


def _told(address: str, lists: Mapping[str, Manifest]) -> Iterator[Finding]:
    yield ok(f"数据湖在 {address}，有{sum(len(one.books) for one in lists.values())}本台账")
    for province, one in lists.items():
        if not one.revision:  # a first sync was broken off, or the list is lost: nobody can tell
            yield warn(
                f"数据湖的 {province} 文件夹里没有清单，其中各县都不计入",
                "第一次同步没有做完的，请再运行一次 tongxing lake sync；以前有过的，请从备份取回",
            )
