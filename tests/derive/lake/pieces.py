"""Small books to write into a lake without a database; proved, so that they can be replayed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.lake.writer import Piece
from tongxing.derive.synth.book import made
from tongxing.derive.synth.proof import proof_of
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.store import ORIGIN
from tongxing.derive.synth.store import piece_of

GAOZHOU, HUAZHOU, LINGSHUI = "440981", "440982", "460400"
SEED = 3


@lru_cache(maxsize=8)
def piece(code: str, pairings: int = 2) -> Piece:
    """A whole book as one stretch."""
    whole = made(Asked(pairings, seed=SEED, place=code), code, pairings)
    proof, head = proof_of(SEED, whole)
    return replace(piece_of(whole), proof=proof, head=head)


def lake_of(address: str, *codes: str) -> LakeWriter:
    """A lake of these books, each written by a block of its own."""
    writer = LakeWriter(address, origin=ORIGIN)
    for code in codes:
        with writer.province(code[:2]) as into:
            into.add(piece(code))
    return writer
