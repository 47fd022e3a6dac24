"""A lake's folder: whole files or none, sums of what went through, and what it refuses."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tongxing.derive.lake.storage import LOCK
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.storage import Bucket
from tongxing.derive.lake.storage import Folder
from tongxing.derive.lake.storage import Sink
from tongxing.derive.lake.storage import Sum
from tongxing.derive.lake.storage import storage_at
from tongxing.derive.lake.storage import written
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import OutOfReach

NAME = "44/000001/records.parquet"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(str(tmp_path / "lake"))


def names(at: Path) -> list[str]:
    """Every file there is."""
    return sorted(one.relative_to(at).as_posix() for one in at.rglob("*") if one.is_file())


def test_what_is_written_is_read_back(folder: Folder) -> None:
    for data in (b"", b"\n", "高州市".encode() * 999):
        assert written(folder, NAME, data) == Sum(len(data), hashlib.sha256(data).hexdigest())
        assert folder.read(NAME) == data
        assert folder.opened(NAME).read() == data


def test_a_file_is_written_over_at_once(folder: Folder, tmp_path: Path) -> None:
    """Whoever reads while it is written sees the old one."""
    written(folder, NAME, b"old")
    with folder.writing(NAME) as sink:
        sink.write(b"new")
        assert folder.read(NAME) == b"old"
    assert folder.read(NAME) == b"new"
    assert names(tmp_path) == [f"lake/{NAME}"]


def test_a_block_that_ends_badly_leaves_the_old_file(folder: Folder, tmp_path: Path) -> None:
    written(folder, NAME, b"old")
    with pytest.raises(ZeroDivisionError), folder.writing(NAME) as sink:  # noqa: PT012
        sink.write(b"half")
        assert sink.size / 0
    assert folder.read(NAME) == b"old"
    assert names(tmp_path) == [f"lake/{NAME}"]  # a full disk has its room back


def test_a_block_that_ends_badly_leaves_no_new_file(folder: Folder) -> None:
    with pytest.raises(KeyboardInterrupt), folder.writing(NAME) as sink:  # noqa: PT012
        sink.write(b"half")
        raise KeyboardInterrupt
    with pytest.raises(Missing):
        folder.read(NAME)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6))
def test_a_sum_is_over_all_that_went_through(parts: list[bytes]) -> None:
    class Kept:
        def __init__(self) -> None:
            self.data = b""

        def write(self, data: bytes) -> None:
            self.data += data

    kept = Kept()
    sink = Sink(kept, "湖")  # type: ignore[arg-type]
    assert [sink.write(one) for one in parts] == [len(one) for one in parts]
    whole = b"".join(parts)
    assert kept.data == whole
    assert sink.sum == Sum(len(whole), hashlib.sha256(whole).hexdigest())
    assert sink.tell() == len(whole)


def test_a_dropped_sink_writes_nothing_more(tmp_path: Path) -> None:
    with (tmp_path / "one").open("wb") as stream:
        sink = Sink(stream, "湖")
        sink.write(b"before")
        sink.drop()
        assert sink.write(b"after") == 5
    assert (tmp_path / "one").read_bytes() == b"before"
    assert sink.sum.size == 6


def test_a_sink_is_written_to_and_nothing_else(tmp_path: Path) -> None:
    with (tmp_path / "one").open("wb") as stream:
        sink = Sink(stream, "湖")
        assert (sink.readable(), sink.writable(), sink.seekable()) == (False, True, False)
        assert not sink.closed
        sink.close()
        assert sink.closed
        assert not stream.closed  # whoever opened it closes it once it is whole


@pytest.mark.parametrize("asked", ["read", "opened"])
def test_what_is_not_there_is_missing(folder: Folder, asked: str) -> None:
    with pytest.raises(Missing, match="数据湖里缺少") as refused:
        getattr(folder, asked)(NAME)
    assert str(folder.address) in refused.value.say()
    assert refused.value.remedy


def test_listing_what_is_and_is_not_there(folder: Folder, tmp_path: Path) -> None:
    assert (folder.folders(), folder.files("44"), folder.folders("44")) == ([], [], [])
    for name in ("46/manifest.json", "44/000002/a", "44/000001/b", "44/manifest.json", "lake.json"):
        written(folder, name, b"x")
    (tmp_path / "lake/lost+found").mkdir()
    assert folder.folders() == ["44", "46"]
    assert folder.files("") == ["lake.json"]
    assert folder.folders("44") == ["000001", "000002"]
    assert folder.files("44") == ["manifest.json"]
    assert folder.files("lake.json") == []


def test_a_folder_is_removed_with_all_in_it(folder: Folder) -> None:
    written(folder, NAME, b"x")
    written(folder, "44/manifest.json", b"x")
    folder.remove("44/000001")
    assert folder.folders("44") == []
    assert folder.files("44") == ["manifest.json"]
    with pytest.raises(Missing):
        folder.remove("44/000001")


def test_a_file_stands_where_a_folder_should(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("一份文件")
    for name in ("lake.json", NAME):
        with pytest.raises(OutOfReach, match="建不了文件夹") as refused:
            written(Folder(str(tmp_path / "lake")), name, b"x")
        assert refused.value.remedy == "请核对数据湖的地址"
    assert (tmp_path / "lake").read_text() == "一份文件"


def test_a_folder_stands_where_a_file_should(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "lake" / NAME).mkdir(parents=True)
    for asked in (lambda: folder.read(NAME), lambda: written(folder, NAME, b"x")):
        with pytest.raises(OutOfReach, match="出错"):
            asked()


def test_one_at_a_time_in_a_province(folder: Folder, tmp_path: Path) -> None:
    with folder.alone("44"):
        with pytest.raises(Busy, match="另一个进程正在写") as refused, folder.alone("44"):
            pytest.fail("两个进程同时进了一个省")
        assert str(tmp_path / "lake" / "44") in refused.value.say()
        with folder.alone("46"):
            assert folder.files("46") == [LOCK]
    with folder.alone("44"), Folder(folder.address).alone("45"):
        assert folder.folders() == ["44", "45", "46"]


def test_a_province_is_left_when_its_block_ends_badly(folder: Folder) -> None:
    with pytest.raises(ZeroDivisionError), folder.alone("44"):
        raise ZeroDivisionError
    with folder.alone("44"):
        assert folder.files("44") == [LOCK]


def test_trouble_of_ones_own_goes_through_as_it_is(folder: Folder) -> None:
    own = LakeTrouble("湖坏了")
    for block in (folder.alone("44"), folder.writing(NAME)):
        with pytest.raises(LakeTrouble) as refused, block:
            raise own
        assert refused.value is own


ADDRESSES: dict[str, str] = {
    "/srv/lake": "/srv/lake",
    "lake": "lake",
    "S3/湖": "S3/湖",
    "桶:湖": "桶:湖",
}


@pytest.mark.parametrize("given_", ADDRESSES)
def test_a_path_is_a_folder(given_: str) -> None:
    found = storage_at(given_)
    assert isinstance(found, Folder)
    assert (found.address, found.locks) == (ADDRESSES[given_], True)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a/b",
        "http://a",
        "S3://桶/湖",
        "file:///srv/lake",
        "s3:/桶/湖",
        "s3:桶/湖",
        "s4:/桶/湖",
    ],
)
def test_an_address_nobody_knows(address: str) -> None:
    with pytest.raises(NoLake) as refused:
        storage_at(address)
    assert refused.value.say() == (
        f"不认识的数据湖地址 {address}。请写文件夹的路径，或 s3://桶/前缀。"
    )


@pytest.mark.parametrize("address", ["s3://", "s3:///lake"])
def test_an_address_without_a_bucket(address: str) -> None:
    with pytest.raises(NoLake, match="没有写桶的名字") as refused:
        storage_at(address)
    assert refused.value.remedy == "请写 s3://桶/前缀"


def test_a_service_asked_in_no_way_it_knows() -> None:
    with pytest.raises(NoLake, match="写法不对") as refused:
        storage_at("s3://tongxing/lake", Access("ftp://10.0.0.5"))
    assert "TONGXING_LAKE_ENDPOINT" in refused.value.remedy


@pytest.mark.parametrize(
    "access", [Access(key="AKIA"), Access(secret="x"), Access("http://a", "k")]
)
def test_half_a_key_is_none(access: Access) -> None:
    """Services answer it each in their own way, some as if they were out of order."""
    with pytest.raises(NoLake, match="密钥只写了一半") as refused:
        storage_at("s3://tongxing/lake", access)
    assert refused.value.remedy == "TONGXING_LAKE_KEY 和 TONGXING_LAKE_SECRET 请都写上，或都不写"


def test_a_prefix_with_nothing_between_two_strokes() -> None:
    """Else the library would not take the name at all."""
    found = storage_at("s3://tongxing/a//b", Access("http://127.0.0.1:9"))
    assert isinstance(found, Bucket)
    assert found._at("lake.json") == "tongxing/a/b/lake.json"


@pytest.mark.parametrize(
    ("address", "kept"),
    [("s3://tongxing/lake", "s3://tongxing/lake"), ("s3://tongxing/lake//", "s3://tongxing/lake")],
)
def test_a_bucket_is_opened_without_asking_it(address: str, kept: str) -> None:
    """Nothing is asked of the service before something is read."""
    found = storage_at(address, Access("http://127.0.0.1:9", "key", "secret"))
    assert isinstance(found, Bucket)
    assert (found.address, found.locks) == (kept, False)
    with found.alone("44"), found.alone("44"):
        pass  # a bucket knows no locks


def test_a_key_and_a_secret_are_never_shown() -> None:
    access = Access("http://127.0.0.1:9", "AKIA-key", "top-secret", "cn-north-1")
    for said in (repr(access), str(access), f"{access}", f"{[access]}"):
        assert "key" not in said
        assert "secret" not in said
        assert "127.0.0.1:9" in said
    assert Access() == Access("", "", "", "")
