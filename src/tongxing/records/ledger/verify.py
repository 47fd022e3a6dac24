"""Replaying a book's chain: whether every record still says what it said when appended.

The database writes each row as its canonical lines while it reads, so the loop only hashes.
The first broken record is named; what stands before it is sound.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.db import transaction

from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.canonical import written
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Content
from tongxing.records.ledger.projections import first_difference
from tongxing.records.ledger.queries import REDACTED
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import said

STEP = 2000
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
    for batch in _batches(row.code, contents=contents):
        broken = chain.take(batch)
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

    def take(self, batch: list[tuple[Any, ...]]) -> Broken | None:
        """Replay rows in order; the first fault found, if any."""
        head, seq = self.head, self.seq
        fault = ""
        for row in batch:
            _, number, lines, prev, hash_, *body = row
            if (
                number != seq + 1
                or prev != head
                or lines is None
                or sha256((head + lines).encode()).hexdigest() != hash_
            ):
                fault = _chain_fault(row, seq, head)
            elif body and (body[2] is None or sha256(_said(body)).hexdigest() != body[0]):
                fault = self._content_fault(row)
            if fault:
                self.seq, self.head = seq, head
                return _broken(row, seq + 1, fault)
            head, seq = hash_, number
            if self.published and self.published.seq == seq and self.published.hash != head:
                self.seq, self.head = seq - 1, prev
                return _broken(row, seq, "与已公布的校验值不一致，此前的历史被整体改写过")
        self.seq, self.head = seq, head
        return None

    def _content_fault(self, row: tuple[Any, ...]) -> str:
        """What is wrong with a content whose hash does not fit; "" for a lawful erasure."""
        id_, _, _, _, _, _, salt, text, kept = row
        if salt is None:
            return "的内容整行缺失"
        if text is not None:
            return "的内容被改动"
        allowed = self.erasures.get(str(id_).replace("-", ""))
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


def _said(body: list[Any]) -> bytes:
    _, salt, text, _ = body
    return f"{salt}{text}".encode()


def _chain_fault(row: tuple[Any, ...], seq: int, head: str) -> str:
    _, number, _, prev, _, *_ = row
    if number != seq + 1:
        return "缺失"
    if prev != head:
        return "与前一条衔接不上"
    return "的登记信息被改动"


def _broken(row: tuple[Any, ...], seq: int, what: str) -> Broken:
    return Broken(seq, str(UUID(str(row[0]))) if row[1] == seq else "", what)


def _batches(book: str, *, contents: bool) -> Iterator[list[tuple[Any, ...]]]:
    body = ", r.content, c.salt, c.text, c.kept" if contents else ""
    join = "LEFT JOIN ledger_content c ON c.record_id = r.id" if contents else ""
    postgresql = connection.vendor == "postgresql"
    sql = (
        f"SELECT r.id, r.seq, {LINES_PG if postgresql else LINES},"  # noqa: S608
        f" r.prev, r.hash{body} FROM ledger_record r {join} WHERE r.book_id = %s ORDER BY r.seq"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [book])
        while batch := cursor.fetchmany(STEP):
            yield batch


def _columns(happened: str, makes_up: str, recorded: str) -> tuple[str, ...]:
    """The columns of `ROW` after the id, as a database writes them."""
    return (
        "r.book_id", "r.seq", "r.kind", "r.kind_version", "r.doers", "r.place", "r.about",
        happened, makes_up, recorded, "r.recorded_by", "r.content", "r.replaces",
    )  # fmt: skip


COLUMNS = _columns("r.happened", "coalesce(r.makes_up,'')", "substr(r.recorded||'.000000',1,26)")
COLUMNS_PG = _columns(
    "to_char(r.happened,'YYYY-MM-DD')",
    "coalesce(to_char(r.makes_up,'YYYY-MM-DD'),'')",
    "to_char(r.recorded AT TIME ZONE 'UTC','YYYY-MM-DD HH24:MI:SS.US')",
)
# SQLite keeps an id as 32 digits; one printf is quicker than many concatenations
ID_PARTS = "substr(r.id,1,8),substr(r.id,9,4),substr(r.id,13,4),substr(r.id,17,4),substr(r.id,21)"
FORM = "%%s-%%s-%%s-%%s-%%s" + "\n%%s" * len(COLUMNS)
LINES = f"printf('{FORM}',{ID_PARTS},{','.join(COLUMNS)})"
LINES_PG = "||chr(10)||".join(("r.id::text", *COLUMNS_PG))


def _erasures(book: str) -> dict[str, str]:
    """What each lawful erasure of a book says may stay, by the erased record's id."""
    found: dict[str, str] = {}
    bodies = Content.objects.filter(record__book=book, record__kind=REDACTED, text__isnull=False)
    for body in bodies.select_related("record"):
        for subject in about_of(body.record):
            id_ = subject.removeprefix("record:").replace("-", "")
            found.setdefault(id_, written(said(body).values["kept"]))
    return found
