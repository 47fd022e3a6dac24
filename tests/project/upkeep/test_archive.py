"""One backup as one file: what is written can be read, and nothing else is taken for it."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import orjson
import pytest

from tongxing.project.upkeep.archive import Archive
from tongxing.project.upkeep.archive import Writer
from tongxing.project.upkeep.archive import examined
from tongxing.project.upkeep.trouble import DamagedArchive
from tongxing.project.upkeep.trouble import ForeignArchive
from tongxing.project.upkeep.trouble import Trouble

PARTS = {
    "tables/a.jsonl.gz": b"rows of a\n" * 300,
    "tables/b.jsonl.gz": b"",
    "evidence/0f": bytes(range(256)) * 5,
}


def write(path: Path, parts: dict[str, bytes] = PARTS, **about: object) -> Path:
    with path.open("w+b") as file:
        writer = Writer(file)
        for name, data in parts.items():
            with writer.part(name) as part:
                for begin in range(0, len(data), 700):
                    part.write(data[begin : begin + 700])
        writer.finish({"version": "1", **about})
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "a.tar")


def read(found: Archive, name: str) -> bytes:
    with found.part(name) as part:
        return part.read()


def test_every_part_comes_back_as_it_was(archive: Path) -> None:
    found = examined(archive)
    assert {name: read(found, name) for name in PARTS} == PARTS
    assert found.evidence == ["evidence/0f"]
    assert found.manifest["version"] == "1"


def test_anybody_can_open_it_with_tar(archive: Path) -> None:
    listed = subprocess.run(["tar", "tf", archive], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == [*PARTS, "manifest.json", "seal"]
    with tarfile.open(archive) as tar:
        file = tar.extractfile("tables/a.jsonl.gz")
        assert file is not None
        assert file.read() == PARTS["tables/a.jsonl.gz"]


def test_progress_is_told_up_to_the_end(archive: Path) -> None:
    told: list[tuple[int, int]] = []
    examined(archive, lambda done, in_all: told.append((done, in_all)))
    assert told[-1][0] == told[-1][1] == sum(map(len, PARTS.values()))


@pytest.mark.parametrize("name", ["tables/a.jsonl.gz", "evidence/0f"])
def test_an_altered_part_is_named(archive: Path, name: str) -> None:
    with tarfile.open(archive) as tar:
        at = tar.getmember(name).offset_data + 5
    data = bytearray(archive.read_bytes())
    data[at] ^= 1
    archive.write_bytes(data)
    with pytest.raises(DamagedArchive) as refused:
        examined(archive)
    assert refused.value.part == name
    assert f"{name}的内容被改动" in refused.value.say()


def test_an_altered_manifest_is_named(archive: Path) -> None:
    data = archive.read_bytes().replace(b'"version": "1"', b'"version": "2"')
    archive.write_bytes(data)
    with pytest.raises(DamagedArchive, match=r"manifest\.json"):
        examined(archive)


def test_one_flipped_bit_anywhere_is_refused_or_does_no_harm(archive: Path) -> None:
    """What a flip can leave unnoticed is padding: every part still reads as it was."""
    whole, chance = archive.read_bytes(), random.Random(4)
    unnoticed = 0
    for at in chance.sample(range(len(whole)), 400):
        data = bytearray(whole)
        data[at] ^= 1 << chance.randrange(8)
        archive.write_bytes(data)
        try:
            found = examined(archive)
        except Trouble:
            continue
        unnoticed += 1
        assert {name: read(found, name) for name in PARTS} == PARTS
    assert unnoticed < 200  # small parts, much padding


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.99])
def test_a_torn_archive_is_refused(archive: Path, share: float) -> None:
    whole = archive.read_bytes()
    end = whole.rindex(b"ustar") - 257  # the last header: beyond is the seal
    archive.write_bytes(whole[: int(end * share)])
    with pytest.raises(Trouble):
        examined(archive)


def test_a_torn_archive_says_where(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        at = tar.getmember("evidence/0f").offset
    archive.write_bytes(archive.read_bytes()[:at])
    with pytest.raises(DamagedArchive, match=r"tables/b\.jsonl\.gz之后中断"):
        examined(archive)


def rewritten(archive: Path, *, without: str = "", twice: str = "", more: str = "") -> None:
    """The archive packed anew by somebody else's tar."""
    with tarfile.open(archive) as tar:
        parts = [(one, tar.extractfile(one)) for one in tar.getmembers()]
        parts = [(one, file.read() if file else b"") for one, file in parts]
    kept = [(one.name, data) for one, data in parts if one.name != without]
    kept += [pair for pair in kept if pair[0] == twice]
    kept += [(more, b"?")] if more else []
    with tarfile.open(archive, "w") as tar:
        for name, data in kept:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize("name", [*PARTS, "manifest.json"])
def test_a_part_taken_out_is_named(archive: Path, name: str) -> None:
    rewritten(archive, without=name)
    with pytest.raises(DamagedArchive) as refused:
        examined(archive)
    assert refused.value.part == name


def test_a_part_put_in_is_named(archive: Path) -> None:
    rewritten(archive, more="tables/c.jsonl.gz")
    with pytest.raises(DamagedArchive, match=r"tables/c\.jsonl\.gz不在清单之内"):
        examined(archive)


def test_a_part_that_comes_twice_is_named(archive: Path) -> None:
    rewritten(archive, twice="evidence/0f")
    with pytest.raises(DamagedArchive, match="evidence/0f重复"):
        examined(archive)


def test_packed_anew_and_nothing_changed_it_is_the_same(archive: Path) -> None:
    rewritten(archive)
    assert read(examined(archive), "evidence/0f") == PARTS["evidence/0f"]


@pytest.mark.parametrize("data", [b"", b"not a tar at all", b"SQLite format 3\0" * 100])
def test_any_other_file_is_foreign(tmp_path: Path, data: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(data)
    with pytest.raises(ForeignArchive, match="不是同兴的备份文件"):
        examined(other)


def test_another_tar_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    other = Path(shutil.make_archive(str(tmp_path / "other"), "tar", tmp_path, "x.txt"))
    with pytest.raises(ForeignArchive):
        examined(other)


def test_a_file_that_is_not_there_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(ForeignArchive, match="没有找到文件"):
        examined(tmp_path / "none.tar")
    with pytest.raises(ForeignArchive, match="是文件夹"):
        examined(tmp_path)


def test_a_form_of_the_future_asks_for_a_newer_version(tmp_path: Path) -> None:
    with pytest.raises(ForeignArchive, match="更新的版本"):
        examined(write(tmp_path / "new.tar", format_version=2))


def test_the_manifest_names_size_and_sum_of_every_part(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        file = tar.extractfile("manifest.json")
        assert file is not None
        manifest = orjson.loads(file.read())
    assert {name: part["size"] for name, part in manifest["parts"].items()} == {
        name: len(data) for name, data in PARTS.items()
    }
    assert manifest["format"] == "tongxing-backup"
