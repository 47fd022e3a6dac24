"""What a writer takes in, in which order, and what of a province a block leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.derive.lake.equal import assert_alike
from tests.derive.lake.equal import whole_of
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tongxing.derive.facts import Facts
from tongxing.derive.lake.columns import NOBODY
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import read_identity
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.lake.writer import Piece
from tongxing.derive.synth.store import ORIGIN

NOTHING_MORE = {
    **dict.fromkeys(("kinds", "parties", "roles", "subjects", "word_fields", "words"), ()),
    **dict.fromkeys(("deed_kind", "deed_place", "deed_print", "word_count"), ()),
    **{f"deed_{one}": () for one in ("doer_row", "doer", "doer_role", "about_row", "about")},
}


def after(whole: Piece, count: int = 2, **changes: object) -> Piece:
    """A further stretch of `count` records, each the book's first deed again."""
    old, first = whole.chunk, whole.last
    empty = np.zeros(0, np.int32)
    links = type(old.replacing)(empty, empty)
    chunk = replace(
        old,
        seq=np.arange(first + 1, first + count + 1, dtype=np.int64),
        **{name: getattr(old, name)[:count] for name in ("deed", "happened", "makes_up", "received")},
        replacing=links, returning=links, accepting=links, columns={},
    )  # fmt: skip
    told = {"row": NOTHING_MORE, "facts": None, "proof": None} | changes
    return replace(whole, chunk=chunk, prev=whole.head, head="e" * 64, **told)


def add(writer: LakeWriter, *pieces: Piece) -> None:
    with writer.province("44") as into:
        for one in pieces:
            into.add(one)


def packs(at: Path) -> list[str]:
    return sorted(one.name for one in (at / "44").iterdir() if one.is_dir())


def named_late(whole: Piece, **changes: object) -> Facts:
    """The book's facts with another first pairing."""
    first, *others = whole.facts.pairings
    return replace(whole.facts, pairings=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("changes", "names", "column"),
    [
        ({"parties": (("org:late", ""),)}, "parties", "actor"),
        ({"subjects": ("household:late",)}, "subjects", "target_subject"),
    ],
)
def test_who_first_records_in_a_later_stretch_acts_in_the_pairing(
    tmp_path: Path, changes: dict[str, object], names: str, column: str
) -> None:
    """The facts were laid down before the name was met, and stand as they were."""
    whole = piece(GAOZHOU)
    late = named_late(whole, **changes)
    writer = LakeWriter(str(tmp_path), origin=ORIGIN)
    add(writer, replace(whole, facts=late))
    lake = open_lake(str(tmp_path))
    first = lake.tables(lake.book(GAOZHOU), [])
    assert getattr(first.pairings, column)[0] == NOBODY
    name = {"parties": "org:late", "subjects": "household:late"}[names]
    add(writer, after(whole, row=NOTHING_MORE | {names: (name,)}))
    lake = open_lake(str(tmp_path))
    second = lake.tables(lake.book(GAOZHOU), [])
    met = len(whole.row[names])
    assert getattr(second.pairings, column)[0] == met
    assert len(getattr(second.records.deeds, names)) == met + 1


def test_a_lake_is_made_where_there_is_none(tmp_path: Path) -> None:
    writer = LakeWriter(str(tmp_path / "a/b"), origin="ledger")
    assert read_identity(writer.storage) == writer.identity
    assert len(writer.identity.id) == 32
    again = LakeWriter(str(tmp_path / "a/b"), origin="ledger")
    assert again.identity == writer.identity
    assert LakeWriter(str(tmp_path / "c"), origin="ledger").identity.id != writer.identity.id


@pytest.mark.parametrize(
    ("made", "asked", "said"),
    [("ledger", "synthetic", "台账的"), ("synthetic", "ledger", "合成")],
)
def test_two_origins_never_mix(tmp_path: Path, made: str, asked: str, said: str) -> None:
    LakeWriter(str(tmp_path), origin=made)
    with pytest.raises(NoLake, match=f"是{said}数据湖") as refused:
        LakeWriter(str(tmp_path), origin=asked)
    assert refused.value.remedy == "合成数据与台账不能混在一个湖里，请换一个地址"
    assert read_identity(Folder(str(tmp_path))).origin == made


def test_files_beside_are_no_lake_and_no_hindrance_but_folders_are(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("这里放数据湖")
    LakeWriter(str(tmp_path), origin=ORIGIN)
    other = tmp_path / "other"
    (other / "照片").mkdir(parents=True)
    with pytest.raises(NoLake, match="里有别的东西，不是数据湖"):
        LakeWriter(str(other), origin=ORIGIN)
    assert [one.name for one in other.iterdir()] == ["照片"]


def test_a_disk_fresh_from_the_factory_is_an_empty_folder(tmp_path: Path) -> None:
    """Where a file system begins, it keeps a folder for what it finds again after a crash."""
    (tmp_path / "lost+found").mkdir(mode=0o700)
    lake_of(str(tmp_path), GAOZHOU)
    lake = open_lake(str(tmp_path))
    assert (lake.provinces(), [one.code for one in lake.books()]) == (["44"], [GAOZHOU])
    assert (tmp_path / "lost+found").is_dir()


def test_a_block_that_adds_nothing_changes_nothing(tmp_path: Path) -> None:
    writer = lake_of(str(tmp_path), GAOZHOU)
    before = (tmp_path / "44/manifest.json").read_bytes()
    add(writer)
    with writer.province("44") as into:
        into.rename(GAOZHOU, piece(GAOZHOU).name)
        into.rename(HUAZHOU, "化州市")  # the lake knows none of that code
    assert (tmp_path / "44/manifest.json").read_bytes() == before
    assert packs(tmp_path) == ["000001"]


def test_a_new_name_alone_takes_no_pack(tmp_path: Path) -> None:
    writer = lake_of(str(tmp_path), GAOZHOU)
    with writer.province("44") as into:
        into.rename(GAOZHOU, "高州新市")
        assert into.entry(GAOZHOU).name == "高州新市"
    book = open_lake(str(tmp_path)).book(GAOZHOU)
    assert (book.name, book.head) == ("高州新市", piece(GAOZHOU).head)
    assert packs(tmp_path) == ["000001"]
    assert open_lake(str(tmp_path)).manifest("44").revision == 2


def test_a_further_stretch_goes_on_with_the_book(tmp_path: Path) -> None:
    writer, whole = lake_of(str(tmp_path), GAOZHOU), piece(GAOZHOU)
    add(writer, after(whole))
    lake = open_lake(str(tmp_path))
    book = lake.book(GAOZHOU)
    assert [(one.pack, one.first, one.last) for one in book.stretches] == [
        ("000001", 1, whole.last),
        ("000002", whole.last + 1, whole.last + 2),
    ]
    assert (book.seq, book.head) == (whole.last + 2, "e" * 64)
    read = whole_of(lake, book)
    assert read.facts == whole.facts  # of the first stretch: the second carries none
    assert book.editions == open_lake(str(tmp_path)).books("44")[0].editions
    assert read.chunk.deed.tolist() == [*whole.chunk.deed, *whole.chunk.deed[:2]]
    assert_alike(read.chunk.columns, whole.chunk.columns)


def test_several_stretches_of_one_book_in_one_block(tmp_path: Path) -> None:
    writer, whole = LakeWriter(str(tmp_path), origin=ORIGIN), piece(GAOZHOU)
    second = after(whole, 3)
    third = replace(after(second, 1), prev=second.head, head="f" * 64)
    with writer.province("44") as into:
        for one, seq in ((whole, whole.last), (second, whole.last + 3), (third, whole.last + 4)):
            into.add(one)
            assert into.entry(GAOZHOU).seq == seq
    book = open_lake(str(tmp_path)).book(GAOZHOU)
    assert [one.register for one in book.stretches] == [0, 1, 2]
    assert {one.pack for one in book.stretches} == {"000001"}
    assert len(whole_of(open_lake(str(tmp_path)), book).chunk.seq) == whole.last + 4


def test_facts_of_a_later_stretch_take_the_place_of_earlier_ones(tmp_path: Path) -> None:
    writer, whole = lake_of(str(tmp_path), GAOZHOU), piece(GAOZHOU)
    ended = Facts(whole.facts.pairings[:1], (), (), ())
    add(writer, replace(after(whole), facts=ended))
    book = open_lake(str(tmp_path)).book(GAOZHOU)
    assert open_lake(str(tmp_path)).facts(book) == ended
    assert book.editions == ()
    assert [one.facts for one in book.stretches] == [True, True]


@pytest.mark.parametrize("gap", [-1, 1, 5])
def test_a_stretch_that_does_not_follow_is_a_fault_of_the_program(tmp_path: Path, gap: int) -> None:
    writer, whole = lake_of(str(tmp_path), GAOZHOU), piece(GAOZHOU)
    wrong = after(whole)
    wrong = replace(wrong, chunk=replace(wrong.chunk, seq=wrong.chunk.seq + gap))
    with pytest.raises(AssertionError, match="440981"):
        add(writer, wrong)
    assert open_lake(str(tmp_path)).book(GAOZHOU).seq == whole.last
    with pytest.raises(AssertionError):
        add(writer, piece(GAOZHOU))  # once more the first


def test_a_gap_within_a_stretch_is_a_fault_of_the_program(tmp_path: Path) -> None:
    writer, whole = lake_of(str(tmp_path), GAOZHOU), piece(GAOZHOU)
    wrong = after(whole, 3)
    seq = wrong.chunk.seq.copy()
    seq[1] += 1
    with pytest.raises(AssertionError):
        add(writer, replace(wrong, chunk=replace(wrong.chunk, seq=seq)))
    assert packs(tmp_path) == ["000001"]
    add(writer, after(whole))
    assert [one.pack for one in open_lake(str(tmp_path)).book(GAOZHOU).stretches] == [
        "000001",
        "000002",
    ]


def test_laid_down_afresh_a_book_leaves_what_it_had(tmp_path: Path) -> None:
    writer, whole = lake_of(str(tmp_path), GAOZHOU, HUAZHOU), piece(GAOZHOU)
    with writer.province("44") as into:
        into.add(whole, afresh=True)
    lake = open_lake(str(tmp_path))
    assert [one.pack for one in lake.book(GAOZHOU).stretches] == ["000003"]
    assert [one.pack for one in lake.book(HUAZHOU).stretches] == ["000002"]
    assert sorted(lake.manifest("44").packs) == ["000002", "000003"]
    assert packs(tmp_path) == ["000001", "000002", "000003"]
    add(writer)
    assert packs(tmp_path) == ["000002", "000003"]


def test_an_editions_text_is_kept_once(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    kept = {one.name: one.stat().st_mtime_ns for one in (tmp_path / "editions").iterdir()}
    assert sorted(kept) == sorted({f"{e.sha256}.toml" for e in piece(GAOZHOU).facts.editions})
    lake_of(str(tmp_path), HUAZHOU)
    again = {one.name: one.stat().st_mtime_ns for one in (tmp_path / "editions").iterdir()}
    assert {name: again[name] for name in kept} == kept


def test_a_folder_no_manifest_names_is_cleared_and_another_province_left(tmp_path: Path) -> None:
    writer = lake_of(str(tmp_path), GAOZHOU)
    for name in ("44/000009", "44/000000-dead", "44/备份", "46/000001"):
        (tmp_path / name).mkdir(parents=True)
    add(writer)
    assert packs(tmp_path) == ["000001", "备份"]  # what is no pack by its name is not ours
    assert (tmp_path / "46/000001").is_dir()


def test_a_place_without_locks_names_its_packs_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Folder, "locks", False)
    writer = lake_of(str(tmp_path), GAOZHOU, HUAZHOU)
    first, second = packs(tmp_path)
    assert (first[:7], second[:7]) == ("000001-", "000002-")
    assert len(first) == len(second) == len("000001-") + 8
    (tmp_path / "44/000003-beef").mkdir()  # of another writer, maybe just at work
    (tmp_path / "44/000002-cafe").mkdir()  # of one that may be just naming it
    (tmp_path / "44/000001-dead").mkdir()
    add(writer)
    assert packs(tmp_path) == sorted([first, second, "000002-cafe", "000003-beef"])


def test_two_that_found_a_lake_at_the_same_moment_write_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds none, then waits its turn: by then there is the first's."""
    LakeWriter(str(tmp_path), origin=ORIGIN)
    first = read_identity(Folder(str(tmp_path)))
    answers = iter([None])
    monkeypatch.setattr(
        "tongxing.derive.lake.writer.read_identity",
        lambda storage: next(answers, first) and read_identity(storage),
    )
    assert LakeWriter(str(tmp_path), origin=ORIGIN).identity == first
    assert read_identity(Folder(str(tmp_path))) == first


def test_who_finds_another_s_lake_in_the_place_of_his_gives_way(
    tmp_path: Path, unlocked: None
) -> None:
    """A bucket keeps nobody out: both found it empty, and the later name stands."""
    writer, second = LakeWriter(str(tmp_path), origin=ORIGIN), Identity("f" * 32, ORIGIN)
    with pytest.raises(Busy, match="刚刚写过"), writer.province("44") as into:  # noqa: PT012
        into.add(piece(GAOZHOU))
        write_identity(writer.storage, second)
    lake_of(str(tmp_path), GAOZHOU)
    assert open_lake(str(tmp_path)).identity == second
    assert [one.code for one in open_lake(str(tmp_path)).books()] == [GAOZHOU]


def test_the_spans_of_a_piece() -> None:
    whole = piece(GAOZHOU)
    assert (whole.first, whole.last) == (1, len(whole.chunk.seq))
    assert (after(whole).first, after(whole).last) == (whole.last + 1, whole.last + 2)
    assert date.fromordinal(int(whole.chunk.happened.min())).year >= 2020
