"""A stretch's chain worked out from the lake's own lines: the first line that does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from tests.derive.lake.packs import LAKE
from tests.derive.lake.packs import PACK
from tests.derive.lake.packs import begun
from tongxing.derive.lake import pack as packing
from tongxing.derive.lake import proof
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.manifest import BookEntry
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.proof import Fault
from tongxing.derive.lake.proof import proof_of
from tongxing.derive.lake.proof import replay
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.trouble import Missing
from tongxing.records.ledger.canonical import GENESIS

BOOK = "440981"
LINES = [f"{seq}\nlabour-day\n第{seq}条".encode() for seq in range(1, 8)]
Link = tuple[bytes, bytes, int, bytes]  # id, hash, moment, lines


def chained(lines: list[bytes], prev: str = GENESIS) -> list[Link]:
    found = []
    for seq, line in enumerate(lines, 1):
        prev = sha256(prev.encode() + line).hexdigest()
        found.append((bytes([seq]) * 16, bytes.fromhex(prev), 1000 + seq, line))
    return found


WHOLE = chained(LINES)
HEADS = [GENESIS, *(one[1].hex() for one in WHOLE)]


def stretch_of(first: int, last: int, proof: tuple[int, int] | None, register: int = 0) -> Stretch:
    return Stretch(
        PACK, first, last, HEADS[first - 1], HEADS[last], register, (0, 1), {}, proof, facts=True
    )


@pytest.fixture
def laid(tmp_path: Path) -> Callable[..., tuple[Lake, LakeBook]]:
    """A lake of one book whose stretches have these proofs."""

    def lake_of(*stretches: list[Link], starts: tuple[int, ...] = (1,)) -> tuple[Lake, LakeBook]:
        pack, found = begun(tmp_path), []
        for first, links in zip(starts, stretches, strict=True):
            ids, hashes, moments, lines = zip(*links, strict=True)
            groups = pack.proof(
                id=list(ids), hash=list(hashes), recorded=np.array(moments), row=list(lines)
            )
            found.append(stretch_of(first, first + len(links) - 1, groups))
        sums = {PACK: pack.close()}
        storage = Folder(str(tmp_path))
        write_identity(storage, LAKE)
        write_manifest(
            storage,
            Manifest(LAKE.id, "44", 1, sums, {BOOK: BookEntry("高州市", tuple(found))}),
        )
        lake = Lake(storage, LAKE)
        return lake, lake.book(BOOK)

    return lake_of


def test_a_chain_as_it_was_written(laid) -> None:
    lake, book = laid(WHOLE)
    assert replay(lake, book, book.stretches[0]) is None
    ids = proof_of(lake, book)
    assert tuple(ids.ids) == tuple(one[0].hex() for one in WHOLE)
    assert tuple(ids.hashes) == tuple(one[1].hex() for one in WHOLE)
    assert ids.recorded.tolist() == [one[2] for one in WHOLE]


@pytest.mark.parametrize("many", [1, 3, 6, 7, 8])
def test_as_many_lines_at_once_as_one_likes(
    laid, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(proof, "_AT_ONCE", many)
    lake, book = laid(WHOLE)
    assert replay(lake, book, book.stretches[0]) is None


@pytest.mark.parametrize("cut", range(1, len(LINES)))
def test_two_stretches_each_from_where_it_begins(laid, cut: int) -> None:
    lake, book = laid(WHOLE[:cut], WHOLE[cut:], starts=(1, cut + 1))
    assert [replay(lake, book, one) for one in book.stretches] == [None, None]
    assert tuple(proof_of(lake, book).ids) == tuple(one[0].hex() for one in WHOLE)


@pytest.mark.parametrize("most", [1, 2, 3, 7])
@pytest.mark.parametrize("at", [0, 2, 3, 6])
def test_a_line_altered_names_its_record_whatever_the_row_groups(
    laid, monkeypatch: pytest.MonkeyPatch, at: int, most: int
) -> None:
    monkeypatch.setattr(packing, "PROOF_A_GROUP", most)
    monkeypatch.setattr(proof, "_AT_ONCE", 2)
    id_, hash_, moment, line = WHOLE[at]
    links = [*WHOLE[:at], (id_, hash_, moment, line + b" "), *WHOLE[at + 1 :]]
    lake, book = laid(links)
    groups = book.stretches[0].proof
    assert groups == (0, -(-len(WHOLE) // most))
    assert replay(lake, book, book.stretches[0]) == Fault(at + 1, "登记信息与它的校验值不符")


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_hash_altered_names_its_record(laid, at: int) -> None:
    id_, _, moment, line = WHOLE[at]
    lake, book = laid([*WHOLE[:at], (id_, b"\0" * 32, moment, line), *WHOLE[at + 1 :]])
    assert replay(lake, book, book.stretches[0]) == Fault(at + 1, "登记信息与它的校验值不符")


def test_two_lines_changed_places(laid) -> None:
    links = [WHOLE[0], WHOLE[2], WHOLE[1], *WHOLE[3:]]
    lake, book = laid(links)
    assert replay(lake, book, book.stretches[0]) == Fault(2, "登记信息与它的校验值不符")


def test_in_a_later_stretch_the_record_is_counted_from_the_first(laid) -> None:
    id_, hash_, moment, _ = WHOLE[5]
    later = [*WHOLE[3:5], (id_, hash_, moment, b"other"), WHOLE[6]]
    lake, book = laid(WHOLE[:3], later, starts=(1, 4))
    assert replay(lake, book, book.stretches[0]) is None
    assert replay(lake, book, book.stretches[1]) == Fault(6, "登记信息与它的校验值不符")


def test_a_chain_made_anew_ends_elsewhere(laid) -> None:
    """Each line has the hash it gives, but the manifest knows another end."""
    lake, book = laid(chained([*LINES[:6], b"other"]))
    assert replay(lake, book, book.stretches[0]) == Fault(8, "起凭据不全，或末条校验值与清单不符")


def test_a_chain_made_anew_from_another_beginning(laid) -> None:
    lake, book = laid(chained(LINES, prev="a" * 64))
    assert replay(lake, book, book.stretches[0]) == Fault(1, "登记信息与它的校验值不符")


@pytest.mark.parametrize("last", [6, 5, 1])
def test_a_proof_with_lines_too_few(laid, last: int) -> None:
    lake, book = laid(WHOLE[:last])
    whole = replace(book.stretches[0], last=7, head=HEADS[7])
    assert replay(lake, book, whole) == Fault(last + 1, "起凭据不全，或末条校验值与清单不符")


def test_a_proof_with_a_line_too_many(laid) -> None:
    lake, book = laid(WHOLE)
    short = replace(book.stretches[0], last=6, head=HEADS[6])
    assert replay(lake, book, short) is not None


def test_a_stretch_without_proof_says_how_to_get_one(laid) -> None:
    lake, book = laid(WHOLE[:3], WHOLE[3:], starts=(1, 4))
    bare = replace(book, stretches=(book.stretches[0], replace(book.stretches[1], proof=None)))
    asked = (lambda: proof_of(lake, bare), lambda: replay(lake, bare, bare.stretches[1]))
    for one in asked:
        with pytest.raises(Missing, match="440981 第4至7号记录在湖里没有凭据") as refused:
            one()
        assert "--with-proof" in refused.value.remedy
    assert replay(lake, bare, bare.stretches[0]) is None


def test_a_proof_of_a_pack_that_is_gone(laid, tmp_path: Path) -> None:
    lake, book = laid(WHOLE)
    (tmp_path / "44" / PACK / "proof.parquet").unlink()
    with pytest.raises(Missing, match="数据湖里缺少"):
        replay(lake, book, book.stretches[0])
