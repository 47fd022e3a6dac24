"""Finding records of a book: filters over the arrays in memory, words by the search index.

Everything answers as of the viewer's day and as known at the viewer's moment, so the list
says the same as the boards. A page is cut by the last line shown (keyset), newest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import cast
from typing import get_args
from uuid import UUID

import numpy as np

from tongxing.actions.draft import Draft
from tongxing.derive.boards.lines import ENTERED_LATE_DAYS
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.lines import system_rows
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import RecordState
from tongxing.derive.boards.view import View
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.errors import link_part
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.queries import containing
from tongxing.records.registry.codes import prefix_of
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.take import valid_records

PAGE = 50
CODE_DIGITS = 12
AFTER = re.compile(r"\d{1,7}\.\d{1,12}", re.ASCII)
WITHDRAWN = "record-withdrawn"
STATES: tuple[RecordState, ...] = get_args(RecordState)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty means no limit. `until` is the last day, included."""

    words: str = ""
    kind: str = ""
    place: str = ""
    party: str = ""
    since: date | None = None
    until: date | None = None
    state: RecordState | None = None
    late: bool = False  # 补录 only
    after: tuple[int, int] | None = None  # (happened ordinal, seq) of the last line shown

    @property
    def limited(self) -> bool:
        return replace(self, after=None) != Asked()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many there are in all."""

    lines: tuple[RecordLine, ...]
    total: int
    next: str  # the next page's `after`, "" on the last page


def asked_of(given: Mapping[str, str]) -> Asked:
    """Read the address; raises BadLink on what cannot be read or names nothing there is."""
    return Asked(
        words=given.get("q", "").strip(),
        kind=_one_of(shipped_kinds(), given.get("kind", ""), "类别"),
        place=link_part("place", given.get("place", "")),
        party=link_part("party", given.get("party", "")),
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        state=cast("RecordState", _one_of(STATES, given.get("state", ""), "状态")) or None,
        late=bool(_one_of(("1",), given.get("late", ""), "补录筛选")),
        after=_after(given.get("after", "")),
    )


def _one_of(known: Collection[str], text: str, what: str) -> str:
    if text and text not in known:
        raise BadLink(f"没有“{text[:40]}”这种{what}。")
    return text


def _day(text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except PeriodError as problem:
        raise BadLink(f"{problem}。") from None


def _after(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    if not AFTER.fullmatch(text):
        raise BadLink("翻页位置不完整，请回到第一页重新翻。")
    day, _, seq = text.partition(".")
    return int(day), int(seq)


def find(view: View, asked: Asked) -> Found:
    """One page: one query for words, one for the records, four for names."""
    table = view.judged.standing.book.records
    chosen = chosen_rows(view, asked)
    rows = _rest(table, chosen, asked.after)
    shown = rows[:PAGE]
    following = ""
    if len(rows) > PAGE:
        last = int(shown[-1])
        following = f"{table.happened[last]}.{table.seq[last]}"
    return Found(lines_of(view, shown.tolist()), len(chosen), following)


def chosen_rows(view: View, asked: Asked) -> Rows:
    """The rows of everything asked for, latest first, whatever page is asked for."""
    table = view.judged.standing.book.records
    flags = _matching(view, asked) & RowStates(table).are(asked.state)
    chosen = np.flatnonzero(flags).astype(np.int32)
    ordered: Rows = chosen[np.lexsort((chosen, table.happened[chosen]))[::-1]]
    return ordered


def lines_of(view: View, rows: Sequence[int]) -> tuple[RecordLine, ...]:
    """These rows as lines, each in the state it is in."""
    states = RowStates(view.judged.standing.book.records)
    lines = record_lines(view, rows)
    return tuple(replace(line, state=states.of(row)) for line, row in zip(lines, rows, strict=True))


def _rest(table: Records, rows: Rows, after: tuple[int, int] | None) -> Rows:
    if after is None:
        return rows
    day, seq = after
    happened = table.happened[rows]
    kept: Rows = rows[(happened < day) | ((happened == day) & (table.seq[rows] < seq))]
    return kept


def _matching(view: View, asked: Asked) -> Flags:
    """Everything but the state: one flag for each record of the book."""
    table = view.judged.standing.book.records
    flags = view.sight & (table.happened <= view.as_of.toordinal())
    if asked.kind:
        flags &= table.whose(table.deeds.of_kinds({asked.kind}))
    else:
        flags &= ~system_rows(view)
    if asked.place:
        flags &= within(table, prefix_of(asked.place))
    if asked.party:
        flags &= done_by(table, {asked.party})
    if asked.since:
        flags &= table.happened >= asked.since.toordinal()
    if asked.until:
        flags &= table.happened <= asked.until.toordinal()
    if asked.late:
        flags &= table.received - table.happened > ENTERED_LATE_DAYS
    if asked.words:
        flags &= np.isin(table.seq, _holding(view, asked.words))
    return flags


def _holding(view: View, words: str) -> list[int]:
    book = view.judged.standing.book.code
    found = containing(Record.objects.filter(book=book), book, words)
    return list(found.values_list("seq", flat=True))


def within(table: Records, prefix: str) -> Flags:
    """Records that happened within a place."""
    low = int(prefix.ljust(CODE_DIGITS, "0"))
    high = low + int(10 ** (CODE_DIGITS - len(prefix)))
    return table.whose(table.deeds.within(low, high))


def done_by(table: Records, parties: frozenset[str] | set[str]) -> Flags:
    """Records any of these parties did or acted in."""
    return table.whose(table.deeds.done_by(parties))


class RowStates:
    """What became of each record of a book: it counts, or was mended, withdrawn, returned."""

    def __init__(self, table: Records) -> None:
        self.table = table
        size = len(table)
        self.valid = valid_records(table)
        self.returned = np.zeros(size, np.bool_)
        self.returned[table.returned[self.valid[table.returning]]] = True
        self.winner = np.full(size, size, np.int32)
        np.minimum.at(self.winner, table.replaced, table.replacing)

    def of(self, row: int) -> RecordState:
        if self.valid[row]:
            return "returned" if self.returned[row] else "effective"
        winner = int(self.winner[row])
        if winner == len(self.valid):
            return "conflict"  # a correction that came second, and nobody has settled it
        return "withdrawn" if self.table.kind_of(winner) == WITHDRAWN else "corrected"

    def are(self, state: RecordState | None) -> Flags:
        """Flags of the records in `state`, all for None."""
        if state is None:
            return np.ones(len(self.valid), np.bool_)
        if state == "effective":
            return self.valid & ~self.returned
        if state == "returned":
            return self.valid & self.returned
        mended = ~self.valid & (self.winner < len(self.valid))
        if state == "conflict":
            return ~self.valid & ~mended
        by = np.zeros(len(self.valid), np.bool_)
        withdrawals = self.table.deeds.of_kinds({WITHDRAWN})
        by[mended] = withdrawals[self.table.deed[self.winner[mended]]]
        return by if state == "withdrawn" else mended & ~by


def similar_to(view: View, draft: Draft) -> tuple[RecordLine, ...]:
    """Records that seem to say the same: kind, place, the day give or take one, a doer."""
    table = view.judged.standing.book.records
    parties = {party for doer in draft.doers for party in doer.parties}
    place = int(draft.place or 0)
    states = RowStates(table)
    flags = (
        states.are("effective")
        & view.sight
        & table.whose(table.deeds.of_kinds({draft.kind}) & (table.deeds.place == place))
        & (abs(table.happened - draft.happened.toordinal()) <= 1)
        & done_by(table, parties)
    )
    rows = [int(row) for row in np.flatnonzero(flags)]
    others = [row for row in rows if view.judged.snapshot.id_of(row) != draft.id]
    return record_lines(view, others[:3]) if others else ()


def written_as(view: View, id_: UUID) -> tuple[RecordLine, ...]:
    """The record a form wrote before under the id it carries, where the viewer may open it."""
    row = view.judged.snapshot.row_of(id_)
    return record_lines(view, [row]) if row is not None and view.sight[row] else ()
