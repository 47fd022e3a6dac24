"""One backup as one file: a plain tar of parts, their manifest, and its seal as the last.

    tables/ledger_record.jsonl.gz …   a line a row
    evidence/<sha256> …               files as they are
    manifest.json                     what is in it, with size and sha256 of every part
    seal                              sha256 of the manifest

The manifest comes last because only then all sums are known; a file torn anywhere lacks its
seal. Anybody can look into it with `tar` and `zcat`.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from typing import Any

import orjson

from tongxing.project.upkeep.trouble import DamagedArchive
from tongxing.project.upkeep.trouble import ForeignArchive

FORMAT, FORMAT_VERSION = "tongxing-backup", 1
MANIFEST, SEAL = "manifest.json", "seal"
BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20
Progress = Callable[[int, int], object]  # done, in all


class Part(io.RawIOBase):
    """One part while it is written: what goes through is counted and hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.size = 0
        self.sum = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Append to the part."""
        self.file.write(data)
        self.sum.update(data)
        self.size += len(data)
        return len(data)


class Writer:
    """Writes an archive into an open file, part by part, without keeping any in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.parts: dict[str, dict[str, Any]] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[Part]:
        """A part to write into; its header follows once its size is known."""
        header = self.file.tell()
        self.file.write(bytes(BLOCK))
        part = Part(self.file)
        yield part
        self.file.write(bytes(-part.size % BLOCK))
        end = self.file.tell()
        self.file.seek(header)
        self.file.write(_header(name, part.size))
        self.file.seek(end)
        self.parts[name] = {"size": part.size, "sha256": part.sum.hexdigest()}

    def finish(self, about: Mapping[str, Any]) -> None:
        """Add the manifest and its seal."""
        manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, **about}
        text = orjson.dumps({**manifest, "parts": self.parts}, option=orjson.OPT_INDENT_2)
        with self.part(MANIFEST) as part:
            part.write(text)
        with self.part(SEAL) as part:
            part.write(hashlib.sha256(text).hexdigest().encode())
        self.file.write(bytes(2 * BLOCK))


def _header(name: str, size: int) -> bytes:
    about = tarfile.TarInfo(name)
    about.size = size
    about.mode = 0o600
    return about.tobuf(tarfile.GNU_FORMAT)


class Archive:
    """A backup whose every part was found whole; see `examined`."""

    def __init__(self, path: Path, manifest: Mapping[str, Any], offsets: Mapping[str, int]) -> None:
        self.path = path
        self.manifest = manifest
        self._offsets = offsets

    @property
    def evidence(self) -> list[str]:
        """The parts that are files put beside records."""
        return [name for name in self.manifest["parts"] if name.startswith("evidence/")]

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """A part to read; a damaged one is refused once it was read to its end."""
        with self.path.open("rb") as file:
            file.seek(self._offsets[name])
            yield io.BufferedReader(_Reading(file, name, self.manifest["parts"][name]), CHUNK)


class _Reading(io.RawIOBase):
    """A part while it is read, held to the size and sum the manifest gives."""

    def __init__(self, file: IO[bytes], name: str, about: Mapping[str, Any]) -> None:
        self.file = file
        self.name = name
        self.left: int = about["size"]
        self.wanted: str = about["sha256"]
        self.sum = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        """Read on; raises DamagedArchive at the end of an altered part."""
        data = self.file.read(min(len(into), self.left))
        self.sum.update(data)
        self.left -= len(data)
        if not data and (self.left or self.sum.hexdigest() != self.wanted):
            raise DamagedArchive(self.name, "被截断" if self.left else "的内容被改动")
        into[: len(data)] = data
        return len(data)


def examined(path: Path, progress: Progress = lambda *_: None) -> Archive:
    """The archive at `path`, all of it read and compared; raises `Trouble`."""
    offsets = _offsets(path)
    manifest = _manifest(path, offsets)
    parts: dict[str, dict[str, Any]] = manifest["parts"]
    for name in offsets:
        if name not in parts and name not in (MANIFEST, SEAL):
            raise DamagedArchive(name, "不在清单之内")
    archive = Archive(path, manifest, offsets)
    in_all, done = sum(part["size"] for part in parts.values()), 0
    for name, part in parts.items():
        if name not in offsets:
            raise DamagedArchive(name, "缺失")
        with archive.part(name) as reading:
            while reading.read(CHUNK):
                pass
        done += part["size"]
        progress(done, in_all)
    return archive


def _offsets(path: Path) -> dict[str, int]:
    """Where each part's bytes begin; a name that comes twice is refused."""
    found: dict[str, int] = {}
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                if member.name in found or not member.isfile():
                    raise DamagedArchive(member.name, "重复或不是普通文件")
                found[member.name] = member.offset_data
    except FileNotFoundError:
        raise ForeignArchive(f"没有找到文件 {path}", "请核对路径") from None
    except IsADirectoryError:
        raise ForeignArchive(f"{path} 是文件夹", "请写明其中哪一个备份文件") from None
    except (tarfile.TarError, ValueError):
        raise _foreign(path) from None
    if SEAL not in found:
        if not found or not any(name.startswith("tables/") for name in found):
            raise _foreign(path)
        raise DamagedArchive(list(found)[-1], "之后中断，文件不完整")
    return found


def _foreign(path: Path) -> ForeignArchive:
    return ForeignArchive(f"{path} 不是同兴的备份文件", "请核对文件是否选对，加密过的请先解密")


def _manifest(path: Path, offsets: Mapping[str, int]) -> dict[str, Any]:
    if MANIFEST not in offsets:
        raise DamagedArchive(MANIFEST, "缺失")
    with tarfile.open(path, "r:") as tar:
        text, seal = (_bytes(tar, name) for name in (MANIFEST, SEAL))
    if hashlib.sha256(text).hexdigest().encode() != seal:
        raise DamagedArchive(MANIFEST, "（清单）被改动")
    manifest: dict[str, Any] = orjson.loads(text)
    if manifest.get("format") != FORMAT:
        raise _foreign(path)
    if manifest["format_version"] != FORMAT_VERSION:
        raise ForeignArchive("备份由更新的版本写成", "请先安装该版本或更新的版本")
    return manifest


def _bytes(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    return file.read() if file else b""
