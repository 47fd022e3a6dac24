"""Replaying a book's chain: whether every record still says what it said when appended.

The database writes each row's lines while it reads (`chain.py`), so the loop only hashes; what a
server can lay out for being hashed at once (`at_once.py`) is passed over a stretch at a time. The
first broken record is named; what stands before it is sound.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db import transaction

from tongxing.records.ledger import at_once
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.chain import Row
from tongxing.records.ledger.chain import beginnings
from tongxing.records.ledger.chain import chain_rows
from tongxing.records.ledger.chain import seq_of
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.projections import first_difference
from tongxing.records.ledger.queries import REDACTED
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said

BODY = slice(4, 8)  # of a row: content hash, salt, text, kept
SALT = 32  # characters
Progress = Callable[[int, int], None]  # records done, records in all


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record that is not what it was."""

    seq: int
    id: str
    what: str
    head: bool = False  # every record there is sound; the book's head says otherwise

    def say(self) -> str:
        named = f"第{self.seq}号记录（{self.id}）" if self.id else f"第{self.seq}号记录"
        return f"{named}{self.what}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of replaying one book."""

    book: str
    records: int  # sound ones
    head: str  # the hash they end with
    broken: Broken | None = None
    differs: Difference | None = None  # the chain is sound, a table projected from it is not

    @property
    def sound(self) -> bool:
        return self.broken is None and self.differs is None

    def say(self) -> str:
        if self.broken:
            return f"{self.book}：{self.broken.say()}，此前{self.records}条完好"
        if self.differs:
            return (
                f"{self.book}：{self.records}条记录完好，但{self.differs.say()}。"
                f"请运行 tongxing ledger replay --book {self.book} 按记录重建"
            )
        return f"{self.book}：{self.records}条记录完好，末条校验值 {self.head}"


def verify(
    book: str,
    *,
    contents: bool = True,
    published: Head | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Replay a book; with `contents` also what its records say and what is projected from them.

    `published` is a head made public earlier: the chain must still pass through it. Raises
    `Book.DoesNotExist`.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":  # what is appended meanwhile waits
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        row = Book.objects.get(pk=book)
        in_all = 2 * row.head_seq if contents else row.head_seq

        def told(done: int) -> None:
            if progress:
                progress(done, in_all)

        verdict = verify_chain(row, told, contents=contents, published=published)
        if verdict.broken or not contents:
            return verdict
        differs = first_difference(row, lambda done: told(verdict.records + done))
        return replace(verdict, differs=differs)


def verify_chain(
    row: Book,
    progress: Callable[[int], object],
    *,
    contents: bool = True,
    published: Head | None = None,
) -> Verdict:
    """The records alone, in the caller's transaction."""
    chain = _Chain(row.code, published, _erasures(row.code) if contents else {})
    broken: Broken | None = None
    for batch in _doubtful(chain, contents=contents):
        broken = chain.take(batch) if batch else None
        progress(chain.seq)
        if broken:
            break
    return Verdict(row.code, chain.seq, chain.head, broken or chain.end(row))


class _Chain:
    """How far the chain has been replayed."""

    def __init__(self, book: str, published: Head | None, erasures: dict[str, str]) -> None:
        self.book = book
        self.published = published
        self.erasures = erasures  # id without hyphens -> canonical JSON of what may stay
        self.seq = 0
        self.head = GENESIS

    def pass_over(self, *, contents: bool) -> bool:
        """Stand behind a stretch that is sound as a whole, if one follows."""
        found = at_once.sound_stretch(self.book, self.seq + 1, self.head, contents=contents)
        if not found:
            return False
        wanted = self.published
        at = wanted.seq - self.seq - 1 if wanted else -1
        if wanted and 0 <= at < found.count and found.hash(at) != wanted.hash:
            return False
        self.head, self.seq = found.hash(found.count - 1), self.seq + found.count
        return True

    def take(self, batch: list[Row]) -> Broken | None:
        """Replay rows in order; the first fault found, if any."""
        linked = self._linked(batch)
        faults = [
            *self._published_otherwise(batch[:linked]),
            *(self._content_faults(batch[:linked]) if len(batch[0]) > BODY.start else ()),
        ]
        sound, what = min(faults, default=(linked, ""))
        self._stand_at(batch, sound)
        if sound == len(batch):
            return None
        row = batch[sound]
        return _broken(row, self.seq + 1, what or _chain_fault(row, self.seq, self.head))

    def _linked(self, batch: list[Row]) -> int:
        """How many rows from the first on follow each other and are what their hashes say."""
        prevs, hashes = [row[2] for row in batch], [row[3] for row in batch]
        worked_out = [
            sha256(f"{prev}{begin}{lines}".encode()).hexdigest()
            for begin, (_, lines, prev, *_) in zip(beginnings(self.book, batch), batch, strict=True)
        ]
        sound = len(batch)
        if worked_out != hashes or prevs != [self.head, *hashes[:-1]]:
            before = zip(worked_out, hashes, prevs, [self.head, *hashes], strict=False)
            sound = next(
                at
                for at, (found, hash_, prev, head) in enumerate(before)
                if found != hash_ or prev != head
            )
        if sound and seq_of(batch[sound - 1]) == self.seq + sound:
            return sound  # ascending, so with this many rows up to that seq there is no gap
        for at in range(sound):
            if seq_of(batch[at]) != self.seq + at + 1:
                return at
        return sound

    def _stand_at(self, batch: list[Row], sound: int) -> None:
        if sound:
            self.head = batch[sound - 1][3]
            self.seq += sound

    def _published_otherwise(self, batch: list[Row]) -> Iterator[tuple[int, str]]:
        wanted = self.published
        at = wanted.seq - self.seq - 1 if wanted else -1
        if wanted and 0 <= at < len(batch) and batch[at][3] != wanted.hash:
            yield at, "与已公布的校验值不一致，此前的历史被整体改写过"

    def _content_faults(self, batch: list[Row]) -> Iterator[tuple[int, str]]:
        """The first content that is not what its hash says, and what is wrong with it."""
        for at, row in enumerate(batch):
            content, salt, text, kept = row[BODY]
            odd = text is None or kept is not None or len(salt) != SALT
            if odd or sha256(f"{salt}{text}".encode()).hexdigest() != content:
                fault = self._content_fault(row)
                if fault:
                    yield at, fault
                    return

    def _content_fault(self, row: Row) -> str:
        """What is wrong with a content whose hash does not fit; "" for a lawful erasure."""
        _, salt, text, kept = row[BODY]
        if salt is None:
            return "的内容整行缺失"
        if text is not None:
            return "的内容被改动"
        allowed = self.erasures.get(str(row[0]).replace("-", ""))
        if allowed is None:
            return "的内容被删去，却没有依法删减的记录"
        return "" if kept == allowed else "删减后保留的数字被改动"

    def end(self, book: Book) -> Broken | None:
        """Whether the book's head is where the chain ends."""
        if (book.head_seq, book.head_hash) == (self.seq, self.head):
            if self.published and self.published.seq > self.seq:
                return Broken(self.seq + 1, "", "缺失：已公布的台账比现在更长")
            return None
        if book.head_seq > self.seq:
            return Broken(self.seq + 1, "", f"起缺失：台账首部记有{book.head_seq}条")
        return Broken(self.seq, "", "与台账首部的校验值不一致", head=True)


def _chain_fault(row: Row, seq: int, head: str) -> str:
    if seq_of(row) != seq + 1:
        return "缺失"
    if row[2] != head:
        return "与前一条衔接不上"
    return "的登记信息被改动"


def _broken(row: Row, seq: int, what: str) -> Broken:
    return Broken(seq, _named(str(row[0])) if seq_of(row) == seq else "", what)


def _named(id_: str) -> str:
    """An id as people read it; as it stands where somebody has made it none."""
    try:
        return str(UUID(id_))
    except ValueError:
        return id_


def _doubtful(chain: _Chain, *, contents: bool) -> Iterator[list[Row]]:
    """The rows to be taken one by one; no rows where others were passed over."""
    while connection.vendor == "postgresql":
        while chain.pass_over(contents=contents):
            yield []
        last = chain.seq + at_once.STEP
        yield from _batches(chain.book, chain.seq + 1, last, contents=contents)
        if chain.seq < last:
            break
    yield from _batches(chain.book, chain.seq + 1, None, contents=contents)


def _batches(book: str, first: int, last: int | None, *, contents: bool) -> Iterator[list[Row]]:
    if not contents:
        return chain_rows(book, first, last)
    join = "LEFT JOIN ledger_content c ON c.record_id = r.id"
    beside = ",r.content,c.salt,c.text,c.kept"
    return chain_rows(book, first, last, beside=beside, join=join, exact=True)


def _erasures(book: str) -> dict[str, str]:
    """What each lawful erasure of a book says may stay, by the erased record's id."""
    found: dict[str, str] = {}
    bodies = Content.objects.filter(record__book=book, record__kind=REDACTED, text__isnull=False)
    for body in bodies.select_related("record"):
        for subject in about_of(body.record):
            id_ = subject.removeprefix("record:").replace("-", "")
            found.setdefault(id_, written(said(body).values["kept"]))
    return found
