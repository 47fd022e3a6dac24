"""A lake to read: its books, and each of them as the arrays a judgement needs.

No database and no settings, so a worker on another machine opens a lake by its address.

    lake = open_lake("s3://bucket/lake", access)
    for book in lake.books("44"):
        table = lake.tables(book, fields_judged(plans))     # what the kernel judges
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Field
from tongxing.derive.chunks import Links
from tongxing.derive.digests import NO_HASHES
from tongxing.derive.digests import NO_IDS
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.held import is_held
from tongxing.derive.kept import Kept
from tongxing.derive.keys import EditionKey
from tongxing.derive.lake.columns import FIELDS
from tongxing.derive.lake.columns import LINKS
from tongxing.derive.lake.columns import NOBODY
from tongxing.derive.lake.columns import RECORDS
from tongxing.derive.lake.columns import SCHEMAS
from tongxing.derive.lake.fact_columns import met_at
from tongxing.derive.lake.facts import PUT_BACK
from tongxing.derive.lake.facts import read_editions
from tongxing.derive.lake.facts import read_facts
from tongxing.derive.lake.manifest import BookEntry
from tongxing.derive.lake.manifest import Identity
from tongxing.derive.lake.manifest import Manifest
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.manifest import read_identity
from tongxing.derive.lake.manifest import read_manifest
from tongxing.derive.lake.reading import Files
from tongxing.derive.lake.reading import Row
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.storage import storage_at
from tongxing.derive.lake.tables import columns_of
from tongxing.derive.lake.tables import fact_tables
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import NotHeld
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.writer import EDITIONS
from tongxing.derive.registers import deeds_of
from tongxing.derive.registers import joined
from tongxing.derive.registers import words_of
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Records

PROVINCE_DIGITS = 2
_PROVINCE = re.compile(r"[0-9]{2}")
PROVINCES_OPEN = 2  # books are asked for by province; what is open of a file counts as memory
NO_ROWS: NDArray[np.int32] = np.zeros(0, np.int32)
# What `rows` gave for the book, or `judged_rows` to judge it; None to read what is needed.
Told = Sequence[Row] | None


@dataclass(frozen=True, slots=True)
class LakeBook:
    """One book as the lake holds it, up to record `seq` with the chain's hash `head` there."""

    code: str
    name: str
    stretches: tuple[Stretch, ...]
    editions: tuple[EditionKey, ...]  # in force at `seq`: with `head` all a judgement's key needs

    @property
    def province(self) -> str:
        return self.code[:PROVINCE_DIGITS]

    @property
    def seq(self) -> int:
        return self.stretches[-1].last

    @property
    def head(self) -> str:
        return self.stretches[-1].head


def open_lake(address: str, access: Access | None = None) -> Lake:
    """The lake at an address. Raises NoLake where there is none, OutOfReach, Torn."""
    storage = storage_at(address, access)
    identity = read_identity(storage)
    if identity is None:
        raise NoLake(f"{address} 还没有数据湖", "请先运行 tongxing lake sync，或核对地址")
    return Lake(storage, identity)


class Lake:
    """One lake as its manifests stood when each was first read."""

    def __init__(self, storage: Storage, identity: Identity) -> None:
        self.storage = storage
        self.identity = identity
        self._files = Kept(PROVINCES_OPEN)
        self._manifests: dict[str, Manifest] = {}
        self._texts: dict[str, str] = {}

    @property
    def address(self) -> str:
        return self.storage.address

    def provinces(self) -> list[str]:
        """The provinces something was written of, as two digits."""
        return [one for one in self.storage.folders() if _PROVINCE.fullmatch(one)]

    def manifest(self, province: str) -> Manifest:
        if province not in self._manifests:
            found = read_manifest(self.storage, self.identity, province)
            self._manifests[province] = found
        return self._manifests[province]

    def books(self, prefix: str = "") -> list[LakeBook]:
        """The books within a place code (two to twelve digits, "" for all), by code."""
        digits = prefix[:6]
        wanted = (
            [digits[:PROVINCE_DIGITS]]
            if len(digits) >= PROVINCE_DIGITS
            else [one for one in self.provinces() if one.startswith(digits)]
        )
        found = [
            LakeBook(code, entry.name, entry.stretches, entry.editions)
            for province in wanted
            for code, entry in sorted(self.manifest(province).books.items())
            if code.startswith(digits)
        ]
        return [one for one in found if one.stretches]

    def book(self, code: str) -> LakeBook:
        """One book; raises Missing when the lake has none of this code."""
        entry: BookEntry | None = self.manifest(code[:PROVINCE_DIGITS]).books.get(code)
        if entry is None or not entry.stretches:
            raise Missing(
                f"数据湖 {self.address} 里没有 {code} 的台账", "请先运行 tongxing lake sync"
            )
        return LakeBook(code, entry.name, entry.stretches, entry.editions)

    def tables(self, book: LakeBook, wanted: Iterable[str], rows: Told = None) -> Book:
        """What the kernel judges, as known at the book's last record.

        Parties, subjects and pairings are told apart and counted, but not named.
        Raises NotHeld for a field no lake holds, Missing, Torn, Foreign.
        """
        fields = frozenset(wanted)
        rows = self.judged_rows(book) if rows is None else rows
        told = self._columns(book, sorted(fields))
        facts = fact_tables(self._judged_facts(book, rows), book.seq)
        return Book(
            code=book.code,
            records=Records(
                **self._records(book),
                **{name: joined(rows, name) for name in LINKS},
                columns=columns_of(told, words_of(rows, fields), fields, book.seq),
                deeds=deeds_of(rows),
                whole=True,
            ),
            pairings=facts.pairings,
            waivers=facts.waivers,
            attributes=facts.attributes,
        )

    def editions(self, book: LakeBook, rows: Told = None) -> tuple[EditionFact, ...]:
        """The editions in force at the book's last record; raises UnknownEdition."""
        return read_editions(self.facts_row(book, rows), self.text, book.code, book.seq)

    def rows(self, book: LakeBook) -> list[Row]:
        """What `registers` says of each stretch of a book."""
        files = self.files(book.province)
        return [files.row(one.pack, one.register) for one in book.stretches]

    def judged_rows(self, book: LakeBook) -> list[Row]:
        """As much of it as judging asks for."""
        files = self.files(book.province)
        return [files.judged_row(one.pack, one.register) for one in book.stretches]

    def files(self, province: str) -> Files:
        """The files of a province; those asked for last stay open."""
        return self._files.get(province, lambda: Files(self.storage, self.manifest(province)))

    def chunk(self, book: LakeBook, rows: Sequence[Row]) -> Chunk:
        """The records of a book, without ids, hashes and moments, which only a proof holds."""
        held = tuple(dict.fromkeys(key for one in book.stretches for key in one.fields))
        return Chunk(
            ids=NO_IDS,
            hashes=NO_HASHES,
            seq=np.arange(1, book.seq + 1, dtype=np.int64),
            **self._records(book),
            recorded=np.zeros(0, np.int64),
            replacing=Links(joined(rows, "replacing"), joined(rows, "replaced")),
            returning=Links(joined(rows, "returning"), joined(rows, "returned")),
            accepting=Links(joined(rows, "accepting"), joined(rows, "accepted")),
            columns=self._columns(book, held),
        )

    def _records(self, book: LakeBook) -> dict[str, NDArray[np.int32]]:
        files = self.files(book.province)
        names = SCHEMAS[RECORDS].names
        tables = [
            files.table(one.pack, RECORDS, range(*one.records), names) for one in book.stretches
        ]
        return {
            name: _side_by_side([part for one in tables for part in one.column(name).chunks])
            for name in names
        }

    def _columns(self, book: LakeBook, wanted: Iterable[str]) -> dict[str, Field]:
        files = self.files(book.province)
        found: dict[str, Field] = {}
        for key in wanted:
            if not is_held(key):
                raise NotHeld(
                    f"方案要用字段 {key}，它是文字或人员，数据湖不存",
                    "请在记这本台账的那一套同兴里看，或不写 --lake，由台账直接评判",
                )
            at = [(one.pack, one.fields[key]) for one in book.stretches if key in one.fields]
            tables = [
                files.table(pack, FIELDS, range(group, group + 1), SCHEMAS[FIELDS].names)
                for pack, group in at
            ]
            if tables:
                found[key] = Field(
                    *(
                        _side_by_side([part for one in tables for part in one.column(name).chunks])
                        for name in SCHEMAS[FIELDS].names
                    )
                )
        return found

    def facts(self, book: LakeBook, rows: Told = None) -> Facts:
        """All versions of the book's facts as of its last stretch; raises UnknownEdition."""
        return read_facts(self.facts_row(book, rows), self.text, book.code)

    def facts_row(self, book: LakeBook, rows: Told = None) -> Row:
        """The row that holds the facts: of the last stretch that carries any."""
        at = _last_facts(book)
        if rows is not None:
            return rows[at]
        stretch = book.stretches[at]
        return self.files(book.province).row(stretch.pack, stretch.register)

    def _judged_facts(self, book: LakeBook, rows: Sequence[Row]) -> Row:
        """The row of the facts; who was first named by a later stretch is found by name."""
        row, later = self.facts_row(book, rows), rows[_last_facts(book) + 1 :]
        nobody = row["subject_at"][row["subject_high"] == 0] == NOBODY  # nor a place
        unmet = {"parties": (row["party_at"] == NOBODY).any(), "subjects": nobody.any()}
        if any(found and any(len(one[names]) for one in later) for names, found in unmet.items()):
            named = self.rows(book)
            deeds = deeds_of(named)
            row = row | met_at(self.facts_row(book, named), deeds.parties, deeds.subjects)
        return row

    def text(self, sha256: str) -> str | None:
        """The text of an edition, None when the lake does not hold it; raises Torn."""
        if sha256 not in self._texts:
            name = f"{EDITIONS}/{sha256}.toml"
            try:
                found = self.storage.read(name)
            except Missing:
                return None
            if hashlib.sha256(found).hexdigest() != sha256:  # judgements are kept under the sum
                raise Torn(
                    f"{self.storage.address}/{name} 残缺或被改动，与它的校验值不符",
                    f"请移走这个文件，再{PUT_BACK}",
                )
            self._texts[sha256] = found.decode()
        return self._texts[sha256]


def _last_facts(book: LakeBook) -> int:
    """The last stretch that carries the facts."""
    return max(at for at, one in enumerate(book.stretches) if one.facts)


def _side_by_side(parts: Sequence[Any]) -> NDArray[Any]:
    arrays = [part.to_numpy(zero_copy_only=False) for part in parts]
    found: NDArray[Any] = arrays[0] if len(arrays) == 1 else np.concatenate(arrays or [NO_ROWS])
    return found
