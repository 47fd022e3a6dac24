"""What the ledger has more than the lake, appended; a pack for each province that has any.

A sync stopped at any moment leaves the lake as it was but for the provinces it had finished;
the next one goes on from there. What it reads is what is new: the records, the book's names
and deeds, and its facts where a record changed them.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from hashlib import sha256
from typing import Any
from typing import TypeVar
from uuid import UUID

import orjson

from tongxing.derive.chunks import Chunk
from tongxing.derive.chunks import Registers
from tongxing.derive.digests import ID
from tongxing.derive.facts import CHANGES_FACTS
from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.lake.lake import PROVINCE_DIGITS
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.storage import Access
from tongxing.derive.lake.storage import Storage
from tongxing.derive.lake.trouble import Busy
from tongxing.derive.lake.trouble import Contradicted
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.writer import EDITIONS
from tongxing.derive.lake.writer import LakeWriter
from tongxing.derive.lake.writer import Piece
from tongxing.derive.lake.writer import Proof
from tongxing.derive.lake.writer import ProvinceWriter
from tongxing.derive.lake.writer import keep_text
from tongxing.derive.projections import load_facts
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import resumed
from tongxing.derive.snapshot import ledger_rows
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.chain import beginnings
from tongxing.records.ledger.chain import chain_rows
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.stretches import COLUMNS
from tongxing.records.pairings.models import EditionInForce

STRETCH_RECORDS = 50_000  # of a stretch at most: what a sync holds in memory at once
MOST_STRETCHES = 32  # a book in more pieces is laid down afresh in one, so that reading stays quick
ORIGIN = "ledger"
_KIND, _ABOUT, _REPLACES = (COLUMNS.index(one) for one in ("kind", "about", "replaces"))
_SPEAKING = frozenset({"record-returned", "record-accepted"})
T = TypeVar("T", PairingFact, WaiverFact, EditionFact, AttributeFact)
Progress = Callable[[int, int], None]  # records done, records in all


@dataclass(slots=True)
class Synced:
    """What a sync did; `refused` are books it left as they were, each with the reason."""

    books: int = 0  # with something new
    records: int = 0
    already: int = 0  # books that had nothing new
    texts: int = 0  # of editions, that the lake had lost
    refused: list[LakeTrouble] = field(default_factory=list)

    def add(self, other: Synced) -> None:
        """What was done besides."""
        self.books += other.books
        self.records += other.records
        self.already += other.already
        self.refused += other.refused


def refuse(trouble: Busy) -> None:
    """Who would rather not wait for another."""
    raise trouble


@dataclass(frozen=True, slots=True)
class _Head:
    code: str
    name: str
    seq: int
    hash: str

    @property
    def province(self) -> str:
        return self.code[:PROVINCE_DIGITS]


def sync(
    address: str,
    access: Access | None = None,
    *,
    prefix: str = "",
    progress: Progress | None = None,
    busy: Callable[[Busy], None] = refuse,
) -> Synced:
    """Bring the lake up to the ledger's heads for the books within `prefix`.

    `busy` is told where another process writes to a province; once it comes back, that province
    is tried again. Raises LakeTrouble when the lake cannot be written; provinces finished by
    then stay.
    """
    writer, lake = _opened(address, access)
    heads = _heads(prefix)
    in_all = sum(max(0, one.seq - _known(lake, one)) for one in heads)
    done = Synced()

    def told(records: int) -> None:
        if progress:
            progress(done.records + records, in_all)

    for province in sorted({one.province for one in heads}):
        within = max(prefix, province, key=len)
        own = [one for one in heads if one.province == province]
        while True:
            try:
                done.add(_province(writer, lake, own, within, told))
                break
            except Busy as trouble:
                busy(trouble)
                writer, lake = _opened(address, access)  # in a bucket it may be another's by now
    done.texts = _put_back_texts(writer.storage, prefix)
    return done


def _opened(address: str, access: Access | None) -> tuple[LakeWriter, Lake]:
    writer = LakeWriter(address, access, origin=ORIGIN)
    return writer, Lake(writer.storage, writer.identity)


def _province(
    writer: LakeWriter,
    lake: Lake,
    heads: Sequence[_Head],
    within: str,
    told: Callable[[int], None],
) -> Synced:
    """Bring up the books `within` a province, records in all as `told`; raises Busy."""
    done = Synced()

    def count(records: int) -> None:
        done.records += records
        told(done.records)

    fresh = [one for one in heads if _is_new(lake, one)]
    if fresh:
        with writer.province(fresh[0].province) as into:
            if into.manifest != lake.manifest(fresh[0].province):  # another sync has been quicker
                lake, heads = Lake(writer.storage, writer.identity), _heads(within)
                fresh = [one for one in heads if _is_new(lake, one)]
            for head in fresh:
                _bring_up(lake, into, head, done, count)
    done.already = len(heads) - len(fresh)
    return done


def _heads(prefix: str) -> list[_Head]:
    rows = Book.objects.filter(code__startswith=prefix[:6], head_seq__gt=0).order_by("code")
    return [_Head(*row) for row in rows.values_list("code", "name", "head_seq", "head_hash")]


def _known(lake: Lake, head: _Head) -> int:
    entry = lake.manifest(head.province).books.get(head.code)
    return entry.seq if entry else 0


def _is_new(lake: Lake, head: _Head) -> bool:
    entry = lake.manifest(head.province).books.get(head.code)
    return entry is None or (entry.seq, entry.head, entry.name) != (head.seq, head.hash, head.name)


def _bring_up(
    lake: Lake, into: ProvinceWriter, head: _Head, done: Synced, told: Callable[[int], None]
) -> None:
    entry = into.entry(head.code)
    book = entry and LakeBook(head.code, entry.name, entry.stretches, entry.editions)
    try:
        if book:
            agrees(book, head.seq)
    except Contradicted as problem:
        done.refused.append(problem)
        return
    known = book.seq if book else 0
    if known == head.seq:
        into.rename(head.code, head.name)
        return
    done.books += 1
    growing = _Growing(head, PrintedRegisters(), 0, GENESIS)
    if book and len(book.stretches) < MOST_STRETCHES:
        growing = _Growing(head, resumed(lake.rows(book)), book.seq, book.head)
    for piece in growing.pieces():
        into.add(piece, afresh=piece.first == 1)
        told(max(0, piece.last - max(known, piece.first - 1)))


def _put_back_texts(storage: Storage, prefix: str) -> int:
    """Lay down again what of the editions' texts is no longer there; how many there were.

    They lie under their sum, so only the very text that was there is put back.
    """
    there = set(storage.files(EDITIONS))
    rows = EditionInForce.objects.filter(book__startswith=prefix[:6])
    known = rows.values_list("sha256", flat=True).distinct()
    lost = [one for one in known if f"{one}.toml" not in there]
    texts = dict(rows.filter(sha256__in=lost).values_list("sha256", "text")) if lost else {}
    same = {one: it for one, it in texts.items() if sha256(it.encode()).hexdigest() == one}
    for one, text in same.items():
        keep_text(storage, one, text)
    return len(same)


def agrees(book: LakeBook, seq: int) -> None:
    """Whether the ledger, `seq` long, says of the lake's last record what it does; Contradicted."""
    rows = Record.objects.filter(book=book.code, seq=book.seq).values_list("hash", flat=True)
    if book.seq > seq or rows.first() != book.head:
        raise Contradicted(
            f"{book.code} 的台账与数据湖在第{book.seq}号记录处不一致，湖未改动",
            f"请先运行 tongxing ledger verify --book {book.code}；"
            "台账若是从较早的备份恢复的，湖里还有其后的记录，确认不用后换一个空地址重新同步",
        )


@dataclass(slots=True)
class _Growing:
    """A book read from the ledger stretch after stretch."""

    head: _Head
    registers: PrintedRegisters
    seq: int  # read so far
    hash: str

    def pieces(self) -> Iterator[Piece]:
        facts = None
        while self.seq < self.head.seq:
            first, last = self.seq + 1, min(self.seq + STRETCH_RECORDS, self.head.seq)
            rows = list(ledger_rows(self.head.code, first, last))
            changed = first == 1 or not CHANGES_FACTS.isdisjoint(row[_KIND] for row in rows)
            if changed:
                facts = facts or load_facts(self.head.code)
            yield self._piece(rows, known_at(facts, last) if facts and changed else None)

    def _piece(self, rows: Sequence[Sequence[Any]], facts: Facts | None) -> Piece:
        code, since, prev = self.head.code, self.registers.mark, self.hash
        meet_earlier(code, rows, self.registers)
        chunk = Chunk.read(rows, self.registers, first_row=self.seq)
        last = self.seq + len(rows)
        proof = _proof(code, chunk, self.seq + 1, last)
        self.seq, self.hash = last, chunk.hashes[-1]
        return Piece(
            book=code,
            name=self.head.name,
            chunk=chunk,
            row=self.registers.added(since),
            parties=self.registers.parties.all(),
            subjects=self.registers.subjects.all(),
            facts=facts,
            prev=prev,
            head=self.hash,
            proof=proof,
        )


def ledger_chunk(code: str, first: int, last: int, registers: Registers) -> Chunk:
    """Records `first` … `last` of a book; the registers must have met all before."""
    rows = list(ledger_rows(code, first, last))
    meet_earlier(code, rows, registers)
    return Chunk.read(rows, registers, first_row=first - 1)


def meet_earlier(code: str, rows: Iterable[Sequence[Any]], registers: Registers) -> None:
    """Have the registers know the rows of earlier records that these speak of."""
    named = {
        one.removeprefix("record:").replace("-", "")
        for row in rows
        for one in (
            *orjson.loads(row[_REPLACES]),
            *(orjson.loads(row[_ABOUT]) if row[_KIND] in _SPEAKING else ()),
        )
    }
    whole = (one for one in named if len(one) == 2 * ID)
    unknown = [UUID(one) for one in whole if registers.row_of.get(one) is None]
    for begin in range(0, len(unknown), 500):
        found = Record.objects.filter(book=code, id__in=unknown[begin : begin + 500])
        for id_, seq in found.values_list("id", "seq"):
            registers.row_of.meet(seq - 1, [id_.hex])  # rows are seqs from 0 on: there are no gaps


def _proof(code: str, chunk: Chunk, first: int, last: int) -> Proof:
    lines = [
        f"{begin}{row[1]}".encode()
        for batch in chain_rows(code, first, last)
        for begin, row in zip(beginnings(code, batch), batch, strict=True)
    ]
    return Proof(
        id=[bytes.fromhex(one) for one in chunk.ids],
        recorded=chunk.recorded,
        hash=[bytes.fromhex(one) for one in chunk.hashes],
        row=lines,
    )


def known_at(facts: Facts, seq: int) -> Facts:
    """All versions known at `seq`: what was born later is left out, what died later lives."""
    return Facts(
        _known_at(facts.pairings, seq),
        _known_at(facts.waivers, seq),
        _known_at(facts.editions, seq),
        _known_at(facts.attributes, seq),
    )


def _known_at(facts: Iterable[T], seq: int) -> tuple[T, ...]:
    return tuple(
        one if one.died is None or one.died <= seq else replace(one, died=None)
        for one in facts
        if one.born <= seq
    )
