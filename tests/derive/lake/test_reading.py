"""Files of a pack read by row group: each opened once, and known to be what the manifest names."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.derive.lake.packs import LAKE
from tests.derive.lake.packs import PACK
from tests.derive.lake.packs import begun
from tests.derive.lake.packs import days
from tests.derive.lake.packs import ended
from tests.derive.lake.packs import told
from tongxing.derive.lake import reading
from tongxing.derive.lake.columns import FIELDS
from tongxing.derive.lake.columns import FURTHER
from tongxing.derive.lake.columns import NAMES
from tongxing.derive.lake.columns import NUMBERS
from tongxing.derive.lake.columns import PROOF
from tongxing.derive.lake.columns import RECORDS
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.columns import TOLD
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.reading import Files
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.storage import Sum
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import Torn

TABLES = sorted(SCHEMAS)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A pack of one stretch of five records."""
    pack = begun(tmp_path)
    pack.records(**days(0, 5))
    pack.field(row=[1, 3], value=[7, 9], approx=[False, True])
    pack.proof(id=[b"i" * 16], recorded=[5], hash=[b"h" * 32], row=[b"lines"])
    pack.register(told("labour-day", "purchase", word_fields=["purchase.mode"], word_count=[2],
                       words=["canteen", "商超"]))  # fmt: skip
    return ended(pack)


def again(files: Files, **changes: object) -> Files:
    """The same files under another manifest."""
    return Files(files._storage, replace(files._manifest, **changes))


def path_of(files: Files, table: str) -> Path:
    return Path(files._storage.address) / "44" / PACK / f"{table}.parquet"


def test_only_the_columns_asked_for(files: Files) -> None:
    assert files.table(PACK, RECORDS, range(1), ["happened"]).column_names == ["happened"]
    assert files.table(PACK, RECORDS, range(0), ["happened"]).num_rows == 0


def test_a_row_of_registers_has_all_that_was_told(files: Files) -> None:
    row = files.row(PACK, 0)
    assert set(row) == {*NUMBERS, *TOLD, *FURTHER, *NAMES}
    assert row["kinds"] == ["labour-day", "purchase"]
    assert row["word_count"].tolist() == [2]
    assert row["words"] == ["canteen", "商超"]
    assert row["deed_kind"].dtype.name == "int32"
    assert row["deed_place"].dtype.name == "int64"
    assert row["others"] == {}
    assert row["pairing_born"].tolist() == []


def test_judging_leaves_the_names_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who it was is counted, so that positions stay right, but not read."""
    pack = begun(tmp_path)
    pack.register(told("purchase", parties=["org:a", "team:t"], subjects=["household:1"]))
    files = ended(pack)
    asked: list[list[str]] = []
    plain = pq.ParquetFile.read_row_group

    def read(self: pq.ParquetFile, at: int, columns: list[str], **how: bool) -> pa.Table:
        asked.append(columns)
        return plain(self, at, columns=columns, **how)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", read)
    row, whole = files.judged_row(PACK, 0), files.row(PACK, 0)
    assert set(row) == {*NUMBERS, *TOLD, "parties", "subjects"}
    assert (row["parties"], row["subjects"]) == (("", ""), ("",))
    assert (whole["parties"], whole["subjects"]) == (["org:a", "team:t"], ["household:1"])
    assert row["kinds"] == whole["kinds"] == ["purchase"]
    assert asked == [["told", "numbers"], ["told", "numbers", "names", "further"]]


@pytest.mark.parametrize(
    ("told_", "numbers"),
    [
        (b"", b""), (b"{}", b""), (b"[]", b""), (b'{"forms":{}}', b""), (b'{"forms":7}', b""),
        (b'{"forms":{"deed_place":["plain",9,8,0]}}', b"short"),
        (b'{"forms":{"deed_place":["plain","x",8,0]}}', b""),
        (b'{"forms":{"deed_place":["plain",1,99,0]}}', b""),
    ],
)  # fmt: skip
def test_a_row_that_says_nothing_of_use_is_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_: bytes, numbers: bytes
) -> None:
    laid = {"told": [told_], "numbers": [numbers], "names": [told_], "further": [numbers]}
    monkeypatch.setattr("tongxing.derive.lake.pack.registered", lambda _: laid)
    pack = begun(tmp_path)
    pack.register({})
    files = ended(pack)
    for read in (files.row, files.judged_row):
        with pytest.raises(Torn, match="registers 残缺，读不出来"):
            read(PACK, 0)


def test_a_file_is_opened_once(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    plain = Folder.opened

    def counted(self: Folder, name: str) -> object:
        opened.append(name)
        return plain(self, name)

    monkeypatch.setattr(Folder, "opened", counted)
    for _ in range(3):
        files.table(PACK, RECORDS, range(1), ["deed"])
        files.row(PACK, 0)
    assert opened == [f"44/{PACK}/records.parquet", f"44/{PACK}/registers.parquet"]


def test_the_files_used_last_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILES_OPEN", 2)
    names = [f"{n:06d}" for n in range(1, 5)]
    sums = {}
    for name in names:
        pack = begun(tmp_path, number=name)
        pack.records(**days(int(name), 1))
        sums[name] = pack.close()
    files = Files(Folder(str(tmp_path)), Manifest(LAKE.id, "44", 1, sums))
    for name in [*names, *names[::-1], "000002", "000003"]:
        found = files.table(name, RECORDS, range(1), ["deed"])
        assert found.column("deed").to_pylist() == [int(name)]
        assert len(files._open) <= 2
    assert list(files._open) == [("000002", RECORDS), ("000003", RECORDS)]
    files.file("000002", RECORDS)
    assert list(files._open) == [("000003", RECORDS), ("000002", RECORDS)]


@pytest.mark.parametrize("table", TABLES)
def test_a_pack_or_a_table_no_manifest_names(files: Files, table: str) -> None:
    with pytest.raises(Missing, match=f"清单没有列出 .*/44/000002/{table}") as refused:
        files.file("000002", table)
    assert refused.value.remedy
    sums = {name: one for name, one in files._manifest.packs[PACK].items() if name != table}
    with pytest.raises(Missing, match="清单没有列出"):
        again(files, packs={PACK: sums}).file(PACK, table)


@pytest.mark.parametrize("table", TABLES)
def test_a_file_of_another_length(files: Files, table: str) -> None:
    sums = dict(files._manifest.packs[PACK])
    sums[table] = Sum(sums[table].size + 1, sums[table].sha256)
    with pytest.raises(Torn, match=f"{table}.parquet 残缺：应为{sums[table].size}字节"):
        again(files, packs={PACK: sums}).file(PACK, table)


@pytest.mark.parametrize(
    "changes", [{"lake": "lake-2"}, {"province": "46"}], ids=["another lake", "another province"]
)
def test_a_file_that_belongs_elsewhere(files: Files, changes: dict[str, str]) -> None:
    if "province" in changes:
        shutil.copytree(
            path_of(files, RECORDS).parents[1], path_of(files, RECORDS).parents[2] / "46"
        )
    with pytest.raises(Foreign, match="不属于这个数据湖的这个位置"):
        again(files, **changes).file(PACK, RECORDS)


def test_one_table_in_the_place_of_another(files: Files) -> None:
    shutil.copy(path_of(files, FIELDS), path_of(files, PROOF))
    sums = dict(files._manifest.packs[PACK])
    sums[PROOF] = sums[FIELDS]
    with pytest.raises(Foreign):
        again(files, packs={PACK: sums}).file(PACK, PROOF)


def zeroed(data: bytes) -> bytes:
    return b"\0" * len(data)


def without_its_end(data: bytes) -> bytes:
    return data[:-9] + b"\0" * 9


def without_its_body(data: bytes) -> bytes:
    return data[:4] + b"\xff" * 120 + data[124:]


@pytest.mark.parametrize("spoil", [zeroed, without_its_end])
@pytest.mark.parametrize("table", TABLES)
def test_a_file_of_the_right_length_that_is_none(files: Files, table: str, spoil) -> None:
    path = path_of(files, table)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Torn, match="残缺，读不出来") as refused:
        files.file(PACK, table)
    assert str(path.with_suffix("")) in refused.value.say()


def test_a_body_overwritten_never_gives_other_numbers_silently(files: Files) -> None:
    """What cannot be decoded is said to be torn; nothing but LakeTrouble comes out."""
    path = path_of(files, REGISTERS)
    path.write_bytes(without_its_body(path.read_bytes()))
    with pytest.raises(LakeTrouble):
        files.row(PACK, 0)


@pytest.mark.parametrize("table", [RECORDS, FIELDS, REGISTERS])
def test_no_changed_byte_gives_other_numbers_or_another_trouble(files: Files, table: str) -> None:
    path, columns = path_of(files, table), SCHEMAS[table].names
    whole, wanted = path.read_bytes(), files.table(PACK, table, range(1), columns)
    for at in range(0, len(whole), 5):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x21]) + whole[at + 1 :])
        reading._FOOTERS.clear()
        with suppress(LakeTrouble):
            assert again(files).table(PACK, table, range(1), columns) == wanted, at
    path.write_bytes(whole)
    reading._FOOTERS.clear()


def test_an_empty_file_and_no_file(files: Files) -> None:
    path = path_of(files, RECORDS)
    size = path.stat().st_size
    path.write_bytes(b"")
    with pytest.raises(Torn, match=f"应为{size}字节，实有0字节"):
        files.table(PACK, RECORDS, range(1), ["deed"])
    path.unlink()
    with pytest.raises(Missing, match="数据湖里缺少"):
        files.table(PACK, RECORDS, range(1), ["deed"])
    path.mkdir()
    with pytest.raises(LakeTrouble):
        files.table(PACK, RECORDS, range(1), ["deed"])
