"""Books that cannot be read or judged are told in Chinese; where a book is read from is settled."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import Shelf
from tests.derive.rollups.made import head
from tests.derive.rollups.made import same
from tests.rules.standing.plans import UNIT_VILLAGE
from tests.rules.standing.told import pair
from tongxing.derive.editions import EditionUnreadableError
from tongxing.derive.facts import EditionFact
from tongxing.derive.lake.trouble import Missing
from tongxing.derive.lake.trouble import NoLake
from tongxing.derive.lake.trouble import Torn
from tongxing.derive.rollups import engines
from tongxing.derive.rollups import joined
from tongxing.derive.rollups import lake as lakes
from tongxing.derive.rollups import processes
from tongxing.derive.rollups.engines import ENGINES
from tongxing.derive.rollups.engines import Job
from tongxing.derive.rollups.engines import engine_named
from tongxing.derive.rollups.joined import LakeAndLedger
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.judging import key_of
from tongxing.derive.rollups.lake import LakeBooks
from tongxing.derive.rollups.lake import head_of
from tongxing.derive.rollups.processes import judge_in_processes
from tongxing.derive.rollups.reading import judged_by
from tongxing.derive.rollups.reading import judged_together
from tongxing.derive.rollups.reading import shares
from tongxing.derive.rollups.shapes import BookAt
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Failed
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing.tables import Book

GAOZHOU, HUAZHOU = head("440981", 7), head("440982", 3)


# --- one bad book -------------------------------------------------------------------------

PROBLEMS: list[tuple[Exception, str]] = [
    (Torn("44/000001 不是当时写下的", "请重新同步"), "44/000001 不是当时写下的。请重新同步。"),
    (Missing("数据湖里缺少 44"), "数据湖里缺少 44。"),
    (EditionUnreadableError("gaozhou-pairing", "2024", ()), "不能被当前程序读取"),
    (OSError(28, "No space left on device"), "读不出这本台账：[Errno 28] No space left on device"),
    (ValueError("坏了"), "读不出这本台账：坏了"),
    (KeyError("deed"), "读不出这本台账：'deed'"),
]


@pytest.mark.parametrize(("problem", "say"), PROBLEMS, ids=lambda one: type(one).__name__)
def test_a_book_that_cannot_be_read_says_why(problem: Exception, say: str) -> None:
    outcome = judged_by(Shelf([GAOZHOU], {"440981": problem}), GAOZHOU, AS_OF)
    assert isinstance(outcome, Failed)
    assert outcome.head is GAOZHOU
    assert say in outcome.say


@pytest.mark.parametrize("fault", [TypeError("ours"), AssertionError(), KeyboardInterrupt()])
def test_a_fault_of_our_own_is_not_hidden_as_a_bad_book(fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        judged_by(Shelf([GAOZHOU], {"440981": fault}), GAOZHOU, AS_OF)  # type: ignore[dict-item]


# --- one book judged ----------------------------------------------------------------------

PLAIN = edition_of("plain", "44", 2025, 1)
TEXT = edition_text("plain", "44", 2025, 1)
IN_FORCE = EditionFact(
    "key", 1, None, PLAIN.plan, PLAIN.edition, PLAIN.sha256, TEXT, date(2025, 1, 1), None
)


def book_with(editions: Sequence[EditionFact], *asked: set[str]) -> BookAt:
    """高州 with a village begun long ago, one ended on 1 March 2025 and one to come."""
    kind = f"{PLAIN.plan}:{UNIT_VILLAGE.partition(':')[2]}"
    builder = BookBuilder("440981")
    for key, place, since, until in (
        ("a", "440981100200", "2024-01-01", ""),
        ("b", "440981100201", "2024-01-01", "2025-03-01"),
        ("c", "440981100201", "2025-12-01", ""),
    ):
        some = pair(key, kind=kind, targets=(place,), since=since, until=until, place=place)
        builder.pairings.append(some)
    table = builder.build()

    def cut(wanted: Iterable[str]) -> Book:
        for one in asked:
            one.update(wanted)
        return table

    return BookAt("440981", "高州市", 7, GAOZHOU.hash, editions, cut)


def test_a_roll_up_stands_under_the_key_of_what_it_depends_on() -> None:
    book = book_with([IN_FORCE])
    one = judge_book(book, AS_OF)
    assert one.sums.head == Head("440981", "高州市", 7, GAOZHOU.hash, key_of(book, AS_OF))
    assert key_of(book, AS_OF) != key_of(book_with([]), AS_OF)
    assert key_of(book, AS_OF) != key_of(book, date(2025, 3, 13))


def test_pairings_running_are_those_of_the_day() -> None:
    running = {
        day: judge_book(book_with([IN_FORCE]), day).running.tolist()
        for day in (date(2025, 2, 28), date(2025, 3, 1), date(2025, 12, 1))
    }
    assert running == {
        date(2025, 2, 28): [1, 1], date(2025, 3, 1): [1, 0], date(2025, 12, 1): [1, 1],
    }  # fmt: skip


def test_duties_are_called_as_on_the_day_and_counted_over_its_year() -> None:
    one = judge_book(book_with([IN_FORCE]), AS_OF)
    assert {duty.duty for duty in one.sums.duties} == set(PLAIN.duties)
    assert [duty.title for duty in one.sums.duties] == [
        PLAIN.duties[duty.duty].title for duty in one.sums.duties
    ]
    assert np.array(one.sums.totals).sum() == one.counts.sum()
    assert one.places.tolist() == [440981100200, 440981100201]


def test_only_fields_the_plans_ask_for_are_read() -> None:
    none: set[str] = set()
    judge_book(book_with([], none), AS_OF)
    assert none == set()
    general = edition_of("general", "44", 2025, 1)
    text = edition_text("general", "44", 2025, 1)
    asked: set[str] = set()
    fact = replace(IN_FORCE, sha256=general.sha256, text=text, edition=general.edition)
    judge_book(book_with([fact], asked), AS_OF)
    assert "purchase.amount" in asked


def test_a_text_this_program_cannot_read_is_said_and_not_guessed() -> None:
    broken = replace(IN_FORCE, text="id = 3", sha256="0" * 64)
    shelf = Shelf([GAOZHOU])
    shelf.book = lambda _: book_with([broken])  # type: ignore[method-assign]
    outcome = judged_by(shelf, GAOZHOU, AS_OF)
    assert isinstance(outcome, Failed)
    assert PLAIN.plan in outcome.say


# --- several books judged as one table ------------------------------------------------------


class Villages(Shelf):
    """A reader of 高州 in several books; those of an even seq are under no edition."""

    def book(self, one: Head) -> BookAt:
        super().book(one)
        found = book_with([IN_FORCE] if one.seq % 2 else [])
        return replace(found, code=one.code, name=one.name, seq=one.seq, hash=one.hash)


def test_books_judged_together_come_to_what_each_comes_to() -> None:
    heads = [head(f"4409{at:02d}", at) for at in (3, 4, 5, 7)]
    shelf = Villages(heads)
    found = judged_together(shelf, heads, AS_OF)
    assert shelf.read == [one.code for one in heads]
    for one, at in zip(found, heads, strict=True):
        alone = judged_by(shelf, at, AS_OF)
        assert isinstance(one, BookRollUp)
        assert isinstance(alone, BookRollUp)
        assert same(one, alone)
        assert bool(one.sums.duties) == bool(at.seq % 2)


@pytest.mark.parametrize(("problem", "say"), PROBLEMS, ids=lambda one: type(one).__name__)
def test_of_books_judged_together_the_bad_one_is_named(problem: Exception, say: str) -> None:
    shelf = Villages([GAOZHOU, HUAZHOU], {"440981": problem})
    bad, good = judged_together(shelf, shelf.books, AS_OF)
    assert isinstance(bad, Failed)
    assert bad.head is GAOZHOU
    assert say in bad.say
    assert isinstance(good, BookRollUp)
    assert good.sums.head.code == "440982"


def test_neighbours_of_one_province_are_judged_together_up_to_so_many_records() -> None:
    sizes = {"440101": 5, "440102": 5, "440103": 1, "450101": 1, "450102": 30, "450103": 2}
    found = shares([head(code, size) for code, size in reversed(sizes.items())], 10)
    assert [[one.code for one in some] for some in found] == [
        ["440101", "440102"], ["440103"], ["450101"], ["450102"], ["450103"],
    ]  # fmt: skip
    assert shares([], 10) == []


def test_every_process_has_several_turns_the_longest_first() -> None:
    books = [head(f"4401{at:02d}", 10 + at) for at in range(1, 41)]
    found = processes.shared_out(Job(Shelf(books), books, AS_OF, 2))
    assert sorted(one.code for some in found for one in some) == [one.code for one in books]
    assert len(found) >= 2 * processes.TURNS
    records = [sum(one.seq for one in some) for some in found]
    assert records == sorted(records, reverse=True)


# --- engines ------------------------------------------------------------------------------


@pytest.mark.parametrize(("books", "workers"), [(0, 8), (1, 8), (3, 8), (6, 1), (6, 0)])
def test_few_books_or_one_worker_need_no_other_process(
    books: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ProcessPoolExecutor", None)
    shelf = Shelf([head(f"44{number:04d}") for number in range(101, 101 + books)])
    found = list(judge_in_processes(Job(shelf, shelf.books, AS_OF, workers)))
    assert [one.sums.head for one in found if isinstance(one, BookRollUp)] == shelf.books


@pytest.mark.parametrize(
    ("records", "from_database", "alone"),
    [(processes.SOON - 1, False, True), (processes.SOON, False, False), (1, True, False)],
)
def test_a_lake_that_is_soon_judged_starts_no_other_process(
    records: int, from_database: bool, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "ProcessPoolExecutor", None)
    books = [head(f"44{number:04d}", records // 4) for number in range(101, 104)]
    books.append(head("440199", records - 3 * (records // 4)))
    shelf = Shelf(books, needs_settings=from_database)
    with nullcontext() if alone else pytest.raises(TypeError):
        assert len(list(judge_in_processes(Job(shelf, books, AS_OF, 8)))) == len(books)


def test_books_are_judged_as_they_are_taken() -> None:
    """Who stops asking stops the work."""
    shelf = Shelf([GAOZHOU, HUAZHOU])
    next(judge_in_processes(Job(shelf, shelf.books, AS_OF)))
    assert shelf.read == ["440981"]


def test_a_process_that_was_killed_names_its_book_and_what_to_do() -> None:
    one: Future[list[BookRollUp | Failed]] = Future()
    one.set_exception(BrokenProcessPool())
    told, other = processes._outcomes(one, [GAOZHOU, HUAZHOU])
    assert isinstance(told, Failed)
    assert told.head is GAOZHOU
    assert other.head is HUAZHOU
    assert told.say == "评判的进程意外结束（可能内存不足），这一本没有评判，可以再运行一次"


def test_an_engine_that_is_not_installed_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert engine_named("processes") is judge_in_processes
    monkeypatch.setattr(engines, "ENGINES", {**ENGINES, "other": "tongxing.nowhere:judge"})
    with pytest.raises(ImportError, match="nowhere"):
        engine_named("other")


# --- a lake, and a lake with the ledger ------------------------------------------------------


@dataclass
class Kept:
    """A book as a lake tells it."""

    code: str
    seq: int
    head: str
    name: str = ""
    editions: tuple[()] = ()


@dataclass
class Pond:
    """A lake of books by code; says of which one the tables were cut."""

    has: dict[str, Kept]
    cut: list[int] = field(default_factory=list)

    def books(self, prefix: str) -> list[Kept]:
        return [one for code, one in sorted(self.has.items()) if code.startswith(prefix)]

    def book(self, code: str) -> Kept:
        if code not in self.has:
            raise Missing(code)
        return self.has[code]

    def judged_rows(self, one: Kept) -> list[int]:
        return [one.seq]

    def editions(self, one: Kept, rows: Sequence[int]) -> tuple[()]:
        assert list(rows) == [one.seq]
        return one.editions

    def tables(self, one: Kept, wanted: Iterable[str], rows: Sequence[int]) -> Book:
        self.cut += rows
        return BookBuilder(one.code).build()


def kept(one: Head) -> Kept:
    return Kept(one.code, one.seq, one.hash, one.name)


Opening = Callable[..., list[Pond]]


class Opened:
    def __init__(self, first: Pond, *afresh: Pond) -> None:
        self.now, self.afresh = first, list(afresh)

    def __call__(self, *_: object) -> Pond:
        return self.now

    def cache_clear(self) -> None:
        self.now = self.afresh.pop(0)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Lakes as opened one after the other; the first is the one this process has open."""

    def put(*ponds: Pond) -> list[Pond]:
        opened = Opened(*ponds)
        monkeypatch.setattr(lakes, "opened", opened)
        monkeypatch.setattr(joined, "opened", opened)
        monkeypatch.setattr(lakes, "open_lake", lambda *_: opened.afresh.pop(0))
        return opened.afresh

    return put


def test_heads_of_a_lake_are_those_of_its_books_within_the_place(opening: Opening) -> None:
    opening(Pond({}), Pond({one.code: kept(one) for one in (GAOZHOU, HUAZHOU, head("450101"))}))
    assert LakeBooks("x").heads("4409", AS_OF) == [GAOZHOU, HUAZHOU]
    assert head_of(kept(GAOZHOU), date(2025, 3, 13)).key != GAOZHOU.key


def test_a_lake_that_has_grown_since_is_opened_anew(opening: Opening) -> None:
    before, now = Pond({"440981": kept(head("440981", 6))}), Pond({"440981": kept(GAOZHOU)})
    left = opening(before, now)
    book = LakeBooks("x").book(GAOZHOU)
    assert (book.seq, book.hash, left) == (7, GAOZHOU.hash, [])
    book.cut(())
    assert (before.cut, now.cut) == ([], [7])


def test_a_lake_as_it_was_is_not_opened_again(opening: Opening) -> None:
    left = opening(Pond({"440981": kept(GAOZHOU)}), Pond({}))
    assert LakeBooks("x").book(GAOZHOU).seq == 7
    assert len(left) == 1


def test_a_lake_alone_needs_no_settings_and_the_ledger_does() -> None:
    assert not LakeBooks("x").needs_settings
    assert LakeAndLedger("x").needs_settings


LEDGER = BookAt("440981", "高州市", 7, GAOZHOU.hash, (), lambda _: BookBuilder("ledger").build())


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ledger:
        def book(self, one: Head) -> BookAt:
            return replace(LEDGER, code=one.code)

        def heads(self, prefix: str, as_of: date) -> list[Head]:
            return [GAOZHOU]

    monkeypatch.setattr(joined, "Database", Ledger)


@pytest.mark.usefixtures("ledger")
def test_a_book_the_lake_has_whole_is_read_from_the_lake(opening: Opening) -> None:
    pond = Pond({"440981": kept(GAOZHOU)})
    opening(pond)
    assert LakeAndLedger("x").heads("44", AS_OF) == [GAOZHOU]
    book = LakeAndLedger("x").book(GAOZHOU)
    assert book.cut({"purchase.amount"}).code == "440981"
    assert pond.cut == [7]


@pytest.mark.usefixtures("ledger")
def test_fields_a_lake_never_holds_are_read_from_the_ledger(opening: Opening) -> None:
    pond = Pond({"440981": kept(GAOZHOU)})
    opening(pond)
    book = LakeAndLedger("x").book(GAOZHOU)
    assert book.cut(iter(("purchase.amount", "purchase.nothing-known"))).code == "ledger"
    assert pond.cut == []


@pytest.mark.usefixtures("ledger")
def test_a_book_the_lake_has_nothing_of_is_read_from_the_ledger(opening: Opening) -> None:
    opening(Pond({"440981": kept(GAOZHOU)}))
    assert LakeAndLedger("x").book(HUAZHOU).cut(()).code == "ledger"


@pytest.mark.usefixtures("ledger")
def test_what_came_in_since_the_sync_is_joined(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(Pond({"440981": kept(head("440981", 6))}))
    monkeypatch.setattr(joined, "_with_later", lambda _, code: replace(LEDGER, name=f"{code}全"))
    assert LakeAndLedger("x").book(GAOZHOU).name == "440981全"


def test_where_there_is_no_lake_it_is_not_taken_for_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere(*_: object) -> None:
        raise NoLake("还没有数据湖：x")

    monkeypatch.setattr(joined, "opened", nowhere)
    with pytest.raises(NoLake):
        LakeAndLedger("x").book(GAOZHOU)
