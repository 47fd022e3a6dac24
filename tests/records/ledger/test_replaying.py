"""A chain replayed from rows in hand: every way a row, a content or the head can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import pytest

from tongxing.records.ledger import verify as verifying
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.ledger.chain import Row
from tongxing.records.ledger.found_by import Difference
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.queries import Head
from tongxing.records.ledger.verify import Broken
from tongxing.records.ledger.verify import Verdict
from tongxing.records.ledger.verify import verify_chain

BOOK = "440981"
ID, LINES, PREV, HASH, CONTENT, SALT, TEXT, KEPT = range(8)
Rows = list[Row]


def id_of(seq: int) -> str:
    """As SQLite keeps it: 32 digits."""
    return f"0195881481007064878900000000{seq:04d}"


def sealed(seq: int, prev: str, text: str = "清理村道", id_: str = "", salt: str = "5" * 32) -> Row:
    """A row as the ledger writes it, with its content beside."""
    id_ = id_ or id_of(seq)
    content = sha256(f"{salt}{text}".encode()).hexdigest()
    lines = f"{seq}\nlabour-day\n1\n[]\n440981104209\n[]\n2025-03-10\n\n\nperson:a\n{content}\n[]"
    hash_ = sha256(f"{prev}{UUID(id_)}\n{BOOK}\n{lines}".encode()).hexdigest()
    return (id_, lines, prev, hash_, content, salt, text, None)


def chain(length: int) -> Rows:
    rows: Rows = []
    for seq in range(1, length + 1):
        rows.append(sealed(seq, rows[-1][HASH] if rows else GENESIS))
    return rows


def changed(row: Row, **columns: object) -> Row:
    """One row with some of its columns altered behind the ledger's back."""
    told = {"id": ID, "lines": LINES, "prev": PREV, "hash": HASH, "text": TEXT, "kept": KEPT}
    new = list(row)
    for name, value in (columns | {}).items():
        new[{**told, "salt": SALT, "content": CONTENT}[name]] = value
    return tuple(new)


Replayed = Callable[..., Verdict]


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch) -> Replayed:
    """The verdict on rows that come out of the database in batches of `step`."""

    def verdict(
        rows: Sequence[Row], *, step: int = 3, head: Head | None = None,
        published: Head | None = None, contents: bool = True, erasures: dict[str, str] | None = None,
    ) -> Verdict:  # fmt: skip
        width = 8 if contents else 4
        batches = [
            [row[:width] for row in rows[at : at + step]] for at in range(0, len(rows), step)
        ]
        monkeypatch.setattr(verifying, "_batches", lambda *_, **__: iter(batches))
        monkeypatch.setattr(verifying, "_erasures", lambda _: erasures or {})
        end = head or Head(BOOK, len(rows), rows[-1][HASH] if rows else GENESIS)
        book = Book(code=BOOK, name="高州市", head_seq=end.seq, head_hash=end.hash)
        return verify_chain(book, lambda _: None, contents=contents, published=published)

    return verdict


@pytest.mark.parametrize("length", [1, 2, 3, 4, 6, 7])
@pytest.mark.parametrize("contents", [True, False])
def test_a_sound_chain_of_any_length(replayed: Replayed, length: int, contents: bool) -> None:
    rows = chain(length)
    found = replayed(rows, contents=contents)
    assert (found.records, found.head, found.broken) == (length, rows[-1][HASH], None)
    assert found.sound
    assert found.say() == f"440981：{length}条记录完好，末条校验值 {rows[-1][HASH]}"


def test_a_book_nobody_wrote_in_is_sound(replayed: Replayed) -> None:
    found = replayed([])
    assert (found.records, found.head, found.sound) == (0, GENESIS, True)


@pytest.mark.parametrize("step", [1, 2, 5, 9])
def test_where_batches_end_makes_no_difference(replayed: Replayed, step: int) -> None:
    rows = chain(6)
    rows[3] = changed(rows[3], lines=rows[3][LINES].replace("440981104209", "440981104210"))
    found = replayed(rows, step=step)
    assert found.broken == Broken(4, str(UUID(id_of(4))), "的登记信息被改动")
    assert (found.records, found.head) == (3, rows[2][HASH])


# What somebody does to the fourth of six rows, what is said of it, whether its id is named.
EDITS: dict[str, tuple[Callable[[Row], Row], str, bool]] = {
    "its lines": (lambda row: changed(row, lines=f"{row[LINES]} "), "的登记信息被改动", True),
    "its hash": (lambda row: changed(row, hash="a" * 64), "的登记信息被改动", True),
    "its hash emptied": (lambda row: changed(row, hash=""), "的登记信息被改动", True),
    "its previous hash": (lambda row: changed(row, prev="a" * 64), "与前一条衔接不上", True),
    "its seq": (lambda row: changed(row, lines=row[LINES].replace("4", "5", 1)), "缺失", False),
    "a seq no number": (lambda row: changed(row, lines=f"x{row[LINES]}"), "缺失", False),
    "no lines at all": (lambda row: changed(row, lines=None), "缺失", False),
    "its text": (lambda row: changed(row, text="一切照旧"), "的内容被改动", True),
    "its text emptied": (lambda row: changed(row, text=""), "的内容被改动", True),
    "its salt": (lambda row: changed(row, salt="t"), "的内容被改动", True),
    "its content's hash": (lambda row: changed(row, content="b" * 64), "的内容被改动", True),
    "its text gone": (
        lambda row: changed(row, text=None), "的内容被删去，却没有依法删减的记录", True,
    ),
    "its content's row gone": (
        lambda row: changed(row, text=None, salt=None), "的内容整行缺失", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_the_fourth_of_six_altered(replayed: Replayed, edit: str) -> None:
    change, what, named = EDITS[edit]
    rows = chain(6)
    rows[3] = change(rows[3])
    found = replayed(rows)
    assert found.broken == Broken(4, str(UUID(id_of(4))) if named else "", what)
    assert found.records == 3
    assert not found.sound


@pytest.mark.parametrize("id_", ["4", "没有这样的编号", "0195881481007064" * 3, ""])
def test_an_id_that_is_none_any_more_is_named_as_it_stands(replayed: Replayed, id_: str) -> None:
    rows = chain(5)
    rows[2] = changed(rows[2], id=id_)
    found = replayed(rows)
    assert found.broken == Broken(3, id_, "的登记信息被改动")
    assert found.records == 2


def test_digits_moved_from_one_id_to_the_next_are_a_change(replayed: Replayed) -> None:
    """Together the ids still have the digits they had."""
    rows = chain(3)
    first, second = rows[0][ID], rows[1][ID]
    rows[0] = changed(rows[0], id=first + second[0])
    rows[1] = changed(rows[1], id=second[1:])
    found = replayed(rows)
    assert found.broken is not None
    assert (found.broken.seq, found.records) == (1, 0)


def test_two_rows_changed_places(replayed: Replayed) -> None:
    rows = chain(5)
    rows[1], rows[2] = rows[2], rows[1]
    assert replayed(rows).broken == Broken(2, "", "缺失")


def test_a_row_taken_out_and_the_rest_chained_anew(replayed: Replayed) -> None:
    """The hashes fit each other; the seqs tell that one is missing."""
    rows = chain(2)
    for seq in (4, 5, 6):
        rows.append(sealed(seq, rows[-1][HASH]))
    found = replayed(rows, head=Head(BOOK, 6, rows[-1][HASH]))
    assert found.broken == Broken(3, "", "缺失")
    assert (found.records, found.head) == (2, rows[1][HASH])


def test_a_seq_given_twice(replayed: Replayed) -> None:
    rows = chain(3)
    rows.append(sealed(3, rows[-1][HASH], id_=id_of(33)))
    found = replayed(rows, step=9)
    assert found.broken == Broken(4, "", "缺失")
    assert found.records == 3


def test_the_first_of_several_faults_is_named(replayed: Replayed) -> None:
    rows = chain(6)
    rows[4] = changed(rows[4], hash="a" * 64)
    rows[2] = changed(rows[2], text="一切照旧")
    found = replayed(rows, step=9)
    assert found.broken is not None
    assert found.broken.say() == f"第3号记录（{UUID(id_of(3))}）的内容被改动"


def test_contents_are_let_be_when_only_the_chain_is_asked_for(replayed: Replayed) -> None:
    rows = chain(4)
    rows[1] = changed(rows[1], text="一切照旧")
    assert replayed(rows, contents=False).sound
    assert not replayed(rows).sound


def test_a_lawful_erasure(replayed: Replayed) -> None:
    kept = '{"people":{"v":30}}'
    rows = chain(3)
    rows[1] = changed(rows[1], text=None, kept=kept)
    assert replayed(rows, erasures={id_of(2): kept}).sound
    for left in ("{}", None, kept.replace("30", "31")):
        rows[1] = changed(rows[1], kept=left)
        found = replayed(rows, erasures={id_of(2): kept})
        assert found.broken == Broken(2, str(UUID(id_of(2))), "删减后保留的数字被改动")


def test_an_erasure_of_one_record_does_not_allow_another(replayed: Replayed) -> None:
    rows = chain(3)
    rows[2] = changed(rows[2], text=None, kept="{}")
    found = replayed(rows, erasures={id_of(2): "{}"})
    assert found.broken is not None
    assert (found.broken.seq, found.broken.what) == (3, "的内容被删去，却没有依法删减的记录")


def test_a_fault_after_a_lawful_erasure_is_still_found(replayed: Replayed) -> None:
    rows = chain(3)
    rows[0] = changed(rows[0], text=None, kept="{}")
    rows[2] = changed(rows[2], text="一切照旧")
    found = replayed(rows, erasures={id_of(1): "{}"})
    assert found.broken is not None
    assert (found.broken.seq, found.records) == (3, 2)


def test_a_head_behind_before_and_beside_the_chain(replayed: Replayed) -> None:
    rows = chain(4)
    longer = replayed(rows, head=Head(BOOK, 7, "a" * 64))
    assert longer.broken == Broken(5, "", "起缺失：台账首部记有7条")
    assert longer.say() == "440981：第5号记录起缺失：台账首部记有7条，此前4条完好"
    for head in (Head(BOOK, 3, rows[2][HASH]), Head(BOOK, 4, "a" * 64), Head(BOOK, 0, GENESIS)):
        found = replayed(rows, head=head)
        assert found.broken == Broken(4, "", "与台账首部的校验值不一致", head=True)
        assert found.records == 4


@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("step", [1, 2, 9])
def test_a_published_head_anywhere(replayed: Replayed, seq: int, step: int) -> None:
    rows = chain(5)
    assert replayed(rows, step=step, published=Head(BOOK, seq, rows[seq - 1][HASH])).sound
    found = replayed(rows, step=step, published=Head(BOOK, seq, "f" * 64))
    assert found.broken is not None
    assert (found.broken.seq, found.broken.id) == (seq, str(UUID(id_of(seq))))
    assert found.broken.what == "与已公布的校验值不一致，此前的历史被整体改写过"
    assert found.records == seq - 1


def test_a_published_head_beyond_the_end(replayed: Replayed) -> None:
    found = replayed(chain(3), published=Head(BOOK, 4, "f" * 64))
    assert found.broken == Broken(4, "", "缺失：已公布的台账比现在更长")


def test_progress_names_what_was_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, told = chain(5), []
    rows[4] = changed(rows[4], hash="a" * 64)
    monkeypatch.setattr(
        verifying, "_batches", lambda *_, **__: iter([rows[:2], rows[2:4], rows[4:]])
    )
    monkeypatch.setattr(verifying, "_erasures", lambda _: {})
    verify_chain(Book(code=BOOK, head_seq=5, head_hash=rows[4][HASH]), told.append)
    assert told == [2, 4, 4]


def test_a_projection_that_differs_says_how_to_mend_it() -> None:
    verdict = Verdict(BOOK, 9, "a" * 64, differs=Difference(7, "", "参加方", "缺少一行"))
    assert not verdict.sound
    assert verdict.say().startswith("440981：9条记录完好，但第7号记录推出的参加方缺少一行。")
    assert verdict.say().endswith("请运行 tongxing ledger replay --book 440981 按记录重建")


@pytest.mark.parametrize(("published", "content"), [(2, 4), (4, 2)])
def test_the_earlier_of_a_head_made_public_and_a_content(
    replayed: Replayed, published: int, content: int
) -> None:
    rows = chain(5)
    rows[content - 1] = changed(rows[content - 1], text="一切照旧")
    found = replayed(rows, step=9, published=Head(BOOK, published, "f" * 64))
    assert found.broken is not None
    assert found.broken.seq == 2
    assert ("已公布" in found.broken.what) == (published == 2)
