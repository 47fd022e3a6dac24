"""A lake in a bucket: a real S3 server, its authentication on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.derive.conftest import County
from tests.derive.lake.bucket import Served
from tests.derive.lake.bucket import served
from tests.derive.lake.equal import assert_alike
from tests.derive.lake.equal import assert_tables_are_cut
from tests.records import cast as c
from tongxing.derive.editions import fields_judged
from tongxing.derive.editions import plans_of
from tongxing.derive.lake.check import check
from tongxing.derive.lake.joined import book_now
from tongxing.derive.lake.lake import open_lake
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.sync import sync
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.snapshot import snapshot
from tongxing.project.commands import lake as command
from tongxing.rules.standing import judge

pytestmark = pytest.mark.full


@pytest.fixture
def s3() -> Iterator[Served]:
    with served() as found:
        yield found


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    from tongxing.project.commands.words import ChineseParser

    parser = ChineseParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["lake", *words])
    code: int = args.run(args)
    return code, capsys.readouterr().out


def wrong(access: Access) -> list[Access]:
    return [replace(access, secret="s" * 40), replace(access, key="AKIA" + "X" * 16)]


def test_synced_read_judged_and_checked(s3: Served, county: County) -> None:
    county.write()
    assert sync(s3.address, s3.access).records == 6
    county.bought("3万元")
    assert book_now(open_lake(s3.address, s3.access), c.BOOK).seq == 7
    assert sync(s3.address, s3.access).records == 1
    lake = open_lake(s3.address, s3.access)
    assert [one.fault for one in check(lake)] == [None]
    assert_tables_are_cut(lake, c.BOOK)
    book, day = lake.book(c.BOOK), date(2025, 3, 12)
    plans = plans_of(lake.editions(book))
    wanted = fields_judged(plans)
    own = snapshot(c.BOOK)
    there = judge(lake.tables(book, wanted), plans, as_of=day)
    here = judge(own.cut(own.seq, wanted), plans, as_of=day)
    assert_alike(
        [one.state.tolist() for one in there.duties], [one.state.tolist() for one in here.duties]
    )


def test_a_wrong_key_is_refused_and_changes_nothing(
    s3: Served, county: County, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    sync(s3.address, s3.access)
    county.write()
    for access in wrong(s3.access):
        with pytest.raises(OutOfReach, match="对象存储拒绝了访问"):
            open_lake(s3.address, access)
        settings.LAKE_ENDPOINT, settings.LAKE_REGION = access.endpoint, access.region
        settings.LAKE_KEY, settings.LAKE_SECRET = access.key, access.secret
        for verb in ("sync", "check"):
            code, out = run(capsys, verb, "--lake", s3.address)
            assert code == 1
            assert "请核对 TONGXING_LAKE_KEY、TONGXING_LAKE_SECRET" in out
            assert access.secret not in out
    assert open_lake(s3.address, s3.access).book(c.BOOK).seq == 5


def test_no_such_bucket(s3: Served, county: County) -> None:
    with pytest.raises(OutOfReach, match="没有这个桶"):
        sync("s3://nobody/lake", s3.access)


def test_a_service_that_went_away(s3: Served, county: County) -> None:
    gone = replace(s3.access, endpoint="http://127.0.0.1:9")
    with pytest.raises(OutOfReach, match="连不上对象存储"):
        sync(s3.address, gone)


def test_what_a_broken_sync_left_is_cleared_in_time(s3: Served, county: County) -> None:
    sync(s3.address, s3.access)
    storage = open_lake(s3.address, s3.access).storage
    with storage.writing("44/000002-dead/records.parquet") as sink:
        sink.write(b"half")
    for _ in range(2):
        county.write()
        sync(s3.address, s3.access)
        assert any("dead" in one for one in storage.folders("44"))
    county.write()
    sync(s3.address, s3.access)
    assert not any("dead" in one for one in storage.folders("44"))
    assert [one.fault for one in check(open_lake(s3.address, s3.access))] == [None]


def test_a_file_taken_out_of_the_bucket(s3: Served, county: County) -> None:
    sync(s3.address, s3.access)
    lake = open_lake(s3.address, s3.access)
    (pack,) = lake.storage.folders("44")
    lake.storage.remove(f"44/{pack}")
    assert "数据湖里缺少" in next(iter(check(open_lake(s3.address, s3.access)))).say()
    with pytest.raises(Missing):
        lake.tables(lake.book(c.BOOK), ())
