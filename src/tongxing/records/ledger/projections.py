"""Whether the tables projected from a book are what its records give.

Boards and lists read these tables, so a row altered or deleted behind the ledger's back would
otherwise go unseen. The chain must be sound first: see `verify`.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.found_by import STEP
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.found_by import found_by
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import about_of
from tongxing.records.ledger.rows import doers_of
from tongxing.records.ledger.rows import replaced_by
from tongxing.records.ledger.rows import said
from tongxing.records.ledger.searched import searched
from tongxing.records.pairings.fold import STEPS
from tongxing.records.pairings.fold import Fact
from tongxing.records.pairings.fold import fold
from tongxing.records.pairings.memory import Memory
from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import PairingParty
from tongxing.records.pairings.models import PairingSubject
from tongxing.records.pairings.models import Projection
from tongxing.records.pairings.models import Waiver

Progress = Callable[[int], object]  # records done


def facts_of(book: str) -> Iterator[Fact]:
    """What the records of a book give the fold, in order."""
    found = Record.objects.filter(book=book, kind__in=STEPS).select_related("body")
    for record in found.order_by("seq").iterator(2000):
        says = said(record.body)
        yield Fact(
            id=str(record.id),
            book=record.book_id,
            seq=record.seq,
            kind=record.kind,
            place=record.place,
            doers=tuple((doer.who, doer.role) for doer in doers_of(record)),
            about=about_of(record),
            replaces=tuple(str(old) for old in replaced_by(record)),
            text=says.text,
            values=says.values,
        )


def differences(book: Book, progress: Progress | None = None) -> Iterator[Difference]:
    """Every difference: what judging depends on first, then head, then how records are found."""
    last = _last(book)
    yield from _judged_by(book.code)
    yield from _head(book, last)
    end = last.seq if last else 0
    for after in range(0, end, STEP):
        yield from found_by(book.code, after)
        yield from searched(book.code, after, last=end)
        if progress:
            progress(after)


def first_difference(book: Book, progress: Progress | None = None) -> Difference | None:
    """The difference of the earliest record, or None.

    How records are found is asked in order of seq, so nothing is read beyond the first there.
    """
    last = _last(book)
    judged = sorted((*_judged_by(book.code), *_head(book, last)), key=lambda one: one.seq)
    end = last.seq if last else 0
    for after in range(0, end, STEP):
        if judged and judged[0].seq <= after:
            break
        found = [*found_by(book.code, after), *searched(book.code, after, last=end)]
        if found:
            return min((*found, *judged[:1]), key=lambda one: one.seq)
        if progress:
            progress(after)
    return judged[0] if judged else None


TITLES: Mapping[type[Model], str] = {
    Pairing: "结对",
    Waiver: "豁免",
    EditionInForce: "生效方案",
    Attribute: "属性",
    PairingParty: "结对的帮扶方",
    PairingSubject: "结对的对象",
}
COLUMNS: Mapping[str, str] = {
    "died": "失效记录号",
    "since": "起日",
    "until": "止日",
    "kind": "结对种类",
    "place": "地点",
    "pairing": "所指结对",
    "plan": "方案",
    "duties": "任务",
    "reason": "事由",
    "basis": "依据",
    "approver": "批准人",
    "edition": "版次",
    "sha256": "校验值",
    "text": "正文",
    "subject": "主体",
    "name": "名称",
    "value": "值",
}
DATED = {"died", "since", "until"}  # short enough to be told
Row = dict[str, Any]
Sided = dict[tuple[str, int], list[tuple[str, ...]]]  # by key and born, in order


def _judged_by(book: str) -> Iterator[Difference]:
    """Pairings, waivers, editions and attributes, folded afresh in memory."""
    memory = Memory()
    ids: dict[int, str] = {}
    for fact in facts_of(book):
        ids[fact.seq] = fact.id
        fold(fact, memory)
    for model, rows in memory.rows.items():
        columns = [f.name for f in model._meta.concrete_fields if f.name in COLUMNS]  # noqa: SLF001
        should = {_name(row): {name: getattr(row, name) for name in columns} for row in rows}
        stored = model._default_manager.filter(book=book)  # noqa: SLF001
        kept = {(row["key"], row["born"]): row for row in stored.values("key", "born", *columns)}
        yield from _compared(TITLES[model], ids, should, kept)
    pairings = [row for row in memory.rows[Pairing] if isinstance(row, Pairing)]
    sides = {_name(row): memory.sides(row) for row in pairings}
    actors: Sided = {name: list(one.actors) for name, one in sides.items()}
    subjects: Sided = {name: [(each,) for each in one.subjects] for name, one in sides.items()}
    yield from _joined(PairingParty, ("party", "role"), book, ids, actors)
    yield from _joined(PairingSubject, ("subject",), book, ids, subjects)


def _name(row: Projection) -> tuple[str, int]:
    return (row.key, row.born)


def _compared(
    table: str,
    ids: Mapping[int, str],
    should: Mapping[tuple[str, int], Row],
    kept: Mapping[tuple[str, int], Row],
) -> Iterator[Difference]:
    for name in sorted({*should, *kept}, key=lambda one: (one[1], one[0])):
        _, born = name
        if name not in kept:
            yield Difference(born, ids.get(born, ""), table, "缺失")
        elif name not in should:
            yield Difference(born, ids.get(born, ""), table, "多出，没有记录为据")
        elif what := "、".join(_changed(should[name], kept[name])):
            yield Difference(born, ids.get(born, ""), table, f"被改动：{what}")


def _changed(should: Row, kept: Row) -> Iterator[str]:
    for column, value in should.items():
        if value != kept[column]:
            told = f"应为{_told(value)}，现为{_told(kept[column])}" if column in DATED else "不符"
            yield f"{COLUMNS[column]}{told}"


def _told(value: date | int | None) -> str:
    return "空" if value is None else str(value)


def _joined(
    model: type[PairingParty | PairingSubject],
    columns: tuple[str, ...],
    book: str,
    ids: Mapping[int, str],
    should: Sided,
) -> Iterator[Difference]:
    """The sides of pairings that stand in both; a pairing missing or too many is told already."""
    kept: Sided = {}
    rows = model._default_manager.filter(pairing__book=book).order_by("pk")  # noqa: SLF001
    for key, born, *rest in rows.values_list("pairing__key", "pairing__born", *columns):
        kept.setdefault((key, born), []).append(tuple(rest))
    for name, sides in should.items():
        if sides != kept.get(name, []):
            _, born = name
            yield Difference(born, ids.get(born, ""), TITLES[model], "与记录不符")


def _last(book: Book) -> Record | None:
    return Record.objects.filter(book=book).order_by("-seq").first()


def _head(book: Book, last: Record | None) -> Iterator[Difference]:
    should = (last.seq, last.hash, last.recorded) if last else (0, GENESIS, None)
    if (book.head_seq, book.head_hash, book.head_recorded) != should:
        yield Difference(should[0], str(last.id) if last else "", "台账首部", "与末条记录不符")
