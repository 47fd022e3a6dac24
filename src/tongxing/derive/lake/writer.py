"""Writing a lake: a pack for each province, taken up in its manifest once it is whole.

    with LakeWriter(address, origin="ledger").province("44") as province:
        province.add(Piece("440981", "高州市", chunk, row, facts, prev=…, head=…))

Several processes may write to one lake, each its own provinces. What is written by a block
that ends badly, or whose process dies, counts for nothing and is cleared by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from time import sleep
from typing import Any
from uuid import uuid4

import numpy as np

from tongxing.derive.chunks import Chunk
from tongxing.derive.facts import Facts
from tongxing.derive.held import is_held
from tongxing.derive.lake.fact_columns import edition_texts
from tongxing.derive.lake.fact_columns import facts_told
from tongxing.derive.lake.facts import editions_at
from tongxing.derive.lake.manifest import BookEntry
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.manifest import is_pack
from tongxing.derive.lake.manifest import read_identity
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.manifest import write_identity
from tongxing.derive.lake.manifest import write_manifest
from tongxing.derive.lake.pack import Pack
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.storage import storage_at
from tongxing.derive.lake.storage import written
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import NoLake

EDITIONS = "editions"
MEANWHILE = 2.0  # seconds: more than lies between another's look at a manifest and its writing


@dataclass(frozen=True, slots=True)
class Proof:
    """What a stretch's chain is replayed from; parallel, ascending by seq."""

    id: Any  # 16 bytes each
    recorded: Any  # microseconds since 1970
    hash: Any  # 32 bytes each
    row: Any  # the canonical lines the hash was taken over, after the previous hash


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one book on its way into a pack.

    `row` are the names and deeds this stretch adds (`registers.added`); `parties` and `subjects`
    are all the book's records name up to its end. `facts` are all of the book's, or None where
    they are what an earlier stretch says.
    """

    book: str
    name: str
    chunk: Chunk
    row: Mapping[str, Any]
    parties: Sequence[str]
    subjects: Sequence[str]
    facts: Facts | None
    prev: str
    head: str
    proof: Proof | None = None

    @property
    def first(self) -> int:
        return int(self.chunk.seq[0])

    @property
    def last(self) -> int:
        return int(self.chunk.seq[-1])


class LakeWriter:
    """A lake to write to; made where there is none yet."""

    def __init__(self, address: str, access: Access | None = None, *, origin: str) -> None:
        """`origin` is "ledger" or "synthetic": neither is ever mixed with the other."""
        self.storage = storage_at(address, access)
        found = read_identity(self.storage) or _founded(self.storage, origin)
        if found.origin != origin:
            raise NoLake(
                f"{address} 是{'合成' if found.origin == 'synthetic' else '台账的'}数据湖",
                "合成数据与台账不能混在一个湖里，请换一个地址",
            )
        self.identity = found

    @contextmanager
    def province(self, code: str) -> Iterator[ProvinceWriter]:
        """A pack of one province; the lake has it once the block ends well."""
        with self.storage.alone(code):
            manifest = read_manifest(self.storage, self.identity, code)
            _clear(self.storage, manifest)
            writer = ProvinceWriter(self.storage, self.identity, manifest)
            try:
                yield writer
                writer.finish()
            except BaseException as problem:
                writer.abandon(problem)
                raise


@dataclass
class ProvinceWriter:
    """Appends stretches of books of one province to one new pack."""

    storage: Storage
    identity: Identity
    manifest: Manifest
    _pack: Pack | None = None
    _books: dict[str, BookEntry] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def entry(self, book: str) -> BookEntry | None:
        """The book as it stands with what this block has added."""
        return self._books.get(book) or self.manifest.books.get(book)

    def add(self, piece: Piece, *, afresh: bool = False) -> None:
        """The next stretch of a book, or with `afresh` its first, in place of all it had."""
        before = None if afresh else self.entry(piece.book)
        due = before.seq + 1 if before else 1
        assert piece.first == due, f"{piece.book}: {piece.first} follows {due - 1}"
        assert np.array_equal(piece.chunk.seq, np.arange(due, piece.last + 1))
        if self._pack is None:
            number = self.manifest.next_pack
            if not self.storage.locks:  # two that write at once must not write the same files
                number = f"{number}-{uuid4().hex[:8]}"
            province = self.manifest.province
            self._pack = Pack.begun(self.storage, self.identity, province, number)
        stretch = _laid(self._pack, piece)
        known = before.stretches if before else ()
        editions = before.editions if before else ()
        if piece.facts is not None:
            editions = editions_at(piece.facts, piece.last)
            self._texts |= edition_texts(piece.facts)
        self._books[piece.book] = BookEntry(piece.name, (*known, stretch), editions)

    def rename(self, book: str, name: str) -> None:
        """The book is called otherwise now."""
        entry = self.entry(book)
        if entry is not None and entry.name != name:
            self._books[book] = replace(entry, name=name)

    def finish(self) -> None:
        """Make the pack whole and take it up; nothing when nothing was added."""
        if not self._books:
            return
        packs = dict(self.manifest.packs)
        if self._pack is not None:
            packs[self._pack.origin.pack] = self._pack.close()
        for sha256, text in self._texts.items():
            keep_text(self.storage, sha256, text)
        before = self.manifest
        after = replace(
            before,
            revision=before.revision + 1,
            packs=packs,
            books={**before.books, **self._books},
        )
        now = read_manifest(self.storage, self.identity, before.province)
        elsewhere = not self.storage.locks and read_identity(self.storage) != self.identity
        if elsewhere or now.revision != before.revision:
            raise Busy(
                f"另一个进程刚刚写过 {self.storage.address}/{before.province}",
                "请等它结束后重新运行",
            )
        write_manifest(self.storage, replace(after, packs=after.needed()))
        if not self.storage.locks:
            self._look_again()

    def _look_again(self) -> None:
        """Whether another, who had looked before this was written, has written over it; Busy.

        No condition can be put on what is written to a bucket, so a moment is waited for such a
        one. What goes on from this has as many records of each book, or more.
        """
        sleep(MEANWHILE)
        now = read_manifest(self.storage, self.identity, self.manifest.province)
        if any(
            code not in now.books or now.books[code].seq < one.seq
            for code, one in self._books.items()
        ):
            raise Busy(
                f"另一个进程同时写了 {self.storage.address}/{now.province}，这一次写的没有留下",
                "请重新运行",
            )

    def abandon(self, problem: BaseException) -> None:
        if self._pack is not None:
            self._pack.abandon(problem)


def _founded(storage: Storage, origin: str) -> Identity:
    """A new lake's identity, or that of one another process has just made; NoLake."""
    if storage.folders() and read_identity(storage) is None:
        raise NoLake(f"{storage.address} 里有别的东西，不是数据湖", "请换一个空文件夹或空的前缀")
    with storage.alone("", waits=True):
        found = read_identity(storage)
        if found is None:
            write_identity(storage, Identity(uuid4().hex, origin))
            found = read_identity(storage)
    assert found is not None
    return found


def _laid(pack: Pack, piece: Piece) -> Stretch:
    chunk, proof = piece.chunk, piece.proof
    return Stretch(
        pack=pack.origin.pack,
        first=piece.first,
        last=piece.last,
        prev=piece.prev,
        head=piece.head,
        records=pack.records(
            deed=chunk.deed,
            happened=chunk.happened,
            makes_up=chunk.makes_up,
            received=chunk.received,
        ),
        fields={
            key: pack.field(row=one.row, value=one.value, approx=one.approx)
            for key, one in chunk.columns.items()
            if is_held(key)
        },
        proof=None
        if proof is None
        else pack.proof(id=proof.id, recorded=proof.recorded, hash=proof.hash, row=proof.row),
        facts=piece.facts is not None,
        register=pack.register(
            {
                **piece.row,
                **link_columns(chunk),
                **facts_told(piece.facts, piece.parties, piece.subjects),
            }
        ),
    )


def link_columns(chunk: Chunk) -> dict[str, Any]:
    """What records say of each other, as columns of the stretch's row."""
    return {
        "replacing": chunk.replacing.saying,
        "replaced": chunk.replacing.concerned,
        "returning": chunk.returning.saying,
        "returned": chunk.returning.concerned,
        "accepting": chunk.accepting.saying,
        "accepted": chunk.accepting.concerned,
    }


def keep_text(storage: Storage, sha256: str, text: str) -> None:
    """The text of an edition lies in the lake once, whoever needs it.

    Several may be about to write the same: what one gathers is not to be gathered by another.
    """
    if f"{sha256}.toml" not in storage.files(EDITIONS):
        with storage.alone("", waits=True):
            written(storage, f"{EDITIONS}/{sha256}.toml", text.encode())


def _clear(storage: Storage, manifest: Manifest) -> None:
    """Packs no manifest names: left by a block that ended badly, or superseded; nothing else.

    Where nothing keeps others out, a pack of the next number may be just being written, and one
    of the last may be just being named: by a writer that saw the manifest before the last change.
    """
    orphans = (one for one in storage.folders(manifest.province) if one not in manifest.packs)
    for folder in filter(is_pack, orphans):
        if storage.locks or folder < manifest.last_number:
            storage.remove(f"{manifest.province}/{folder}")
