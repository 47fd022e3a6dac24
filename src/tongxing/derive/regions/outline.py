"""Outlines of neighbouring areas drawn with fewer points, their shared borders kept shut.

Points are whole numbers on one grid (Web Mercator, the world 2^17 wide: about 300 m, less in
the north), y growing southwards as a screen does. Rings are cut into arcs where areas part;
an arc is simplified once (Douglas–Peucker), so both neighbours get the very same line.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

GRID = 2**17  # across the world
TOLERANCE = 2.0  # grid units a line may be moved by
FEWEST = 3  # points of a ring

Point = tuple[int, int]
Ring = tuple[Point, ...]  # closed, the first point not repeated
Degrees = Sequence[float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Drawn:
    """Areas by code as rings, and the lines between areas of different cities."""

    rings: Mapping[str, tuple[Ring, ...]]
    borders: tuple[Ring, ...]  # open lines


def snapped(longitude: float, latitude: float) -> Point:
    """A place on the grid."""
    x = (longitude + 180) / 360
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return round(x * GRID), round(y * GRID)


def ring_of(line: Iterable[Degrees]) -> Ring:
    """A closed line in degrees on the grid, repeated points dropped."""
    found: list[Point] = []
    for degrees in line:
        point = snapped(degrees[0], degrees[1])
        if not found or point != found[-1]:
            found.append(point)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return tuple(found)


def drawn(areas: Mapping[str, Sequence[Ring]], tolerance: float = TOLERANCE) -> Drawn:
    """Every area with fewer points; no ring is ever lost, be the island ever so small."""
    junctions = _junctions(areas)
    known: dict[Ring, Ring] = {}
    owners: dict[Ring, set[str]] = {}
    rings: dict[str, tuple[Ring, ...]] = {}
    for code, some in areas.items():
        made = []
        for ring in some:
            arcs = list(_arcs(ring, junctions))
            for arc in arcs:
                owners.setdefault(min(arc, arc[::-1]), set()).add(code[:4])
            made.append(_joined([_simple(arc, tolerance, known) for arc in arcs], ring))
        rings[code] = tuple(made)
    borders = (known[arc] for arc, cities in owners.items() if len(cities) > 1)
    return Drawn(rings, tuple(borders))


def path_of(rings: Iterable[Ring], *, closed: bool = True) -> str:
    """Rings (or open lines) as the data of an SVG path, relative and without spare signs."""
    return "".join(_path(ring) + ("z" if closed else "") for ring in rings if ring)


def box_of(rings: Iterable[Ring]) -> tuple[int, int, int, int]:
    """West, north, east, south of rings that have at least one point."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def label_of(rings: Iterable[Ring]) -> Point:
    """Where a name stands: amid the widest stretch across the middle of the largest ring."""
    ring = max(rings, key=lambda one: abs(_area(one)))
    level = (min(y for _, y in ring) + max(y for _, y in ring)) / 2 + 0.01  # on no point
    across = sorted(
        a[0] + (level - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in pairwise((*ring, ring[0]))
        if (a[1] > level) != (b[1] > level)
    )
    stretches = list(zip(across[::2], across[1::2], strict=False))
    west, east = max(stretches, key=lambda one: one[1] - one[0], default=(ring[0][0], ring[0][0]))
    return round((west + east) / 2), round(level)


def _junctions(areas: Mapping[str, Sequence[Ring]]) -> frozenset[Point]:
    """Points from which lines go more than two ways, or to which a ring comes back.

    On the grid a narrow neck may fall together, and a ring runs over its own line: cut at every
    point of it, the same arcs are found wherever the ring begins and whichever way it goes.
    """
    beside: dict[Point, set[Point]] = {}
    again: set[Point] = set()
    for some in areas.values():
        for ring in some:
            again.update(point for point, times in Counter(ring).items() if times > 1)
            for a, b in pairwise((*ring, ring[0]) if ring else ()):
                beside.setdefault(a, set()).add(b)
                beside.setdefault(b, set()).add(a)
    parting = {point for point, others in beside.items() if len(others) > 2}  # noqa: PLR2004
    return frozenset(parting | again)


def _arcs(ring: Ring, junctions: frozenset[Point]) -> Iterator[Ring]:
    """The ring cut at its junctions; one without any, at its least point and the one opposite."""
    cuts = [at for at, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:  # noqa: PLR2004
        start = cuts[0] if cuts else ring.index(min(ring))
        # Of several as far off the least point, not the first: the same whichever way one goes.
        far = max(range(len(ring)), key=lambda at: (_square(ring[at], ring[start]), ring[at]))
        cuts = sorted({start, far})
    for begin, end in pairwise((*cuts, cuts[0] + len(ring))):
        yield tuple(ring[at % len(ring)] for at in range(begin, end + 1))


def _simple(arc: Ring, tolerance: float, known: dict[Ring, Ring]) -> Ring:
    """The arc simplified, the same from either end."""
    forth = arc <= arc[::-1]
    key = arc if forth else arc[::-1]
    if key not in known:
        known[key] = _douglas_peucker(key, tolerance)
    return known[key] if forth else known[key][::-1]


def _joined(arcs: Sequence[Ring], whole: Ring) -> Ring:
    """Arcs end to end; where nothing with an inside is left, the ring as it was."""
    made = tuple(point for arc in arcs for point in arc[:-1])
    return made if len(set(made)) >= FEWEST else whole


def _douglas_peucker(line: Ring, tolerance: float) -> Ring:
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = _farthest(line, first, last)
        if far > tolerance:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return tuple(line[at] for at in sorted(keep))


def _farthest(line: Ring, first: int, last: int) -> tuple[float, int]:
    """How far, and which, the point farthest from the chord is."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    best, found = 0.0, first
    for at in range(first + 1, last):
        x, y = line[at][0] - ax, line[at][1] - ay
        off = abs(x * dy - y * dx) / length if length else math.hypot(x, y)
        if off > best:
            best, found = off, at
    return best, found


def _square(a: Point, b: Point) -> int:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _area(ring: Ring) -> int:
    """Twice the ring's area, signed."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*ring, ring[0])))


def _path(ring: Ring) -> str:
    if len(set(ring)) == 1:
        return f"M{ring[0][0]} {ring[0][1]}h1v1h-1"  # an islet smaller than the grid is still there
    steps = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))
    return f"M{ring[0][0]} {ring[0][1]}l" + "".join(_pair(x, y) for x, y in steps).lstrip(" ")


def _pair(x: int, y: int) -> str:
    """Two numbers of a path, a sign doing for a space."""
    return f"{x if x < 0 else f' {x}'}{y if y < 0 else f' {y}'}"
