"""Difference hashes: what they see, what they do not, and how far apart two are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.rules.pictures import BYTES
from tongxing.rules.pictures import GRID
from tongxing.rules.pictures import dhash
from tongxing.rules.pictures import distances

SHAPE = GRID[::-1]  # rows, columns


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, SHAPE, dtype=np.uint8)


def as_rows(*hashes: bytes) -> np.ndarray:
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, BYTES)


def test_it_asks_of_each_point_whether_it_is_brighter_than_its_left():
    rising = np.tile(np.arange(SHAPE[1], dtype=np.uint8), (SHAPE[0], 1))
    assert dhash(rising) == b"\xff" * BYTES
    assert dhash(rising, mirrored=True) == b"\0" * BYTES
    one = np.zeros(SHAPE, np.uint8)
    one[0, 1] = 9  # the first step of the first row rises, and nothing else does
    assert dhash(one) == b"\x80" + b"\0" * (BYTES - 1)


@given(st.integers(0, 2**32), st.integers(1, 40))
@settings(max_examples=25)
def test_light_and_contrast_change_nothing(seed, lift):
    grey = drawn(seed) // 3
    assert dhash(grey + np.uint8(lift)) == dhash(grey)
    assert dhash(grey * np.uint8(2)) == dhash(grey)


@given(st.integers(0, 2**32))
@settings(max_examples=25)
def test_a_mirror_turns_it_around(seed):
    grey = drawn(seed)
    assert dhash(grey, mirrored=True) == dhash(np.ascontiguousarray(grey[:, ::-1]))


@given(st.lists(st.binary(min_size=BYTES, max_size=BYTES), min_size=1, max_size=9))
@settings(max_examples=50)
def test_a_distance_is_the_number_of_bits_that_differ(hashes):
    found = distances(as_rows(*hashes), hashes[0]).tolist()
    first = int.from_bytes(hashes[0])
    assert found == [(int.from_bytes(one) ^ first).bit_count() for one in hashes]
    assert found[0] == 0


@pytest.mark.parametrize("bits", [0, 1, 255, 256])
def test_the_farthest_and_the_nearest(bits):
    other = ((1 << bits) - 1).to_bytes(BYTES)
    assert distances(as_rows(bytes(BYTES)), other).tolist() == [bits]


def test_nothing_is_near_nothing():
    assert distances(np.empty((0, BYTES), np.uint8), bytes(BYTES)).tolist() == []
