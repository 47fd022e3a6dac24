"""A pack as it is laid down: whole row groups, marks on every file, sums that are the files'."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.derive.lake import packs
from tests.derive.lake.packs import begun
from tests.derive.lake.packs import days
from tests.derive.lake.packs import ended
from tests.derive.lake.packs import told
from tongxing.derive.lake import pack as packing
from tongxing.derive.lake.columns import FIELDS
from tongxing.derive.lake.columns import PROOF
from tongxing.derive.lake.columns import RECORDS
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.columns import WRITTEN
from tongxing.derive.lake.pack import Origin
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.trouble import Missing

NAMES = SCHEMAS[RECORDS].names


def test_a_pack_nobody_wrote_into_has_its_four_files(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    sums = pack.close()
    assert sorted(sums) == sorted(SCHEMAS) == [FIELDS, PROOF, RECORDS, REGISTERS]
    for table, sum_ in sums.items():
        data = (tmp_path / "44/000001" / f"{table}.parquet").read_bytes()
        assert (sum_.size, sum_.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert pq.ParquetFile(tmp_path / "44/000001" / f"{table}.parquet").num_row_groups == 0


def test_every_file_says_where_it_belongs(tmp_path: Path) -> None:
    begun(tmp_path, "46", "000007-1f").close()
    for table in SCHEMAS:
        path = tmp_path / "46/000007-1f" / f"{table}.parquet"
        marks = pq.read_schema(path).metadata
        assert marks[b"tongxing.lake"] == b"lake-1"
        assert marks[b"tongxing.province"] == b"46"
        assert marks[b"tongxing.pack"] == b"000007-1f"
        assert marks[b"tongxing.table"] == table.encode()


def test_two_origins_never_have_the_same_marks() -> None:
    one = Origin("a", "44", "000001")
    others = [Origin("b", "44", "000001"), Origin("a", "46", "000001"), Origin("a", "44", "000002")]
    for table in SCHEMAS:
        for other in others:
            assert other.marks(table) != one.marks(table)
            assert set(other.marks(table)) == set(one.marks(table))
    assert one.marks(RECORDS) != one.marks(PROOF)
    assert one.file(PROOF) == "44/000001/proof.parquet"


def test_stretches_stand_side_by_side(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    assert pack.records(**days(0, 3)) == (0, 1)
    assert pack.records(**days(3, 1)) == (1, 2)
    assert pack.records(**days(4, 2)) == (2, 3)
    files = ended(pack)
    for groups, rows in ((range(1), [0, 1, 2]), (range(1, 2), [3]), (range(3), list(range(6)))):
        found = files.table("000001", RECORDS, groups, NAMES)
        assert found.column("deed").to_pylist() == rows
        assert found.column("received").to_pylist() == [one + 3000 for one in rows]


def test_no_rows_take_no_row_group(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    assert pack.records(**days(0, 0)) == (0, 0)
    assert pack.records(**days(0, 2)) == (0, 1)
    assert pack.records(**days(2, 0)) == (1, 1)
    assert ended(pack).table("000001", RECORDS, range(1), ["deed"]).num_rows == 2


@pytest.mark.parametrize(("rows", "groups"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_a_long_stretch_takes_as_many_groups_as_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, groups: int
) -> None:
    monkeypatch.setattr(packing, "RECORDS_A_GROUP", 4)
    pack = begun(tmp_path)
    assert pack.records(**days(0, rows)) == (0, groups)
    assert pack.records(**days(rows, 1)) == (groups, groups + 1)
    files = ended(pack)
    known = files.file("000001", RECORDS).metadata
    assert [known.row_group(n).num_rows <= 4 for n in range(groups)] == [True] * groups
    found = files.table("000001", RECORDS, range(groups), ["deed"])
    assert found.column("deed").to_pylist() == list(range(rows))


def test_a_field_has_a_row_group_of_its_own(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    some = {
        0: ([0, 4], [300_000_00, -5], [False, True]),
        1: ([2], [2**62], [False]),
        2: ([1, 2, 3], [0, 0, 0], [True, True, True]),
    }
    for group, (row, value, approx) in some.items():
        assert pack.field(row=row, value=value, approx=approx) == group
    files = ended(pack)
    for group, (row, value, approx) in some.items():
        found = files.table("000001", FIELDS, range(group, group + 1), SCHEMAS[FIELDS].names)
        assert [found.column(n).to_pylist() for n in found.column_names] == [row, value, approx]


def test_a_proof_comes_back_to_the_byte(tmp_path: Path) -> None:
    ids, hashes = [bytes([n]) * 16 for n in range(3)], [bytes([n]) * 32 for n in range(3)]
    lines = ["一\n行".encode(), b"", b"x" * 5000]
    pack = begun(tmp_path)
    assert pack.proof(id=ids, recorded=np.arange(3), hash=hashes, row=lines) == (0, 1)
    found = ended(pack).table("000001", PROOF, range(1), SCHEMAS[PROOF].names)
    assert found.column("id").to_pylist() == ids
    assert found.column("hash").to_pylist() == hashes
    assert found.column("row").to_pylist() == lines
    assert found.column("recorded").to_pylist() == [0, 1, 2]


def test_an_id_of_the_wrong_length_is_not_laid_down(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    with pytest.raises(ValueError, match="length 16") as refused:
        pack.proof(id=[b"short"], recorded=[0], hash=[b"h" * 32], row=[b""])
    pack.abandon(refused.value)


@pytest.mark.parametrize("stretches", [1, 2, 9])
def test_registers_of_many_stretches(tmp_path: Path, stretches: int) -> None:
    """A row group each; it is found by its number."""
    pack = begun(tmp_path)
    rows = [
        told(*["labour-day", "purchase"][: n % 3], pairing_keys=[f"k{n}"]) for n in range(stretches)
    ]
    assert [pack.register(one) for one in rows] == list(range(stretches))
    files = ended(pack)
    assert files.file("000001", REGISTERS).num_row_groups == stretches
    for number in {0, stretches // 2, stretches - 1}:
        row = files.row("000001", number)
        assert list(row["pairing_keys"]) == [f"k{number}"]
        assert tuple(row["kinds"]) == tuple(rows[number]["kinds"])
        assert row["deed_place"].tolist() == rows[number]["deed_place"].tolist()


def test_what_is_let_go_of_counts_for_nothing(tmp_path: Path) -> None:
    pack = begun(tmp_path)
    pack.records(**days(0, 3))
    pack.abandon(ZeroDivisionError())
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    with pytest.raises(Missing):
        Folder(str(tmp_path)).read(pack.origin.file(RECORDS))


def test_nothing_a_lake_holds_can_be_absent() -> None:
    """A null would have to mean something; no column of a pack takes one."""
    for schema in SCHEMAS.values():
        for column in schema:
            assert not column.nullable, column.name
            if hasattr(column.type, "value_field"):
                assert not column.type.value_field.nullable, column.name
    assert set(WRITTEN) == set(SCHEMAS)


def test_no_numbers_are_told_of_a_column_apart_from_it(tmp_path: Path) -> None:
    """Statistics would say the least and greatest amount to whoever only sees a file's end."""
    pack = begun(tmp_path)
    pack.records(**days(0, 3))
    pack.field(row=[0], value=[7], approx=[False])
    files = ended(pack)
    for table in (RECORDS, FIELDS):
        group = files.file(packs.PACK, table).metadata.row_group(0)
        assert [group.column(n).statistics for n in range(group.num_columns)] == [None] * len(
            SCHEMAS[table]
        )
