"""What of a lake is whole: one small file for the lake, one manifest for each province.

A manifest is written last and replaced at once. What no manifest names does not exist: a pack a
sync was writing when it was killed is such, and goes at the next.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any
from typing import Self

import orjson

from tongxing.derive.keys import EditionKey
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.storage import Sum
from tongxing.derive.lake.storage import written
from tongxing.derive.lake.trouble import FETCH_AGAIN
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import Torn

FORMAT = "tongxing-lake"
VERSION = 5
LAKE = "lake.json"
MANIFEST = "manifest.json"
MANIFESTS_KEPT = 40  # more than there are provinces
# What to do about a lake of an earlier format, by its origin.
_ANEW: Mapping[str, str] = {
    "ledger": "请换一个空地址重新运行 tongxing lake sync，湖由台账重建，什么也不会丢",
    "synthetic": "请换一个空地址重新运行 tongxing synth，同样的要求生成同样的湖",
}
_PACK = re.compile(r"[0-9]{6}(-[0-9a-f]{1,32})?")
_BOOK = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records `first` … `last` of a book, and where in their pack they stand."""

    pack: str
    first: int
    last: int
    prev: str  # the chain's hash before `first`
    head: str  # the chain's hash at `last`
    register: int  # row group of `registers`
    records: tuple[int, int]  # row groups [first, after the last)
    fields: Mapping[str, int]  # "kind.field" -> row group
    proof: tuple[int, int] | None  # row groups; None where nothing was proved (synthetic)
    facts: bool  # whether it carries the facts; else they stand in an earlier stretch


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One book as the lake holds it: neighbouring stretches from record 1 on."""

    name: str
    stretches: tuple[Stretch, ...]
    editions: tuple[EditionKey, ...] = ()  # in force at the last record

    @property
    def seq(self) -> int:
        return self.stretches[-1].last if self.stretches else 0

    @property
    def head(self) -> str:
        return self.stretches[-1].head if self.stretches else ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One province: its packs with the sums of their files, its books."""

    lake: str
    province: str
    revision: int = 0
    packs: Mapping[str, Mapping[str, Sum]] = field(default_factory=dict)
    books: Mapping[str, BookEntry] = field(default_factory=dict)

    @property
    def last_number(self) -> str:
        """The number of the last pack, without what its name goes on with."""
        return max(self.packs, default="000000").partition("-")[0]

    @property
    def next_pack(self) -> str:
        """The number of the next pack; a name may go on after it."""
        return f"{int(self.last_number) + 1:06d}"

    def needed(self) -> Mapping[str, Mapping[str, Sum]]:
        """The packs that some book still stands in."""
        named = {one.pack for book in self.books.values() for one in book.stretches}
        last = max(self.packs, default="")  # its number is never given again
        return {pack: sums for pack, sums in self.packs.items() if pack in named or pack == last}

    def as_bytes(self) -> bytes:
        body = orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)
        return _sealed(body)

    @classmethod
    def read(cls, data: bytes, name: str) -> Self:
        """Raises Torn; Foreign where it names what no lake of this program can hold."""
        found = _opened(data, name)
        try:
            whole = cls(
                lake=found["lake"],
                province=found["province"],
                revision=found["revision"],
                packs={
                    pack: {file: Sum(**sum_) for file, sum_ in files.items()}
                    for pack, files in found["packs"].items()
                },
                books={code: _book(book) for code, book in found["books"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise Torn(f"{name} 内容不全", FETCH_AGAIN) from problem
        for odd in _odd_names(whole):
            raise Foreign(f"{name} 里有本程序不会写的名称“{odd}”", FETCH_AGAIN)
        return whole


def is_pack(folder: str) -> bool:
    """Whether a folder is called as a pack is: "000012", in a bucket "000012-1f3a90c4"."""
    return _PACK.fullmatch(folder) is not None


def _odd_names(manifest: Manifest) -> Iterator[str]:
    """Names that lead elsewhere, or nowhere: every name becomes part of a path."""
    stretches = [one for book in manifest.books.values() for one in book.stretches]
    packs = dict.fromkeys((*manifest.packs, *(one.pack for one in stretches)))
    tables = dict.fromkeys(table for sums in manifest.packs.values() for table in sums)
    yield from (one for one in packs if not is_pack(one))
    yield from (one for one in tables if one not in SCHEMAS)
    yield from (
        one
        for one in manifest.books
        if not (_BOOK.fullmatch(one) and one.startswith(manifest.province))
    )


def _book(found: Mapping[str, Any]) -> BookEntry:
    return BookEntry(
        found["name"],
        tuple(
            Stretch(
                **one
                | {
                    "records": tuple(one["records"]),
                    "proof": None if one["proof"] is None else tuple(one["proof"]),
                }
            )
            for one in found["stretches"]
        ),
        tuple(
            (*told, date.fromisoformat(since), None if until is None else date.fromisoformat(until))
            for *told, since, until in found["editions"]
        ),
    )


def _sealed(body: bytes) -> bytes:
    """The body behind its own sum, so that any change of it is seen."""
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body + b"\n"


def _opened(data: bytes, name: str) -> dict[str, Any]:
    sum_, _, body = data.partition(b"\n")
    body = body.removesuffix(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != sum_:
        raise Torn(f"{name} 残缺或被改动", FETCH_AGAIN)
    try:
        found = dict(orjson.loads(body))
    except (TypeError, ValueError) as problem:
        raise Torn(f"{name} 内容不全", FETCH_AGAIN) from problem
    return found


@dataclass(frozen=True, slots=True)
class Identity:
    """Which lake this is: every part of it carries the id."""

    id: str
    origin: str  # "ledger" or "synthetic"


def read_identity(storage: Storage) -> Identity | None:
    """None where there is no lake. Raises NoLake for another format, Torn."""
    try:
        data = storage.read(LAKE)
    except Missing:
        return None
    name = f"{storage.address}/{LAKE}"
    found = _opened(data, name)
    version = found.get("version")
    if found.get("format") != FORMAT or not isinstance(version, int):
        raise NoLake(f"{storage.address} 不是同兴的数据湖", "请核对地址")
    if version != VERSION:
        raise NoLake(
            f"{storage.address} 是第{version}版格式的数据湖，本程序只认第{VERSION}版",
            "请升级程序"
            if version > VERSION
            else _ANEW.get(found.get("origin", ""), _ANEW["ledger"]),
        )
    if not {"id", "origin"} <= found.keys():
        raise Torn(f"{name} 内容不全", FETCH_AGAIN)
    return Identity(found["id"], found["origin"])


def write_identity(storage: Storage, identity: Identity) -> None:
    body = {"format": FORMAT, "version": VERSION, **asdict(identity)}
    written(storage, LAKE, _sealed(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)))


def read_manifest(storage: Storage, identity: Identity, province: str) -> Manifest:
    """A province's manifest, empty where nothing was written yet. Raises Torn, Foreign."""
    name = f"{province}/{MANIFEST}"
    try:
        data = storage.read(name)
    except Missing:
        return Manifest(identity.id, province)
    found = _read_once(data, f"{storage.address}/{name}")
    if (found.lake, found.province) != (identity.id, province):
        raise Foreign(f"{storage.address}/{name} 属于另一个数据湖或另一个省", FETCH_AGAIN)
    return found


@lru_cache(maxsize=MANIFESTS_KEPT)
def _read_once(data: bytes, name: str) -> Manifest:
    """The same bytes say the same: a process takes them apart once."""
    return Manifest.read(data, name)


def write_manifest(storage: Storage, manifest: Manifest) -> None:
    """Replace the province's manifest: from now on what it names is the lake."""
    written(storage, f"{manifest.province}/{MANIFEST}", manifest.as_bytes())
