"""A region's board, or the nation's, as a map: which outlines, in which class, under which words.

The classes are shares kept on time. Each has a colour, a pattern and a word, so that the map
reads in black and white too.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from tongxing.derive.boards.shapes import Tally
from tongxing.derive.regions.board import PROVINCE_DIGITS
from tongxing.derive.regions.board import CountyRow
from tongxing.derive.regions.board import RegionBoard
from tongxing.derive.regions.nation import NationBoard
from tongxing.derive.regions.nation import ProvinceRow
from tongxing.derive.regions.shapes import FAR_OFF
from tongxing.derive.regions.shapes import Box
from tongxing.derive.regions.shapes import Province
from tongxing.derive.regions.shapes import Shape

WIDE, HIGH = 1000, 640  # pixels a map has on a desk at most, by which names are sized
NAME_SIZE = 14  # pixels
MARGIN = 0.02  # of the map's extent
FRAME, NATION_FRAME = 0.3, 0.14  # of the map's width, for what lies far off
OF_A_PROVINCE = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
CITY_ALL_NAMED = 25  # with more counties than this only those with figures are named


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of shares kept: at least `least` ten-thousandths."""

    id: str
    word: str
    least: int


GRADES = (
    Grade("g-high", "按期率95%以上", 9500),
    Grade("g-good", "按期率85%—95%", 8500),
    Grade("g-fair", "按期率70%—85%", 7000),
    Grade("g-low", "按期率不足70%", 0),
)
QUIET = Grade("g-quiet", "还没有到期的任务", 0)
OUTSIDE = Grade("g-outside", "不在您的查看范围", 0)
NONE = Grade("g-none", "没有台账", 0)
LATER = Grade("g-later", "尚未汇总", 0)
FAILED = Grade("g-failed", "算不出来", 0)
UNDATED = Grade("g-undated", "同步来的，看过去时刻时不计", 0)
LEGEND = (*GRADES, QUIET, LATER, FAILED, UNDATED, OUTSIDE, NONE)
UNTOLD = {
    "outstanding": LATER,
    "failed": FAILED,
    "undated": UNDATED,
    "outside": OUTSIDE,
    "none": NONE,
}


@dataclass(frozen=True, slots=True)
class Patch:
    """One county or province on the map."""

    code: str
    grade: Grade
    path: str
    title: str  # "高州市：按期率92.3%，完成…"
    name: str  # "" where the map leaves it out
    rate: str
    at: tuple[int, int]
    address: str  # place or region code of the page it leads to, "" when none


@dataclass(frozen=True, slots=True)
class Frame:
    """What lies far off, drawn small in a corner together with the rest."""

    corner: Box  # x, y, width, height on the map
    view: str  # viewBox
    patches: tuple[Patch, ...]
    lines: str
    size: int  # of names


@dataclass(frozen=True, slots=True)
class Map:
    view: str  # viewBox
    size: int  # of names, in the map's units
    patches: tuple[Patch, ...]
    borders: str
    sea: str  # lines
    frame: Frame | None
    legend: tuple[Grade, ...]  # the classes on this map
    undrawn: tuple[CountyRow, ...]  # counties without a shape
    unknown: tuple[str, ...]  # names of shapes without a county in the registry
    source: str


def grade_of(row: CountyRow) -> Grade:
    """The class a county is shown in."""
    if row.standing != "told":
        return UNTOLD[row.standing]
    return _grade(row.tally)


def _grade(tally: Tally) -> Grade:
    rate = tally.rate
    if rate is None:
        return QUIET
    return next(grade for grade in GRADES if rate >= grade.least)


def province_grade(row: ProvinceRow) -> Grade:
    """The class a province is shown in, by those of its counties that are added up."""
    if row.told:
        return _grade(row.tally)
    return LATER if row.outstanding else FAILED


def map_of(board: RegionBoard) -> Map | None:
    """The map of a region, None when there are no shapes for it."""
    shapes = board.shapes
    rows = {row.code: row for row in board.counties}
    within = {
        code: shape
        for code, shape in (shapes.counties if shapes else {}).items()
        if code.startswith(board.code)
    }
    if shapes is None or not within:
        return None
    all_named = len(within) <= CITY_ALL_NAMED
    patches = [_patch(code, shape, rows.get(code), all_named) for code, shape in within.items()]
    near, far = _parted(patches)
    box = shapes.box(one.code for one in near)
    if not far and near[0].code.startswith(FAR_OFF):
        box = _around(box, shapes)
    size = _size(box, 1.0)
    return Map(
        view=_view(box),
        size=size,
        patches=tuple(_named_where_there_is_room(near, shapes, size)),
        borders="" if board.is_city else shapes.borders,
        sea="",
        frame=_frame(box, far, shapes, FRAME) if far else None,
        legend=_legend(patches),
        undrawn=tuple(row for row in board.counties if not row.drawn),
        unknown=tuple(shape.name for code, shape in within.items() if code not in rows),
        source=shapes.source,
    )


def nation_map(board: NationBoard) -> Map | None:
    """The map of the provinces, None when there are no shapes."""
    shapes = board.shapes
    if shapes is None:
        return None
    rows = {row.code: row for row in board.provinces}
    bare = dict.fromkeys(board.elsewhere, OUTSIDE)
    bare |= dict.fromkeys((one[:PROVINCE_DIGITS] for one in board.undated), UNDATED)
    patches = [
        _province(code, shape, rows.get(code[:PROVINCE_DIGITS]), bare)
        for code, shape in shapes.counties.items()
    ]
    near, far = _parted(patches)
    box = shapes.box(one.code for one in near)
    size = _size(box, 1.0)
    return Map(
        view=_view(box),
        size=size,
        patches=tuple(_named_where_there_is_room(near, shapes, size)),
        borders=shapes.borders,
        sea=shapes.sea,
        frame=_frame(box, far, shapes, NATION_FRAME) if far else None,
        legend=_legend(patches),
        undrawn=(),
        unknown=(),
        source=shapes.source,
    )


def _parted(patches: list[Patch]) -> tuple[list[Patch], list[Patch]]:
    """What the map is made for, and what lies far off."""
    near = [one for one in patches if not one.code.startswith(FAR_OFF)] or patches
    return near, [one for one in patches if one not in near]


def _legend(patches: Sequence[Patch]) -> tuple[Grade, ...]:
    return tuple(one for one in LEGEND if any(patch.grade is one for patch in patches))


def _province(code: str, shape: Shape, row: ProvinceRow | None, bare: Mapping[str, Grade]) -> Patch:
    """One without a row of its own is shown as `bare` has it, by its two digits."""
    name = row.place.name if row else shape.name
    grade = province_grade(row) if row else bare.get(code[:PROVINCE_DIGITS], NONE)
    told = row is not None and row.told > 0
    lies_off = code.startswith(FAR_OFF)  # and is named with the rest of its province
    return Patch(
        code=code,
        grade=grade,
        path=shape.path,
        title=f"{name}：{_words(row.tally) if row is not None and told else grade.word}",
        name=_short(name) if told and not lies_off else "",
        rate=row.tally.rate_said if row is not None and row.tally.rate is not None else "",
        at=shape.at,
        address=row.code if row is not None and row.place.opens else "",
    )


def _named_where_there_is_room(
    patches: Sequence[Patch], shapes: Province, size: int
) -> list[Patch]:
    """Name and share, the name alone, or neither where others are.

    Those with a share choose first, the larger before the smaller.
    """
    taken: list[Box] = []
    named: dict[str, Patch] = {}

    def rank(patch: Patch) -> tuple[bool, int]:
        west, north, east, south = shapes.counties[patch.code].box
        return bool(patch.rate), (east - west) * (south - north)

    for patch in sorted(patches, key=rank, reverse=True):
        bare = replace(patch, rate="")
        fitting = (one for one in (patch, bare) if not _meets(_words_at(one, size), taken))
        one = next(fitting, replace(bare, name=""))
        if one.name:
            taken.append(_words_at(one, size))
        named[one.code] = one
    return [named[patch.code] for patch in patches]


def _words_at(patch: Patch, size: int) -> Box:
    """What the words on a patch cover: characters are square, figures a little over half."""
    half = round(size * max(len(patch.name), 0.62 * len(patch.rate)) / 2)
    x, y = patch.at
    return x - half, y - size, x + half, y + round(size * (1.25 if patch.rate else 0.1))


def _meets(box: Box, others: Iterable[Box]) -> bool:
    west, north, east, south = box
    return any(w < east and west < e and n < south and north < s for w, n, e, s in others)


def _short(name: str) -> str:
    """A province as it is called on maps, where its full name finds no room."""
    return next((name.removesuffix(one) for one in OF_A_PROVINCE if name.endswith(one)), name)


def _patch(code: str, shape: Shape, row: CountyRow | None, all_named: bool) -> Patch:
    name = row.place.name if row else shape.name
    told = row is not None and row.standing == "told"
    grade = grade_of(row) if row else NONE
    return Patch(
        code=code,
        grade=grade,
        path=shape.path,
        title=f"{name}：{_words(row.tally) if row is not None and told else grade.word}",
        name=name if told or all_named else "",
        rate=row.tally.rate_said if row is not None and row.tally.rate is not None else "",
        at=shape.at,
        address=row.leads if row is not None and told else "",
    )


def _words(tally: Tally) -> str:
    parts = (
        ("按期完成", tally.kept), ("补做", tally.late), ("进行中", tally.open),
        ("逾期待补", tally.overdue), ("未完成", tally.missed),
    )  # fmt: skip
    said = "，".join(f"{word}{number}" for word, number in parts if number)
    rate = QUIET.word if tally.rate is None else f"按期率{tally.rate_said}"
    return f"{rate}；{said}" if said else rate


def _frame(box: Box, far: Sequence[Patch], shapes: Province, part: float) -> Frame:
    west, north, east, south = box
    width = max(1, round((east - west) * part))
    inner = _around(shapes.box(one.code for one in far), shapes)
    # An islet smaller than the grid is a point, without any width to divide by.
    height = round(width * (inner[3] - inner[1]) / max(1, inner[2] - inner[0]))
    height = max(1, min(height, south - north))
    corner = (east - width, south - height, width, height)
    return Frame(corner, _view(inner), tuple(far), shapes.sea, _size(inner, part))


def _around(box: Box, shapes: Province) -> Box:
    """The box with the lines at sea in it."""
    if shapes.sea_box is None:
        return box
    return _together((box, shapes.sea_box))


def _together(boxes: Iterable[Box]) -> Box:
    wests, norths, easts, souths = zip(*boxes, strict=True)
    return min(wests), min(norths), max(easts), max(souths)


def _view(box: Box) -> str:
    west, north, east, south = box
    gap = round(max(east - west, south - north) * MARGIN) + 1
    return f"{west - gap} {north - gap} {east - west + 2 * gap} {south - north + 2 * gap}"


def _size(box: Box, part: float) -> int:
    """Height of names in the map's units, where it has a part of the page to itself."""
    scale = max((box[2] - box[0]) / WIDE, (box[3] - box[1]) / HIGH) / part
    return max(1, round(scale * NAME_SIZE))
