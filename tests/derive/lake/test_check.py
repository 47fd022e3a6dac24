"""`check` finds whatever is not as it was written, or not as the ledger says, and names it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.db import connection

from tests.derive.conftest import County
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tests.laws.test_tampering import TRIGGERS
from tests.records import cast as c
from tongxing.derive.lake.check import check
from tongxing.derive.lake.columns import FIELDS
from tongxing.derive.lake.columns import PROOF
from tongxing.derive.lake.columns import RECORDS
from tongxing.derive.lake.columns import REGISTERS
from tongxing.derive.lake.columns import WRITTEN
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import Sum
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.pack import registered
from tongxing.derive.lake.reading import Row
from tongxing.derive.lake.sync import sync
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.derive.lake.writer import EDITIONS
from tongxing.derive.lake.writer import LakeWriter

PACK = "44/000001"


@pytest.fixture
def synced(county: County, tmp_path: Path) -> Path:
    """A lake of the county with some records, in a folder."""
    for _ in range(3):
        county.write()
    county.bought("近3万元")
    lake = tmp_path / "lake"
    sync(str(lake))
    return lake


def found(lake: Path) -> list[str]:
    """Every fault `check` names, in order."""
    return [one.say() for one in check(open_lake(str(lake))) if one.fault]


def with_manifest(lake: Path, change: Callable[[Manifest], Manifest]) -> None:
    opened = open_lake(str(lake))
    before = read_manifest(opened.storage, opened.identity, "44")
    write_manifest(opened.storage, change(before))


def forge(lake: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Somebody alters a table and puts its sum right in the manifest."""
    path = lake / PACK / f"{table}.parquet"
    whole = pq.read_table(path)
    changed = change(whole).replace_schema_metadata(whole.schema.metadata)
    groups = pq.ParquetFile(path).metadata
    sizes = [groups.row_group(n).num_rows for n in range(groups.num_row_groups)]
    schema, at = changed.schema, 0
    with pq.ParquetWriter(path, schema, write_statistics=False, **WRITTEN[table]) as writer:
        for size in sizes:
            writer.write_table(changed.slice(at, size))
            at += size
    data = path.read_bytes()
    sum_ = Sum(len(data), hashlib.sha256(data).hexdigest())
    with_manifest(
        lake,
        lambda one: replace(one, packs={"000001": {**one.packs["000001"], table: sum_}}),
    )


def altered(column: str, row: int) -> Callable[[pa.Table], pa.Table]:
    """The number of one row, one more."""

    def change(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index(column)
        mask = pa.array([n == row % table.num_rows for n in range(table.num_rows)])
        more = pc.if_else(mask, pc.add(table.column(at), 1), table.column(at))
        return table.set_column(at, table.schema.field(at), more.cast(table.schema.field(at).type))

    return change


def test_a_lake_that_is_as_it_was_written(synced: Path) -> None:
    assert [one.say() for one in check(open_lake(str(synced)))] == ["440981：湖里9条记录与台账一致"]


def test_what_came_in_since_is_no_fault(synced: Path, county: County) -> None:
    county.write()
    (one,) = check(open_lake(str(synced)))
    assert one.say() == "440981：湖里9条记录与台账一致，台账另有1条尚未同步"


@pytest.mark.parametrize("table", [RECORDS, FIELDS, REGISTERS, PROOF])
def test_a_file_that_is_missing_torn_or_altered(synced: Path, table: str) -> None:
    path = synced / PACK / f"{table}.parquet"
    data = path.read_bytes()
    path.write_bytes(data[:-7])
    assert f"{table}.parquet 残缺：应为{len(data)}字节" in found(synced)[0]
    path.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    assert f"{table}.parquet 被改动，校验值不符" in found(synced)[0]
    path.unlink()
    assert f"数据湖里缺少 {path}" in found(synced)[0]


@pytest.mark.parametrize("table", [RECORDS, REGISTERS, PROOF])
def test_a_file_of_another_lake(synced: Path, table: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    sync(str(other))
    shutil.copy(other / PACK / f"{table}.parquet", synced / PACK / f"{table}.parquet")
    assert f"{PACK}/{table}.parquet 不属于这个数据湖的这个位置" in found(synced)[0]
    with pytest.raises(Foreign):
        open_lake(str(synced)).files("44").file("000001", table)


def test_a_province_of_another_lake(synced: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    sync(str(other))
    shutil.copytree(other / "44", synced / "44", dirs_exist_ok=True)
    with pytest.raises(Foreign, match="属于另一个数据湖或另一个省"):
        found(synced)


def test_a_torn_or_altered_manifest(synced: Path) -> None:
    path = synced / "44/manifest.json"
    whole = path.read_bytes()
    for broken in (whole[:-40], whole.replace(b'"last":9', b'"last":8'), b""):
        assert broken != whole
        path.write_bytes(broken)
        with pytest.raises(Torn, match="残缺或被改动"):
            found(synced)


def test_a_lake_of_a_later_format_is_not_guessed_at(synced: Path) -> None:
    from tongxing.derive.lake.manifest import _sealed

    body = b'{"format":"tongxing-lake","id":"x","origin":"ledger","version":99}'
    (synced / "lake.json").write_bytes(_sealed(body))
    with pytest.raises(NoLake, match="第99版格式"):
        open_lake(str(synced))


def test_a_plan_edition_the_lake_does_not_know(synced: Path) -> None:
    lake = open_lake(str(synced))
    (text,) = (synced / EDITIONS).iterdir()
    text.unlink()
    said = found(synced)
    assert f"440981 施行的方案版次 {text.stem[:12]} 不在数据湖的 editions 里" in said[0]
    with pytest.raises(UnknownEdition):
        lake.editions(lake.book(GAOZHOU))


def test_an_edition_whose_text_was_altered(synced: Path) -> None:
    (text,) = (synced / EDITIONS).iterdir()
    text.write_text(text.read_text().replace("times = 1", "times = 9"))
    assert "被改动，与它的校验值不符" in found(synced)[0]
    lake = open_lake(str(synced))
    with pytest.raises(Torn, match="校验值不符"):  # nor is anything judged by it
        lake.editions(lake.book(GAOZHOU))


FORGED = {
    "the day it happened": (RECORDS, altered("happened", 6), "第1至9号记录的发生日期与台账不一致"),
    "the day received": (RECORDS, altered("received", 6), "登记日期与台账不一致"),
    "whose deed it is": (RECORDS, altered("deed", 0), "事项与台账不一致"),
    "an amount": (FIELDS, altered("value", -2), "“消费帮扶”的购买金额与台账不一致"),
    "the moment it was recorded": (PROOF, altered("recorded", 4), "登记时刻与台账不一致"),
}


@pytest.mark.parametrize("what", FORGED)
def test_arrays_forged_with_their_sums_contradict_the_ledger(synced: Path, what: str) -> None:
    table, change, said = FORGED[what]
    forge(synced, table, change)
    (fault,) = found(synced)
    assert said in fault


def moved(name: str) -> Callable[[Row], None]:
    """The first number of a column of facts, one more."""

    def change(row: Row) -> None:
        assert len(row[name])
        row[name] = row[name] + (np.arange(len(row[name])) == 0)

    return change


def let_off(row: Row) -> None:
    """A waiver nobody granted, of everything everywhere."""
    row["waivers"].append([1, -1, -1, 0, 10**12, "gaozhou", [], 1, 10**6])
    row["others"]["waivers"].append(["w", "", "", "", "", ""])


JUDGED = {
    **{name: moved(name) for name in ("party_at", "pairing_first", "pairing_until", "deed_kind")},
    "a waiver": let_off,
}


@pytest.mark.parametrize("what", JUDGED)
def test_what_judging_reads_of_the_facts_is_held_against_the_ledger(
    synced: Path, what: str
) -> None:
    """Also what only says where a name stands: judging does not read the names."""
    lake = open_lake(str(synced))
    row = lake.rows(lake.book(GAOZHOU))[0]
    JUDGED[what](row)

    def change(table: pa.Table) -> pa.Table:
        return pa.table(registered(row), schema=table.schema)

    forge(synced, REGISTERS, change)
    (fault,) = found(synced)
    assert "与台账" in fault
    assert "不一致" in fault


def test_a_line_of_the_proof_forged_names_its_record(synced: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        rows = table.column("row").to_pylist()
        rows[6] = rows[6].replace(b"labour-day", b"labour-dax")
        at = table.schema.get_field_index("row")
        return table.set_column(at, table.schema.field(at), pa.array(rows, pa.large_binary()))

    forge(synced, PROOF, change)
    assert found(synced) == [
        "440981：湖里第7号记录登记信息与它的校验值不符。请换一个空地址重新同步，并保留这个湖备查。"
    ]


def test_a_stretch_that_is_gone(synced: Path, county: County) -> None:
    county.write()
    sync(str(synced))
    with_manifest(
        synced,
        lambda one: replace(
            one,
            books={c.BOOK: replace(one.books[c.BOOK], stretches=one.books[c.BOOK].stretches[1:])},
        ),
    )
    assert "湖里第1号记录起接不上" in found(synced)[0]


def test_a_ledger_that_says_otherwise(synced: Path) -> None:
    """A day altered in the database: the lake is the witness."""
    with connection.cursor() as cursor:
        for statement in TRIGGERS[connection.vendor]:
            cursor.execute(statement)
        cursor.execute("UPDATE ledger_record SET happened = '2025-03-01' WHERE seq = 7")
    assert "发生日期与台账不一致" in found(synced)[0]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_record SET hash = '{'a' * 64}' WHERE seq = 9")
    assert "的台账与数据湖在第9号记录处不一致" in found(synced)[0]


def test_a_shorter_ledger(synced: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_book SET head_seq = 5 WHERE code = '440981'")
    assert "的台账与数据湖在第9号记录处不一致，湖未改动" in found(synced)[0]


def test_a_lake_of_another_installation(db: None, tmp_path: Path, synced: Path) -> None:
    with_manifest(synced, lambda one: replace(one, books={HUAZHOU: one.books[c.BOOK]}))
    said = found(synced)
    assert said[0].startswith("440982：这个数据库里没有这本台账")
    assert said[1] == "440981：台账有记录，数据湖里没有。请运行 tongxing lake sync。"


def test_a_synthetic_lake_is_held_against_its_own_chain(db: None, tmp_path: Path) -> None:
    """And says so: there is no ledger it could agree with."""
    lake_of(str(tmp_path), GAOZHOU)
    assert found(tmp_path) == []
    (told,) = check(open_lake(str(tmp_path)))
    assert told.say() == f"440981：湖里{told.records}条合成的记录与湖里的校验链一致"
    forge(tmp_path, PROOF, lambda table: table.slice(0, table.num_rows - 1))
    assert "凭据不全" in found(tmp_path)[0]


@pytest.mark.parametrize(
    ("change", "said"), [("alter", "与它的校验值不符"), ("take", "不在数据湖的 editions 里")]
)
def test_the_plan_of_a_synthetic_lake_is_looked_at_too(
    db: None, tmp_path: Path, change: str, said: str
) -> None:
    lake_of(str(tmp_path), GAOZHOU)
    (text,) = (tmp_path / "editions").iterdir()
    if change == "alter":
        text.write_bytes(text.read_bytes() + b" ")
    else:
        text.unlink()
    assert said in found(tmp_path)[0]


def test_a_synthetic_lake_without_a_chain_says_what_was_looked_at(db: None, tmp_path: Path) -> None:
    writer = LakeWriter(str(tmp_path), origin="synthetic")
    with writer.province("44") as into:
        into.add(replace(piece(GAOZHOU), proof=None))
    (told,) = check(open_lake(str(tmp_path)))
    assert told.say() == f"440981：湖里{told.records}条合成的记录所在文件完好，没有校验链可核对"


@pytest.mark.parametrize("kind", [Missing, Torn, Foreign, UnknownEdition])
def test_every_trouble_says_what_to_do(kind: type[LakeTrouble]) -> None:
    assert kind("湖坏了", "请重新同步").say() == "湖坏了。请重新同步。"
    assert kind("湖坏了").say() == "湖坏了。"
