"""Whether a lake is what its manifests say, and what the ledger says.

First the files by their sums, then book by book: the chain replayed from the lake's own lines,
its head held against the ledger's, and all that judging reads made anew from the ledger and
compared. Each book is told by its first fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from typing import Any

import numpy as np

from tongxing.derive.chunks import Chunk
from tongxing.derive.facts import Facts
from tongxing.derive.lake.fact_columns import facts_told
from tongxing.derive.lake.fact_columns import held_facts
from tongxing.derive.lake.facts import editions_at
from tongxing.derive.lake.lake import Lake
from tongxing.derive.lake.lake import LakeBook
from tongxing.derive.lake.manifest import Stretch
from tongxing.derive.lake.pack import Origin
from tongxing.derive.lake.proof import proof_of
from tongxing.derive.lake.proof import replay
from tongxing.derive.lake.sync import agrees
from tongxing.derive.lake.sync import known_at
from tongxing.derive.lake.sync import ledger_chunk
from tongxing.derive.lake.trouble import Foreign
from tongxing.derive.lake.trouble import LakeTrouble
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.lake.writer import link_columns
from tongxing.derive.projections import load_facts
from tongxing.derive.registers import PrintedRegisters
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.models import Book
from tongxing.rules.plan import shipped_kinds

_AT_ONCE = 8 << 20  # bytes
_AGAIN = "请换一个空地址重新同步，并保留这个湖备查"
_ELSEWHERE = f"几个安装合用一个湖的，请用 --book 只核对自己的县；不是的，{_AGAIN}"
_OTHER_FACTS = "湖里的结对、豁免、方案或属性与台账推出的不一致"
_TITLES: Mapping[str, str] = {
    "deed": "事项",
    "happened": "发生日期",
    "makes_up": "补做日期",
    "received": "登记日期",
    "recorded": "登记时刻",
}
# A synthetic lake stands for itself: there is no ledger to hold it against.
_PROVED = "合成的记录与湖里的校验链一致"
_UNPROVED = "合成的记录所在文件完好，没有校验链可核对"
Progress = Callable[[int, int], None]  # records done, records in all


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one book, or of one file where `book` is empty."""

    book: str
    records: int = 0
    behind: int = 0  # records the ledger has more
    fault: LakeTrouble | None = None
    agrees: str = "记录与台账一致"  # what was found sound

    def say(self) -> str:
        if self.fault:
            return f"{self.book}：{self.fault.say()}" if self.book else self.fault.say()
        later = f"，台账另有{self.behind}条尚未同步" if self.behind else ""
        return f"{self.book}：湖里{self.records}条{self.agrees}{later}"


def check(lake: Lake, prefix: str = "", progress: Progress | None = None) -> Iterator[Checked]:
    """One answer for every broken file, then one for every book within `prefix`, by code.

    Raises LakeTrouble where not even the manifests can be read.
    """
    books = lake.books(prefix)
    broken = _broken_files(lake, books)
    yield from (Checked("", fault=one) for several in broken.values() for one in several)
    total, done = sum(one.seq for one in books), 0
    heads = _heads(prefix) if lake.identity.origin == "ledger" else None
    for book in books:
        if any((book.province, one.pack) in broken for one in book.stretches):
            yield Checked(book.code, fault=Torn("所在的文件缺失或有损，没有逐条核对"))
        else:
            yield _checked(lake, book, heads)
        done += book.seq
        if progress:
            progress(done, total)
    for code in sorted((heads or {}).keys() - {one.code for one in books}):
        fault = Missing("台账有记录，数据湖里没有", "请运行 tongxing lake sync")
        yield Checked(code, fault=fault)


def _heads(prefix: str) -> Mapping[str, int]:
    rows = Book.objects.filter(code__startswith=prefix[:6], head_seq__gt=0)
    return dict(rows.values_list("code", "head_seq"))


def _checked(lake: Lake, book: LakeBook, heads: Mapping[str, int] | None) -> Checked:
    try:
        for one in book.stretches:
            _follows(book, one)
            if one.proof is not None or heads is not None:
                _proved(lake, book, one)
        if heads is None:
            lake.editions(book)
            proved = all(one.proof is not None for one in book.stretches)
            return Checked(book.code, book.seq, agrees=_PROVED if proved else _UNPROVED)
        if book.code not in heads:
            raise Foreign("这个数据库里没有这本台账：湖是别处的，或数据库换过了", _ELSEWHERE)
        agrees(book, heads[book.code])
        _same_as_the_ledger(lake, book)
    except LakeTrouble as fault:
        return Checked(book.code, fault=fault)
    return Checked(book.code, book.seq, heads[book.code] - book.seq)


def _follows(book: LakeBook, stretch: Stretch) -> None:
    """Whether a stretch begins where the one before ends."""
    at = book.stretches.index(stretch)
    before = book.stretches[at - 1] if at else None
    due = (before.last + 1, before.head) if before else (1, GENESIS)
    if (stretch.first, stretch.prev) != due:
        raise Missing(f"湖里第{due[0]}号记录起接不上，中间缺了一段", _AGAIN)


def _proved(lake: Lake, book: LakeBook, stretch: Stretch) -> None:
    fault = replay(lake, book, stretch)
    if fault:
        raise Torn(f"湖里第{fault.seq}号记录{fault.what}", _AGAIN)


def _same_as_the_ledger(lake: Lake, book: LakeBook) -> None:
    """Everything made anew from the ledger, stretch by stretch, and compared."""
    registers, facts = PrintedRegisters(), load_facts(book.code)
    for stretch in book.stretches:
        since = registers.mark
        chunk = ledger_chunk(book.code, stretch.first, stretch.last, registers)
        alone = replace(book, stretches=(stretch,))
        row = lake.files(book.province).row(stretch.pack, stretch.register)
        proof = proof_of(lake, alone)
        laid = replace(
            lake.chunk(alone, [row]), ids=proof.ids, hashes=proof.hashes, recorded=proof.recorded
        )
        for what, same in _compared(chunk, laid):
            if not same:
                raise Torn(_differs(stretch, what), _AGAIN)
        if not _alike(registers.added(since) | link_columns(chunk), row):
            raise Torn(_differs(stretch, "名录或相互关系"), _AGAIN)
        known = known_at(facts, stretch.last) if stretch.facts else None
        if not _alike(facts_told(known, registers.parties.all(), registers.subjects.all()), row):
            raise Torn(_OTHER_FACTS, _AGAIN)
    _same_facts(lake, book, known_at(facts, book.seq))


def _same_facts(lake: Lake, book: LakeBook, facts: Facts) -> None:
    if lake.facts(book) != held_facts(facts) or book.editions != editions_at(facts, book.seq):
        raise Torn(_OTHER_FACTS, _AGAIN)
    for one in facts.editions:
        if hashlib.sha256(one.text.encode()).hexdigest() != one.sha256:
            raise Torn(f"方案版次 {one.sha256[:12]} 的全文与它的校验值不符", _AGAIN)


def _compared(ledger: Chunk, lake: Chunk) -> Iterator[tuple[str, bool]]:
    yield "编号", ledger.ids == lake.ids
    yield "校验值", ledger.hashes == lake.hashes
    for name, title in _TITLES.items():
        yield title, np.array_equal(getattr(ledger, name), getattr(lake, name))
    yield "字段", ledger.columns.keys() == lake.columns.keys()
    for key, one in ledger.columns.items():
        other = lake.columns[key]
        pairs = ((one.row, other.row), (one.value, other.value), (one.approx, other.approx))
        yield _title(key), all(np.array_equal(a, b) for a, b in pairs)


def _title(key: str) -> str:
    """A "kind.field" as people call it."""
    kind, _, name = key.partition(".")
    known = shipped_kinds()[kind]
    return f"“{known.title}”的{known.fields[name].title}" if name in known.fields else known.title


def _differs(stretch: Stretch, what: str) -> str:
    return f"湖里第{stretch.first}至{stretch.last}号记录的{what}与台账不一致"


def _alike(wanted: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return all(_equal(value, row[name]) for name, value in wanted.items())


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    return one == other if isinstance(one, Mapping) else list(one) == list(other)


def _broken_files(
    lake: Lake, books: Iterable[LakeBook]
) -> Mapping[tuple[str, str], list[LakeTrouble]]:
    """By (province, pack) these books stand in: the files that are not what was written."""
    standing = sorted({(book.province, one.pack) for book in books for one in book.stretches})
    found = {one: list(_broken(lake, *one)) for one in standing}
    return {one: faults for one, faults in found.items() if faults}


def _broken(lake: Lake, province: str, pack: str) -> Iterator[LakeTrouble]:
    manifest = lake.manifest(province)
    origin = Origin(manifest.lake, province, pack)
    for table, sum_ in sorted(manifest.packs.get(pack, {}).items()):
        try:
            lake.files(province).file(pack, table)
            if _sha256(lake, origin.file(table)) != sum_.sha256:
                yield Torn(f"{lake.address}/{origin.file(table)} 被改动，校验值不符", _AGAIN)
        except LakeTrouble as fault:
            yield fault


def _sha256(lake: Lake, name: str) -> str:
    digest = hashlib.sha256()
    with lake.storage.opened(name) as stream:
        while data := stream.read(_AT_ONCE):
            digest.update(data)
    return digest.hexdigest()
