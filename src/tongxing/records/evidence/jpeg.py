"""A JPEG gone through from its first mark to its last, without drawing it.

Says how large it is and what is written beside the picture, and refuses what no drawing program
writes: cut off, larger than it holds, tables that cannot be read, something between two parts
or behind the last. Costs a tenth of drawing it.
"""

# ruff: noqa: PLR2004  the numbers are those of the standard (ITU-T T.81)

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

START, END, MARK = b"\xff\xd8", b"\xff\xd9", b"\xff"
PROGRESSIVE = 0xC2
FRAMES = {0xC0: 2, 0xC1: 2, PROGRESSIVE: 1}  # mark -> bits a block takes at the least
CODES, SCAN, STEPS, RESTARTS, COMMENT, MARKED = 0xC4, 0xDA, 0xDB, 0xDD, 0xFE, range(0xE0, 0xF0)
WITHIN = np.isin(np.arange(256), [0, *range(0xD0, 0xD8)])  # marks that are part of a scan
MOST_BLOCKS = 10  # of one unit
LONGEST_CODE = 16  # bits
TABLES = 64  # remembered: nearly every picture of one browser has the same


class Broken(ValueError):  # noqa: N818  as `Unusable`, which the caller makes of it
    """No whole JPEG of a kind that drawing programs write."""


class Behind(Broken):
    """A whole picture with something behind it."""


@dataclass(slots=True)
class Jpeg:
    """What its marks say. `beside` are the parts of no use to draw it: (mark, bytes)."""

    width: int = 0
    height: int = 0
    scans: int = 0
    beside: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """Its components by number: blocks of 8 × 8 points, and which table of steps each takes."""

    mark: int
    width: int
    height: int
    blocks: Mapping[int, int]
    steps: Mapping[int, int]


def jpeg(data: bytes) -> Jpeg:
    """What a JPEG's marks say, all of it walked through; raises `Broken`."""
    found, frame = Jpeg(), None
    codes, steps, drawn, room = set[int](), set[int](), set[int](), 0
    for mark, said, scanned in _parts(data):
        if mark == SCAN:
            found.scans, room = found.scans + 1, room + scanned
            drawn |= _scan(frame, said, codes, steps)
        elif mark in FRAMES and frame is None:
            frame = _frame(mark, said)
            found.width, found.height = frame.width, frame.height
        elif mark == CODES:
            codes |= _codes(said)
        elif mark == STEPS:
            steps |= _steps(said)
        elif mark == COMMENT or mark in MARKED:
            found.beside.append((mark, said))
        elif mark != RESTARTS or len(said) != 2:
            raise Broken(f"mark {mark:x}")
    if frame is None or drawn != set(frame.blocks):
        raise Broken("not all of it is drawn")
    if 8 * room < FRAMES[frame.mark] * sum(frame.blocks.values()):
        raise Broken("larger than it holds")
    return found


def _parts(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """(mark, what it says, bytes of the scan behind it) of each part up to the very end."""
    at, marks = len(START), None
    if not data.startswith(START):
        raise Broken("another beginning")
    while data[at : at + 2] != END:
        if data[at : at + 1] != MARK or at + 4 > len(data):
            raise Broken("cut off, or something between two parts")
        if data[at + 1] == MARK[0]:  # any number of these may stand before a mark
            at += 1
            continue
        mark, begin = data[at + 1], at + 4
        at += 2 + int.from_bytes(data[at + 2 : begin])
        if at < begin or at > len(data):
            raise Broken("a part longer than the rest")
        said, behind = data[begin:at], at
        if mark == SCAN:
            marks = _marks(data) if marks is None else marks
            at = _next_of(marks, at)
        yield mark, said, at - behind
    if at + len(END) != len(data):
        raise Behind


def _marks(data: bytes) -> npt.NDArray[np.intp]:
    """Wherever something stands that is no part of a scan."""
    octets = np.frombuffer(data, np.uint8)
    at = np.flatnonzero(octets[:-1] == MARK[0])
    return at[~WITHIN[octets[at + 1]]]


def _next_of(marks: npt.NDArray[np.intp], at: int) -> int:
    """Where a scan that begins at `at` ends."""
    n = int(marks.searchsorted(at))
    if n == len(marks):
        raise Broken("cut off within a scan")
    return int(marks[n])


def _frame(mark: int, said: bytes) -> Frame:
    """A frame of 8 bits a point, in grey, in colours or for print."""
    if len(said) < 6 or said[0] != 8 or said[5] not in {1, 3, 4} or len(said) != 6 + 3 * said[5]:
        raise Broken("frame")
    height, width = int.from_bytes(said[1:3]), int.from_bytes(said[3:5])
    parts = {
        said[n]: (said[n + 1] >> 4, said[n + 1] & 15, said[n + 2]) for n in range(6, len(said), 3)
    }
    if not width or not height or len(parts) != said[5]:
        raise Broken("size")
    if any(not (1 <= h <= 4 and 1 <= v <= 4 and tq <= 3) for h, v, tq in parts.values()):
        raise Broken("component")
    if len(parts) > 1 and sum(h * v for h, v, _ in parts.values()) > MOST_BLOCKS:
        raise Broken("unit")
    across, down = max(h for h, _, _ in parts.values()), max(v for _, v, _ in parts.values())
    blocks = {
        one: _up(width * h, 8 * across) * _up(height * v, 8 * down)
        for one, (h, v, _) in parts.items()
    }
    return Frame(mark, width, height, blocks, {one: tq for one, (_, _, tq) in parts.items()})


def _up(whole: int, by: int) -> int:
    return -(-whole // by)


def _scan(frame: Frame | None, said: bytes, codes: set[int], steps: set[int]) -> set[int]:
    """Which components a scan begins to draw; none for one that goes over them again."""
    count = said[0] if said else 0
    if frame is None or not 1 <= count <= 4 or len(said) != 4 + 2 * count:
        raise Broken("scan")
    which = dict(zip(said[1:-3:2], said[2:-3:2], strict=True))
    if len(which) != count or not {frame.steps.get(one) for one in which} <= steps:
        raise Broken("scan of another component")
    first, fresh = True, True
    if frame.mark == PROGRESSIVE:
        first, fresh = _pass(count, *said[-3:])
    wanted: set[int] = set()
    if first and fresh:
        wanted |= {tables >> 4 for tables in which.values()}
    if not first or frame.mark != PROGRESSIVE:
        wanted |= {0x10 | tables & 15 for tables in which.values()}
    if not wanted <= codes:
        raise Broken("no table")
    return set(which) if first and fresh else set()


def _pass(count: int, begin: int, end: int, exact: int) -> tuple[bool, bool]:
    """Whether a scan of a progressive picture is of the mean of each block, and the first one."""
    before, now = exact >> 4, exact & 15
    if now > 13 or (before and before != now + 1) or end > 63:
        raise Broken("pass")
    if end if begin == 0 else begin > end or count > 1:
        raise Broken("pass")
    return begin == 0, before == 0


@lru_cache(TABLES)
def _codes(said: bytes) -> frozenset[int]:
    """Which tables of codes are here; raises `Broken` for one no reader could read."""
    at, found = 0, set[int]()
    while at < len(said):
        table, counts = said[at], said[at + 1 : at + 1 + LONGEST_CODE]
        at += 1 + LONGEST_CODE + sum(counts)
        code = 0
        for bits, count in enumerate(counts, 1):
            code = 2 * code + count
            if count and code >= 1 << bits:
                raise Broken("codes")
        wrong = len(counts) < LONGEST_CODE or not 0 < sum(counts) <= 256
        if (
            wrong
            or table & 0xEC
            or (table < 0x10 and max(said[at - sum(counts) : at], default=16) > 15)
        ):
            raise Broken("table of codes")
        found.add(table)
    if at != len(said):
        raise Broken("tables of codes")
    return frozenset(found)


@lru_cache(TABLES)
def _steps(said: bytes) -> frozenset[int]:
    """Which tables of steps are here; raises `Broken`."""
    at, found = 0, set[int]()
    while at < len(said):
        found.add(said[at] & 15)
        if said[at] & 0xEC:
            raise Broken("table of steps")
        at += 1 + (128 if said[at] >> 4 else 64)
    if at != len(said):
        raise Broken("tables of steps")
    return frozenset(found)
