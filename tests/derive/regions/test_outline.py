"""Neighbours keep one line between them, however few points are left of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from tongxing.derive.regions.outline import Ring
from tongxing.derive.regions.outline import box_of
from tongxing.derive.regions.outline import drawn
from tongxing.derive.regions.outline import label_of
from tongxing.derive.regions.outline import path_of
from tongxing.derive.regions.outline import ring_of
from tongxing.derive.regions.outline import snapped

# Two counties of one city and one of another, with a crooked border between each two.
BORDER = tuple((100 + (7 if y % 20 else -7), y) for y in range(0, 101, 10))
WEST: Ring = ((0, 0), *BORDER, (0, 100))
EAST: Ring = (*BORDER[::-1], (200, 0), (200, 100))
EAST = ((200, 100), (100 + -7, 100), *BORDER[::-1][1:], (200, 0))
ISLET: Ring = ((300, 300),)


def edges(ring: Ring) -> set[frozenset[tuple[int, int]]]:
    return {frozenset(pair) for pair in pairwise((*ring, ring[0]))}


def test_a_shared_border_stays_the_same_line_on_both_sides():
    made = drawn({"440901": [WEST], "440902": [EAST]}, tolerance=20)
    west, east = made.rings["440901"][0], made.rings["440902"][0]
    assert len(west) < len(WEST)
    shared = edges(west) & edges(east)
    assert {point for edge in shared for point in edge} == {BORDER[0], BORDER[-1]}


def test_with_little_tolerance_every_bend_is_kept():
    made = drawn({"440901": [WEST], "440902": [EAST]}, tolerance=1)
    assert set(BORDER) <= set(made.rings["440901"][0]) & set(made.rings["440902"][0])


def test_only_lines_between_cities_are_borders():
    assert drawn({"440901": [WEST], "440902": [EAST]}).borders == ()
    (line,) = drawn({"440901": [WEST], "440802": [EAST]}, tolerance=20).borders
    assert {line[0], line[-1]} == {BORDER[0], BORDER[-1]}


def test_no_island_is_lost_however_small():
    tiny: Ring = ((10, 10), (11, 10), (11, 11), (10, 11))
    made = drawn({"460322": [ISLET, tiny]}, tolerance=50)
    assert len(made.rings["460322"]) == 2
    assert path_of(made.rings["460322"]).count("z") == 2
    assert path_of([ISLET]) == "M300 300h1v1h-1z"


def test_an_area_within_another_fits_its_hole():
    hole: Ring = tuple((50 + x, 50 + y) for x, y in ((0, 0), (9, 1), (10, 10), (1, 9)))
    made = drawn({"440901": [WEST, hole], "440902": [hole[::-1]]}, tolerance=3)
    assert edges(made.rings["440901"][1]) == edges(made.rings["440902"][0])


def test_a_path_is_relative_and_says_every_point():
    assert path_of([((10, 20), (13, 16), (10, 16))]) == "M10 20l3-4-3 0z"
    assert path_of([((10, 20), (13, 16))], closed=False) == "M10 20l3-4"


def test_names_stand_inside_even_of_a_crescent():
    crescent: Ring = ((0, 0), (40, 0), (40, 60), (0, 60), (0, 50), (30, 50), (30, 10), (0, 10))
    x, y = label_of([crescent])
    assert (30 < x < 40, 20 < y < 40) == (True, True)
    assert label_of([ISLET]) == (300, 300)


def test_places_lie_where_they_are():
    gaozhou, maoming = snapped(110.85, 21.92), snapped(110.92, 21.66)
    assert gaozhou[0] < maoming[0]
    assert gaozhou[1] < maoming[1]  # north is above
    assert ring_of([(110, 22), (111, 22), (111, 21), (110, 22)]) == (
        snapped(110, 22), snapped(111, 22), snapped(111, 21),
    )  # fmt: skip


# Each drawn by both neighbours, who begin elsewhere and go the other way round.
TRICKY: dict[str, Ring] = {
    "two points equally far from the first": ((1, 0), (3, 2), (3, 3), (0, 3), (2, 2)),
    "a line gone over twice": ((2, 1), (0, 1), (1, 3), (3, 2), (2, 1), (0, 1)),
    "a narrow neck fallen together": ((0, 0), (9, 0), (9, 9), (20, 9), (30, 9), (20, 9), (9, 9)),
    "two islands touching in a point": ((0, 0), (9, 1), (9, 9), (18, 9), (17, 17), (9, 9), (1, 9)),
    "there and back": ((0, 0), (9, 0), (20, 0), (9, 0)),
    "one line": ((0, 0), (9, 0)),
}


@pytest.mark.parametrize("tolerance", [0.5, 1.5, 30])
@pytest.mark.parametrize("ring", TRICKY.values(), ids=TRICKY.keys())
def test_a_tricky_ring_is_one_line_for_both_neighbours(ring: Ring, tolerance: float):
    for begin in range(len(ring)):
        turned = ring[begin:] + ring[:begin]
        made = drawn({"440901": [ring], "440902": [turned[::-1]]}, tolerance)
        assert edges(made.rings["440901"][0]) == edges(made.rings["440902"][0])
        assert set(made.rings["440901"][0]) <= set(ring)


POINTS = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(st.lists(POINTS, min_size=1, max_size=25), st.floats(0.5, 30))
@example(list(TRICKY["two points equally far from the first"]), 0.9)
@example(list(TRICKY["a line gone over twice"]), 0.72)
def test_any_ring_keeps_its_frame_and_draws(points: list[tuple[int, int]], tolerance: float):
    ring: Ring = tuple(point for point, before in pairwise((*points, (-1, -1))) if point != before)
    made = drawn({"440901": [ring], "440902": [ring[::-1]]}, tolerance)
    one, other = made.rings["440901"][0], made.rings["440902"][0]
    assert edges(one) == edges(other)
    assert set(one) <= set(ring)
    west, north, east, south = box_of([one])
    x, y = label_of([one])
    assert west <= x <= east
    assert north <= y <= south
    assert path_of([one]).startswith("M")
