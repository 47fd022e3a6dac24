"""A lake opened and asked: its books, their arrays, the texts of editions; and how it refuses."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import orjson
import pytest

from tests.derive.lake.equal import assert_alike
from tests.derive.lake.equal import whole_of
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import LINGSHUI
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tongxing.derive.kept import Kept
from tongxing.derive.lake import lake as lakes
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import VERSION
from tongxing.derive.lake.manifest import BookEntry
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import _sealed
from tongxing.derive.lake.manifest import read_identity
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.reading import Files
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import NotHeld
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.synth.store import ORIGIN


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two books of one province and one of another; no test changes it."""
    at = str(tmp_path_factory.mktemp("lake"))
    lake_of(at, GAOZHOU, LINGSHUI, HUAZHOU)
    return at


@pytest.fixture
def lake(address: str) -> Lake:
    return open_lake(address)


@pytest.mark.parametrize("code", [GAOZHOU, LINGSHUI])
def test_a_book_is_what_was_written(lake: Lake, code: str) -> None:
    book, made = lake.book(code), piece(code)
    assert (book.code, book.name, book.province) == (code, made.name, code[:2])
    assert (book.seq, book.head) == (made.last, made.head)
    read = whole_of(lake, book)
    assert read.facts == made.facts
    for name in ("seq", "deed", "happened", "makes_up", "received", "replacing"):
        assert_alike(getattr(read.chunk, name), getattr(made.chunk, name), name)
    assert_alike(read.chunk.columns, made.chunk.columns)


def test_without_the_proof_there_are_no_ids_hashes_or_moments(lake: Lake) -> None:
    chunk = whole_of(lake, lake.book(GAOZHOU)).chunk
    assert [len(one) for one in (chunk.ids, chunk.hashes, chunk.recorded)] == [0, 0, 0]
    assert len(chunk.seq) == piece(GAOZHOU).last


@pytest.mark.parametrize("field", ["purchase.goods", "purchase.nobody", "nothing.amount"])
def test_a_field_no_lake_holds_says_what_to_do_instead(lake: Lake, field: str) -> None:
    book = lake.book(GAOZHOU)
    with pytest.raises(NotHeld, match=f"方案要用字段 {field}，它是文字或人员") as refused:
        lake.tables(book, [field])
    assert refused.value.remedy.startswith("请在记这本台账的那一套同兴里看")


def test_a_field_nobody_stated_has_a_column_of_nothing(lake: Lake) -> None:
    book = lake.book(GAOZHOU)
    assert lake.tables(book, []).records.columns == {}
    records = lake.tables(book, ["purchase.amount", "condolence.households"]).records
    assert list(records.columns) == ["condolence.households", "purchase.amount"]
    empty = records.columns["condolence.households"]
    assert len(empty.values) == book.seq
    assert not empty.present.any()
    assert records.columns["purchase.amount"].present.any()


@pytest.mark.parametrize(
    "code", ["440983", "999999", "44", ""], ids=["same province", "elsewhere", "short", "empty"]
)
def test_a_book_the_lake_has_not(lake: Lake, code: str) -> None:
    with pytest.raises(Missing, match=f"没有 {code} 的台账") as refused:
        lake.book(code)
    assert refused.value.remedy == "请先运行 tongxing lake sync"


PREFIXES = {
    "": [GAOZHOU, HUAZHOU, LINGSHUI],
    "4": [GAOZHOU, HUAZHOU, LINGSHUI],
    "44": [GAOZHOU, HUAZHOU],
    "440981": [GAOZHOU],
    "440981124201": [GAOZHOU],
    "4409": [GAOZHOU, HUAZHOU],
    "46": [LINGSHUI],
    "45": [],
    "5": [],
    "440980": [],
}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_books_within_a_place(lake: Lake, prefix: str) -> None:
    assert [one.code for one in lake.books(prefix)] == PREFIXES[prefix]


def test_another_folder_beside_the_provinces_holds_no_books(tmp_path: Path) -> None:
    """Nor is it looked into: it may be somebody else's, and closed to us."""
    lake_of(str(tmp_path), GAOZHOU)
    for name in ("lost+found", "照片", "4409", "４５"):
        (tmp_path / name).mkdir()
    lake = open_lake(str(tmp_path))
    assert (lake.provinces(), [one.code for one in lake.books()]) == (["44"], [GAOZHOU])


def test_a_lake_opened_stays_what_it_was_while_another_writes(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    before = open_lake(str(tmp_path))
    assert [one.code for one in before.books("44")] == [GAOZHOU]
    lake_of(str(tmp_path), HUAZHOU)
    assert [one.code for one in before.books("44")] == [GAOZHOU]
    assert [one.code for one in open_lake(str(tmp_path)).books("44")] == [GAOZHOU, HUAZHOU]


def test_the_text_of_an_edition(lake: Lake) -> None:
    for one in piece(GAOZHOU).facts.editions:
        assert lake.text(one.sha256) == one.text
        assert hashlib.sha256(lake.text(one.sha256).encode()).hexdigest() == one.sha256
    assert lake.text("0" * 64) is None
    assert lake.editions(lake.book(GAOZHOU)) == piece(GAOZHOU).facts.editions


def test_a_text_is_read_once(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    lake = open_lake(str(tmp_path))
    sha256 = piece(GAOZHOU).facts.editions[0].sha256
    text = lake.text(sha256)
    (tmp_path / "editions" / f"{sha256}.toml").unlink()
    assert lake.text(sha256) == text
    again = open_lake(str(tmp_path))
    with pytest.raises(UnknownEdition, match=f"440981 施行的方案版次 {sha256[:12]}"):
        again.editions(again.book(GAOZHOU))


def test_a_text_that_is_no_text_any_more(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    sha256 = piece(GAOZHOU).facts.editions[0].sha256
    path = tmp_path / "editions" / f"{sha256}.toml"
    path.write_bytes(path.read_bytes()[:100] + b"\xff\xfe")
    lake = open_lake(str(tmp_path))
    with pytest.raises(Torn, match=rf"{sha256}\.toml 残缺") as refused:
        lake.editions(lake.book(GAOZHOU))
    assert refused.value.remedy


def test_no_lake_is_said_so_and_nothing_is_made(tmp_path: Path) -> None:
    for at in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoLake) as refused:
            open_lake(str(at))
        assert refused.value.say() == (
            f"{at} 还没有数据湖。请先运行 tongxing lake sync，或核对地址。"
        )
    assert list(tmp_path.iterdir()) == []


def test_an_identity_comes_back(tmp_path: Path) -> None:
    storage = Folder(str(tmp_path))
    assert read_identity(storage) is None
    write_identity(storage, Identity("lake-1", "ledger"))
    assert read_identity(storage) == Identity("lake-1", "ledger")


def test_a_synthetic_lake_of_an_earlier_format_is_made_anew(tmp_path: Path) -> None:
    """No ledger has what is in it."""
    body = {"format": "tongxing-lake", "id": "x", "origin": "synthetic", "version": VERSION - 1}
    (tmp_path / "lake.json").write_bytes(_sealed(orjson.dumps(body)))
    with pytest.raises(NoLake) as refused:
        open_lake(str(tmp_path))
    assert refused.value.remedy == "请换一个空地址重新运行 tongxing synth，同样的要求生成同样的湖"


@pytest.mark.parametrize(
    ("format_", "version", "said", "remedy"),
    [
        ("tongxing-lake", 93, "是第93版格式的数据湖，本程序只认第", "请升级程序"),
        ("tongxing-lake", VERSION - 1, "本程序只认第", "请换一个空地址重新运行 tongxing lake sync"),
        ("tongxing-lake", None, "不是同兴的数据湖", "请核对地址"),
        ("other", VERSION, "不是同兴的数据湖", "请核对地址"),
    ],
    ids=["later", "earlier", "none", "another"],
)
def test_another_format_is_not_guessed_at(
    tmp_path: Path, format_: str, version: int | None, said: str, remedy: str
) -> None:
    body = {"format": format_, "id": "x", "origin": "ledger", "version": version}
    (tmp_path / "lake.json").write_bytes(_sealed(orjson.dumps(body)))
    with pytest.raises(NoLake, match=said) as refused:
        open_lake(str(tmp_path))
    assert refused.value.remedy.startswith(remedy)
    with pytest.raises(NoLake, match=said):
        LakeWriter(str(tmp_path), origin=ORIGIN)


@pytest.mark.parametrize("data", [b"", b"{}", b"\n\n", b"x" * 64 + b"\n{}\n"])
def test_a_lakes_own_file_torn(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "lake.json").write_bytes(data)
    with pytest.raises(Torn, match=r"lake\.json 残缺或被改动"):
        open_lake(str(tmp_path))


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"lake":"a","province":"44","revision":1,"packs":{}}',
        b'{"lake":"a","province":"44","revision":1,"packs":{"000001":{"records":{}}},"books":{}}',
        b'{"lake":"a","province":"44","revision":1,"packs":{},"books":{"440981":{}}}',
        b"[]",
    ],
)
def test_a_manifest_that_lacks_something(body: bytes) -> None:
    """Whole by its sum, so some other program wrote it."""
    with pytest.raises(Torn, match=r"44/manifest\.json 内容不全"):
        Manifest.read(_sealed(body), "44/manifest.json")


def test_a_province_nothing_was_written_of(tmp_path: Path) -> None:
    found = read_manifest(Folder(str(tmp_path)), Identity("lake-1", "ledger"), "44")
    assert found == Manifest("lake-1", "44")
    assert (found.revision, found.packs, found.books) == (0, {}, {})


def test_a_manifest_in_the_wrong_place(tmp_path: Path) -> None:
    storage, identity = Folder(str(tmp_path)), Identity("lake-1", "ledger")
    write_manifest(storage, Manifest("lake-1", "44", 5))
    assert read_manifest(storage, identity, "44").revision == 5
    (tmp_path / "46").mkdir()
    (tmp_path / "44/manifest.json").rename(tmp_path / "46/manifest.json")
    with pytest.raises(Foreign, match=r"46/manifest\.json 属于另一个数据湖或另一个省"):
        read_manifest(storage, identity, "46")


def test_an_entry_without_stretches_is_no_book(tmp_path: Path) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    lake = open_lake(str(tmp_path))
    manifest = lake.manifest("44")
    bare = BookEntry("化州市", ())
    assert (bare.seq, bare.head) == (0, "")
    write_manifest(lake.storage, replace(manifest, books={**manifest.books, HUAZHOU: bare}))
    again = open_lake(str(tmp_path))
    assert [one.code for one in again.books()] == [GAOZHOU]
    with pytest.raises(Missing):
        again.book(HUAZHOU)


def test_the_first_records_row_is_seq_one(lake: Lake) -> None:
    records = lake.tables(lake.book(LINGSHUI), []).records
    assert records.seq.tolist() == list(range(1, piece(LINGSHUI).last + 1))
    assert np.all(records.deed < len(records.deeds))


def test_files_of_the_provinces_asked_for_last_stay_open(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is open is mapped: a nation's would count as memory until the end."""
    made = []

    class Counted(Files):
        def __init__(self, storage: Storage, manifest: Manifest) -> None:
            made.append(manifest.province)
            super().__init__(storage, manifest)

    monkeypatch.setattr(lakes, "Files", Counted)
    lake._files = Kept(1)
    for code in (GAOZHOU, HUAZHOU, GAOZHOU, LINGSHUI, GAOZHOU):
        assert lake.tables(lake.book(code), []).code == code
    assert made == ["44", "46", "44"]


@pytest.mark.parametrize("code", [GAOZHOU, LINGSHUI])
def test_rows_read_before_are_not_read_again(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    book = lake.book(code)
    alone = lake.tables(book, []), lake.editions(book), lake.facts(book)
    rows, judged = lake.rows(book), lake.judged_rows(book)
    monkeypatch.setattr(Files, "_row", None)
    assert_alike(lake.tables(book, [], judged), alone[0])
    assert (lake.editions(book, rows), lake.facts(book, rows)) == alone[1:]
