"""Where a lake lies: a folder or an S3 bucket, behind the few things a lake does with it.

A name is written whole or not at all: in a folder under another name first, then renamed; in a
bucket an object appears when its upload is complete.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from typing import Any
from typing import NamedTuple
from typing import Protocol
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.lake.trouble import told_of

PARTIAL = ".partial"
LOCK = "lock"
LOST_FOUND = "lost+found"  # a file system's own, where it begins; often closed to all but root
_SPOOLED = 32 << 20  # bytes kept in memory before a temporary file takes over
_AT_ONCE = 8 << 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Patience(NamedTuple):
    """How long a bucket is waited for."""

    attempts: int
    connect: float  # seconds
    answer: float  # seconds without a byte


_PATIENT, _HURRIED = Patience(3, 5.0, 60.0), Patience(1, 1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a bucket; empty for a folder. Travels to workers, never into a message."""

    endpoint: str = ""  # "http://127.0.0.1:9000"; empty: AWS itself
    key: str = ""
    secret: str = ""
    region: str = ""
    hurried: bool = False  # somebody waits for a page: a bucket that hangs is given up soon

    def __repr__(self) -> str:
        return f"Access(endpoint={self.endpoint!r})"


@dataclass(frozen=True, slots=True)
class Sum:
    """What was written under a name."""

    size: int
    sha256: str


class Sink:
    """A file being written; counts and hashes what goes through."""

    def __init__(self, stream: IO[bytes], said: str) -> None:
        self._stream: IO[bytes] | None = stream
        self._said = said
        self._hash = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, data: Any) -> int:
        if self._stream is None:
            return len(data)
        with told_of(self._said):
            self._stream.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        """What was written is brought to the disk when the file is whole."""

    def drop(self) -> None:
        """Nobody will read this: whoever still writes to it writes nothing."""
        self._stream = None

    def close(self) -> None:
        """Whoever opened it closes the file itself, once it is whole."""
        self.closed = True

    @property
    def sum(self) -> Sum:
        return Sum(self.size, self._hash.hexdigest())

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False


class Storage(Protocol):
    """What a lake needs of the place it lies in. Every method raises LakeTrouble alone."""

    address: str
    locks: bool  # whether `alone` keeps others out

    def read(self, name: str) -> bytes: ...
    def opened(self, name: str) -> Any:
        """Something `pyarrow.parquet.ParquetFile` reads from, at random."""
        ...

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        """A file that is there when the block ends well, and not otherwise."""
        ...

    def folders(self, under: str = "") -> list[str]:
        """Folders somebody made."""
        ...

    def files(self, under: str) -> list[str]: ...
    def remove(self, folder: str) -> None: ...
    @contextmanager
    def alone(self, folder: str, *, waits: bool = False) -> Iterator[None]:
        """Busy when another process is in there already (a folder on this machine only).

        Where what is done takes a moment only, it `waits` for the other instead.
        """
        ...


def storage_at(address: str, access: Access | None = None) -> Storage:
    """The storage behind a folder's path or `s3://bucket/prefix`."""
    if address.startswith("s3://"):
        return Bucket(address, access or Access())
    if _SCHEME.match(address):  # s3:/bucket too, else it would be a folder below this one
        raise NoLake(f"不认识的数据湖地址 {address}", "请写文件夹的路径，或 s3://桶/前缀")
    return Folder(address)


def written(storage: Storage, name: str, data: bytes) -> Sum:
    """Write a small file whole."""
    with storage.writing(name) as sink:
        sink.write(data)
    return sink.sum


class Folder:
    """A lake on a disk."""

    locks = True

    def __init__(self, address: str) -> None:
        self.address = address
        self._root = Path(address)

    def read(self, name: str) -> bytes:
        at = self._root / name
        with told_of(str(at)):
            return at.read_bytes()

    def opened(self, name: str) -> Any:
        at = str(self._root / name)
        with told_of(at):
            return pa.memory_map(at)

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        target = self._root / name
        waiting = target.with_name(target.name + PARTIAL)
        with told_of(self._said(name)):
            self._begin(target.parent)
            try:
                with waiting.open("wb") as stream:
                    sink = Sink(stream, self._said(name))
                    yield sink
                    stream.flush()
                    os.fsync(stream.fileno())
                waiting.replace(target)
            except BaseException:  # a disk that is full has its room back
                waiting.unlink(missing_ok=True)
                raise
            _settle(target.parent)

    def folders(self, under: str = "") -> list[str]:
        at = self._root / under
        with told_of(str(at)):
            found = (one.name for one in at.iterdir() if one.is_dir()) if at.is_dir() else ()
            return sorted(one for one in found if one != LOST_FOUND)

    def files(self, under: str) -> list[str]:
        at = self._root / under
        with told_of(str(at)):
            return sorted(one.name for one in at.iterdir() if one.is_file()) if at.is_dir() else []

    def remove(self, folder: str) -> None:
        with told_of(self._said(folder)):
            shutil.rmtree(self._root / folder)

    @contextmanager
    def alone(self, folder: str, *, waits: bool = False) -> Iterator[None]:
        lock = self._root / folder / LOCK
        with told_of(self._said(folder)):
            self._begin(lock.parent)
            with lock.open("a") as held:
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
                except BlockingIOError:
                    raise Busy(
                        f"另一个进程正在写 {self._said(folder)}", "请等它结束后重新运行"
                    ) from None
                yield

    def _begin(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileNotFoundError, FileExistsError, NotADirectoryError):
            raise OutOfReach(f"建不了文件夹 {folder}", "请核对数据湖的地址") from None

    def _said(self, name: str) -> str:
        return str(self._root / name)


def _settle(folder: Path) -> None:
    """A rename outlives a power cut once its folder is on the disk."""
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)


class Bucket:
    """A lake in an S3 bucket, or in a service that speaks S3."""

    locks = False

    def __init__(self, address: str, access: Access) -> None:
        self.address = address.rstrip("/")
        parts = urlsplit(self.address)
        if not parts.netloc:
            raise NoLake(f"数据湖地址 {address} 里没有写桶的名字", "请写 s3://桶/前缀")
        self._root = "/".join(filter(None, (parts.netloc, *parts.path.split("/"))))
        given: dict[str, Any] = {}
        if access.endpoint:
            scheme, _, host = access.endpoint.rpartition("://")
            if scheme not in {"", "https", "http"}:
                raise NoLake(
                    f"对象存储的地址 {access.endpoint} 写法不对",
                    "请把 TONGXING_LAKE_ENDPOINT 写成 https://主机 或 http://主机:端口",
                )
            given = {"endpoint_override": host, "scheme": scheme or "https"}
        if bool(access.key) != bool(access.secret):
            raise NoLake(
                "对象存储的密钥只写了一半",
                "TONGXING_LAKE_KEY 和 TONGXING_LAKE_SECRET 请都写上，或都不写",
            )
        if access.key:
            given |= {"access_key": access.key, "secret_key": access.secret}
        if access.region or access.endpoint:
            given["region"] = access.region or "us-east-1"
        patience = _HURRIED if access.hurried else _PATIENT
        with told_of(self.address):
            self._fs = fs.S3FileSystem(
                **given,
                retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=patience.attempts),
                connect_timeout=patience.connect,
                request_timeout=patience.answer,
            )

    def read(self, name: str) -> bytes:
        with told_of(self._said(name)), self._fs.open_input_file(self._at(name)) as stream:
            found: bytes = stream.read()
            return found

    def opened(self, name: str) -> Any:
        with told_of(self._said(name)):
            return self._fs.open_input_file(self._at(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        # Gathered on this side first: a stream that breaks off would leave a shorter object.
        with SpooledTemporaryFile(_SPOOLED) as gathered:
            sink = Sink(gathered, self._said(name))
            yield sink
            gathered.seek(0)
            with told_of(self._said(name)), self._fs.open_output_stream(self._at(name)) as stream:
                shutil.copyfileobj(gathered, stream, _AT_ONCE)

    def folders(self, under: str = "") -> list[str]:
        return self._listed(under, fs.FileType.Directory)

    def files(self, under: str) -> list[str]:
        return self._listed(under, fs.FileType.File)

    def _listed(self, under: str, sort: Any) -> list[str]:
        with told_of(self._said(under)):
            wanted = fs.FileSelector(self._at(under), allow_not_found=True)
            found = self._fs.get_file_info(wanted)
        return sorted(one.base_name for one in found if one.type == sort)

    def remove(self, folder: str) -> None:
        with told_of(self._said(folder)):
            self._fs.delete_dir(self._at(folder))

    @contextmanager
    def alone(self, folder: str, *, waits: bool = False) -> Iterator[None]:
        """A bucket knows no locks; a sync notices the other's manifest before it writes its own."""
        del folder, waits
        yield

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _said(self, name: str) -> str:
        return f"{self.address}/{name}".rstrip("/")
