"""A sync appends what is new, once; what must not stay in a lake never comes into it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection

from tests.derive.conftest import County
from tests.derive.lake.equal import assert_lake_is_ledger
from tests.derive.lake.pieces import GAOZHOU
from tests.derive.lake.pieces import HUAZHOU
from tests.derive.lake.pieces import lake_of
from tests.derive.lake.pieces import piece
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.redact_record import redact_record
from tongxing.actions.set_attribute import set_attribute
from tongxing.derive.held import is_held
from tongxing.derive.lake import sync as syncing
from tongxing.derive.lake import writer as taking_up
from tongxing.derive.lake.check import check
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.sync import ORIGIN
from tongxing.derive.lake.sync import Synced
from tongxing.derive.lake.sync import sync
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import Contradicted
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import NotHeld
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.derive.lake.writer import LakeWriter
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.pairings.models import EditionInForce
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import STAYING_TYPES

SAID = "帮助张三丰家收割水稻"


def files(lake: Path) -> dict[str, bytes]:
    """Every file of a pack."""
    return {str(one): one.read_bytes() for one in sorted(lake.glob("44/0*/*"))}


def everything_in(lake: Path) -> str:
    """All a reader can get out of a lake, as text; what of it are bytes, as what they say."""
    values = (
        value
        for one in sorted(lake.glob("44/0*/*.parquet"))
        for row in pq.read_table(one).to_pylist()
        for value in row.values()
    )
    told = [one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in values]
    return "\n".join((*told, *(one.read_text() for one in lake.glob("44/*.json"))))


def test_a_second_sync_finds_nothing_and_touches_nothing(county: County, tmp_path: Path) -> None:
    county.write()
    done = sync(str(tmp_path))
    assert (done.books, done.records, done.already) == (1, 6, 0)
    before = files(tmp_path)
    done = sync(str(tmp_path))
    assert (done.books, done.records, done.already, done.refused) == (0, 0, 1, [])
    assert files(tmp_path) == before


def test_what_is_new_goes_into_a_pack_of_its_own(county: County, tmp_path: Path) -> None:
    sync(str(tmp_path))
    before = files(tmp_path)
    county.write()
    seen: list[tuple[int, int]] = []
    sync(str(tmp_path), progress=lambda done, in_all: seen.append((done, in_all)))
    after = files(tmp_path)
    assert {name: after[name] for name in before} == before
    book = open_lake(str(tmp_path)).book(c.BOOK)
    assert [(one.pack, one.first, one.last, one.facts) for one in book.stretches] == [
        ("000001", 1, 5, True),
        ("000002", 6, 6, False),
    ]
    assert seen == [(1, 1)]


def test_the_cost_of_what_is_new(county: County, tmp_path: Path, django_assert_num_queries) -> None:
    """Heads, the last known hash, rows, lines; ids once where a record speaks of an earlier one.

    And which editions there are, once.
    """
    sync(str(tmp_path))
    record = county.write()
    with django_assert_num_queries(5):
        sync(str(tmp_path))
    county.correct(record, values={"people": "20人次"})
    with django_assert_num_queries(6):
        sync(str(tmp_path))
    with django_assert_num_queries(2):
        sync(str(tmp_path))
    assert_lake_is_ledger(str(tmp_path))


def test_a_text_the_lake_lost_is_put_back(county: County, tmp_path: Path) -> None:
    """Out of the ledger, which has that very text; nothing else is written."""
    sync(str(tmp_path))
    (text,) = (tmp_path / "editions").iterdir()
    before, told = files(tmp_path), text.read_text()
    text.unlink()
    (said,) = [one.fault for one in check(open_lake(str(tmp_path)))]
    assert isinstance(said, UnknownEdition)
    assert "运行 tongxing lake sync" in said.remedy
    assert sync(str(tmp_path), prefix="45").texts == 0
    assert sync(str(tmp_path)) == Synced(already=1, texts=1)
    assert text.read_text() == told
    assert files(tmp_path) == before
    assert [one.fault for one in check(open_lake(str(tmp_path)))] == [None]
    assert sync(str(tmp_path)).texts == 0


def test_another_text_is_not_put_back_for_it(county: County, tmp_path: Path) -> None:
    sync(str(tmp_path))
    (text,) = (tmp_path / "editions").iterdir()
    text.unlink()
    EditionInForce.objects.update(text="id = 3")
    assert sync(str(tmp_path)).texts == 0
    assert not text.exists()


def test_only_the_place_asked_for(county: County, tmp_path: Path) -> None:
    assert sync(str(tmp_path), prefix="45").books == 0
    assert sync(str(tmp_path), prefix="4409").books == 1
    assert open_lake(str(tmp_path)).books("45") == []
    with pytest.raises(Missing, match="没有 450100 的台账"):
        open_lake(str(tmp_path)).book("450100")


def test_texts_and_persons_never_come_into_a_lake(county: County, tmp_path: Path) -> None:
    record = county.write(
        "office", kind="purchase", doers=(Doer(c.SWB),), text=SAID,
        values={"amount": "3万元", "mode": "canteen", "goods": "张三丰家的荔枝干"},
    )  # fmt: skip
    sync(str(tmp_path))
    told = everything_in(tmp_path)
    assert "张三丰" not in told
    assert all(one in told for one in ("canteen", c.SWB, "高州市"))
    assert str(record.id) in told
    lake = open_lake(str(tmp_path))
    with pytest.raises(NotHeld, match="文字或人员"):
        lake.tables(lake.book(c.BOOK), ["purchase.goods"])


def test_why_a_waiver_was_granted_never_comes_into_a_lake(county: County, tmp_path: Path) -> None:
    grounds = {"reason": "第一书记张三丰住院", "basis": "诊断证明", "approver": "县专班李四"}
    waiver = grant_waiver(
        acting=everything(), at=county.at, id=new_id(county.at), plan="gaozhou-pairing",
        pairing=county.key("swb"), since=date(2025, 1, 1), until=date(2025, 2, 1), **grounds,
    )  # fmt: skip
    sync(str(tmp_path))
    told = everything_in(tmp_path)
    assert [one for one in grounds.values() if one in told] == []
    assert str(waiver.id) in told
    assert [one.fault for one in check(open_lake(str(tmp_path)))] == [None]


def test_of_whom_nobody_is_paired_with_a_lake_holds_no_attribute(
    county: County, tmp_path: Path
) -> None:
    """No judgement asks for it, nor for a unit's. What a pairing is aimed at is asked for."""
    about = {
        "of": c.SWB.replace("org", "person"), "by": c.SWB, "in": f"place:{c.YUANBA}",
        "at": f"place:{c.BAIQIAO}",
    }  # fmt: skip
    for minute, (value, subject) in enumerate(about.items()):
        at = county.at + timedelta(minutes=minute)
        set_attribute(
            acting=everything(), at=at, id=new_id(at), subjects=(subject,), name="note",
            value=f"told {value}", since=date(2025, 1, 1), book=c.BOOK,
        )  # fmt: skip
    sync(str(tmp_path))
    told = everything_in(tmp_path)
    assert [one for one in about if f"told {one}" in told] == ["at"]
    assert [one.fault for one in check(open_lake(str(tmp_path)))] == [None]


def test_an_erasure_leaves_nothing_to_take_out(county: County, tmp_path: Path) -> None:
    """Before the sync or after it: the lake holds the same."""
    record = county.write("office", text=SAID, values={"people": "30人次"})
    sync(str(tmp_path / "before"))
    redact_record(
        acting=everything(), at=county.at, id=new_id(county.at), of=record.id, reason="本人要求"
    )
    sync(str(tmp_path / "before"))
    sync(str(tmp_path / "after"))
    for name in ("before", "after"):
        assert [one.fault for one in check(open_lake(str(tmp_path / name)))] == [None]
        assert_lake_is_ledger(str(tmp_path / name))


def test_what_is_held_is_what_an_erasure_leaves() -> None:
    kinds = shipped_kinds()
    types = {
        (is_held(f"{kind.id}.{name}"), one.type)
        for kind in kinds.values()
        for name, one in kind.fields.items()
    }
    assert {type_ for held, type_ in types if held} <= STAYING_TYPES
    assert {"money", "count", "choice"} <= {type_ for held, type_ in types if held}
    assert {"text"} <= {type_ for held, type_ in types if not held}
    assert not is_held("purchase.nobody")
    assert not is_held("nothing.amount")


def test_a_renamed_county_is_called_so_without_a_pack(county: County, tmp_path: Path) -> None:
    sync(str(tmp_path))
    before = files(tmp_path)
    Book.objects.filter(code=c.BOOK).update(name="高州新市")
    sync(str(tmp_path))
    assert open_lake(str(tmp_path)).book(c.BOOK).name == "高州新市"
    assert files(tmp_path) == before


def test_a_ledger_that_was_set_back_is_refused_and_the_lake_kept(
    county: County, tmp_path: Path
) -> None:
    county.write()
    sync(str(tmp_path))
    before = files(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_book SET head_seq = 5 WHERE code = '440981'")
    (refused,) = sync(str(tmp_path)).refused
    assert isinstance(refused, Contradicted)
    assert "从较早的备份恢复" in refused.say()
    assert files(tmp_path) == before
    with pytest.raises(Contradicted):
        assert_lake_is_ledger(str(tmp_path))


@pytest.mark.parametrize("came", ["further", "less far"])
def test_what_another_sync_does_meanwhile_is_gone_on_from(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, came: str
) -> None:
    """One looks at the heads, another is quicker: the ledger and the lake agree all the same."""
    address = str(tmp_path)
    sync(address)
    county.write()
    known = syncing._heads("")
    county.write(later=1)
    begin = LakeWriter.province

    def overtaken(writer: LakeWriter, province: str) -> object:
        with monkeypatch.context() as patch:
            patch.setattr(LakeWriter, "province", begin)
            if came == "further":
                county.write(later=2)
            else:
                patch.setattr(syncing, "_heads", lambda _: known)
            sync(address)
        return begin(writer, province)

    monkeypatch.setattr(LakeWriter, "province", overtaken)
    done = sync(address)
    assert done == (Synced(already=1) if came == "further" else Synced(books=1, records=1))
    monkeypatch.undo()
    assert sync(address) == Synced(already=1)
    assert [one.fault for one in check(open_lake(address))] == [None]
    assert_lake_is_ledger(address)


@pytest.mark.parametrize("locks", [True, False])
def test_where_another_writes_to_the_province_it_is_tried_again(
    county: County, tmp_path: Path, request: pytest.FixtureRequest, *, locks: bool
) -> None:
    """Counties of one province sync in one night: none waits for the next because two met."""
    if not locks:
        request.getfixturevalue("unlocked")
    address = str(tmp_path)
    sync(address)
    county.write()
    seen: list[tuple[int, int]] = []
    said: list[str] = []
    with ExitStack() as other:

        def busy(trouble: Busy) -> None:
            said.append(trouble.what)
            other.close()

        def progress(done: int, in_all: int) -> None:
            seen.append((done, in_all))
            if not locks and not said:
                other.close()

        into = other.enter_context(LakeWriter(address, origin=ORIGIN).province("44"))
        into.rename(c.BOOK, "高州新市")
        assert sync(address, progress=progress, busy=busy) == Synced(books=1, records=1)
    assert said == [f"另一个进程{'正在写' if locks else '刚刚写过'} {address}/44"]
    assert seen == [(1, 1)] * (1 if locks else 2)
    assert sync(address) == Synced(already=1)
    assert [one.fault for one in check(open_lake(address))] == [None]


def test_two_that_found_a_lake_in_a_bucket_at_once_both_sync_into_one(
    county: County, tmp_path: Path, unlocked: None
) -> None:
    """The later name stands: who founded the other goes on in this one."""
    address, second = str(tmp_path), Identity("f" * 32, ORIGIN)
    said: list[str] = []

    def founded(done: int, in_all: int) -> None:
        write_identity(Folder(address), second)

    def busy(trouble: Busy) -> None:
        said.append(trouble.what)
        assert said == [f"另一个进程刚刚写过 {address}/44"]  # once

    assert sync(address, progress=founded, busy=busy).books == 1
    assert said
    assert open_lake(address).identity == second
    assert [one.fault for one in check(open_lake(address))] == [None]


def test_a_sync_that_another_wrote_over_goes_on_from_what_that_wrote(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    """In a bucket, where both looked before either had written."""
    address = str(tmp_path)
    writer = LakeWriter(address, origin=ORIGIN)
    before = read_manifest(writer.storage, writer.identity, "44")
    with writer.province("44") as other:
        other.add(piece(HUAZHOU))
    theirs = read_manifest(writer.storage, writer.identity, "44")
    write_manifest(writer.storage, before)
    pauses = iter([lambda: write_manifest(writer.storage, theirs), lambda: None])
    monkeypatch.setattr(taking_up, "sleep", lambda _: next(pauses)())
    said: list[str] = []
    done = sync(address, prefix=c.BOOK, busy=lambda trouble: said.append(trouble.what))
    assert (done.books, done.records) == (1, 5)
    assert said == [f"另一个进程同时写了 {address}/44，这一次写的没有留下"]
    assert [one.code for one in open_lake(address).books()] == [c.BOOK, HUAZHOU]
    assert [one.fault for one in check(open_lake(address), c.BOOK)] == [None]


def test_whoever_does_not_wait_is_told_that_another_writes(county: County, tmp_path: Path) -> None:
    writer = LakeWriter(str(tmp_path), origin=ORIGIN)
    with writer.province("44"), pytest.raises(Busy, match="正在写") as told:
        sync(str(tmp_path))
    assert told.value.remedy == "请等它结束后重新运行"


def test_a_ledger_never_goes_into_a_synthetic_lake(county: County, tmp_path: Path) -> None:
    lake_of(str(tmp_path / "lake"), GAOZHOU)
    with pytest.raises(NoLake, match="合成数据"):
        sync(str(tmp_path / "lake"))


def test_a_folder_with_other_things_is_left_alone(county: County, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(NoLake, match="里有别的东西"):
        sync(str(tmp_path))
    assert [one.name for one in tmp_path.iterdir()] == ["photos"]


def test_no_lake_and_no_address(db: None, tmp_path: Path) -> None:
    with pytest.raises(NoLake, match="还没有数据湖"):
        open_lake(str(tmp_path))
    with pytest.raises(NoLake, match="不认识的数据湖地址"):
        open_lake("ftp://somewhere")
