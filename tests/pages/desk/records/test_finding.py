"""What became of each record, and the parts a filter is made of; no database needed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records import cast as c
from tongxing.pages.desk.errors import BadLink
from tongxing.pages.desk.records.finding import STATES
from tongxing.pages.desk.records.finding import Asked
from tongxing.pages.desk.records.finding import RowStates
from tongxing.pages.desk.records.finding import asked_of
from tongxing.pages.desk.records.finding import done_by
from tongxing.pages.desk.records.finding import within
from tongxing.records.ledger.versions import effective
from tongxing.records.ledger.versions import won
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import Doer
from tongxing.rules.standing import RecordRow
from tongxing.rules.standing.tables import Records

DAY = date(2025, 3, 10)


class Ledger:
    """A ledger in words: what is written, corrected, withdrawn, returned."""

    def __init__(self) -> None:
        self.book = BookBuilder(c.BOOK)

    def add(self, kind: str, doers: tuple[Doer | str, ...] = (c.SWB,), **more) -> int:
        place = more.pop("place", c.BAIQIAO)
        return self.book.record(RecordRow(kind, DAY, doers, place=place, **more))

    def write(self, **more) -> int:
        return self.add("labour-day", **more)

    def correct(self, *olds: int) -> int:
        return self.add("labour-day", replaces=olds)

    def withdraw(self, old: int) -> int:
        return self.add("record-withdrawn", replaces=(old,))

    def give_back(self, old: int) -> int:
        return self.add("record-returned", returns=old)

    @property
    def table(self) -> Records:
        return self.book.build().records

    def states(self) -> list[str]:
        table = self.table
        return [RowStates(table).of(row) for row in range(len(table))]


def test_what_nobody_touched_counts() -> None:
    ledger = Ledger()
    ledger.write()

    assert ledger.states() == ["effective"]


def test_a_corrected_record_is_out_and_its_correction_in() -> None:
    ledger = Ledger()
    ledger.correct(ledger.write())

    assert ledger.states() == ["corrected", "effective"]


def test_a_correction_of_a_correction_leaves_the_first_one_corrected() -> None:
    ledger = Ledger()
    ledger.correct(ledger.correct(ledger.write()))

    assert ledger.states() == ["corrected", "corrected", "effective"]


def test_a_second_correction_of_the_same_record_conflicts() -> None:
    ledger = Ledger()
    old = ledger.write()
    ledger.correct(old)
    ledger.correct(old)

    assert ledger.states() == ["corrected", "effective", "conflict"]


def test_a_settlement_ends_the_conflict() -> None:
    ledger = Ledger()
    old = ledger.write()
    ledger.correct(ledger.correct(old), ledger.correct(old))

    assert ledger.states() == ["corrected", "corrected", "corrected", "effective"]


def test_a_withdrawn_record_is_out() -> None:
    ledger = Ledger()
    ledger.withdraw(ledger.write())

    assert ledger.states()[0] == "withdrawn"


def test_a_returned_record_is_out_until_it_is_corrected() -> None:
    ledger = Ledger()
    old = ledger.write()
    ledger.give_back(old)
    assert ledger.states()[0] == "returned"

    ledger.correct(old)
    assert [ledger.states()[row] for row in (0, 2)] == ["corrected", "effective"]


histories = st.lists(
    st.tuples(
        st.sampled_from(["write", "correct", "settle", "withdraw", "return"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=14,
)


def acted_out(history: list[tuple[str, int, int]]) -> Ledger:
    ledger = Ledger()
    for verb, one, other in history:
        number = len(ledger.book.records)
        if verb == "write" or not number:
            ledger.write()
        elif verb == "correct":
            ledger.correct(one % number)
        elif verb == "settle":
            ledger.correct(*{one % number, other % number})
        elif verb == "withdraw":
            ledger.withdraw(one % number)
        else:
            ledger.give_back(one % number)
    return ledger


@given(histories)
def test_every_record_is_in_exactly_one_state(history) -> None:
    table = acted_out(history).table
    states = RowStates(table)

    flags = {state: states.are(state) for state in STATES}
    for row in range(len(table)):
        assert [state for state in STATES if flags[state][row]] == [states.of(row)]
    assert states.are(None).all()


@given(histories)
def test_what_stands_is_what_the_fold_over_versions_says(history) -> None:
    ledger = acted_out(history)
    links = [
        (UUID(int=row), tuple(UUID(int=old) for old in one.replaces))
        for row, one in enumerate(ledger.book.records)
    ]
    winners = won(links)
    standing = effective(links, winners)

    for row, state in enumerate(ledger.states()):
        # A winner that never counted leaves what it replaces as it was.
        winner = winners.get(UUID(int=row))
        gone = winner is not None and winner in standing
        stands = UUID(int=row) in standing and not gone
        assert (state in {"effective", "returned"}) == stands


def test_a_place_holds_everything_within_it() -> None:
    ledger = Ledger()
    for place in (c.BAIQIAO, c.YUANBA, c.HETONG, c.GENZI):
        ledger.write(place=place)
    table = ledger.table

    assert within(table, "440981104").tolist() == [True, True, False, True]
    assert within(table, c.BAIQIAO).tolist() == [True, False, False, False]
    assert within(table, "440981").all()
    assert within(table, "").all()


def test_a_person_acting_for_a_unit_is_found_by_both() -> None:
    ledger = Ledger()
    ledger.write(doers=(Doer("person:swb", "leader", c.SWB), c.ZX))
    ledger.write(doers=(c.LYJ,))
    table = ledger.table

    for party in ("person:swb", c.SWB, c.ZX):
        assert done_by(table, {party}).tolist() == [True, False]
    assert not done_by(table, {"org:nobody"}).any()
    assert not done_by(table, frozenset()).any()


def test_an_address_says_what_is_asked() -> None:
    asked = asked_of(
        {
            "q": " 水塘 ",
            "kind": "labour-day",
            "place": c.GENZI,
            "since": "2025-03-01",
            "state": "returned",
            "late": "1",
            "after": "739319.42",
        }
    )

    assert asked == Asked(
        words="水塘",
        kind="labour-day",
        place=c.GENZI,
        since=date(2025, 3, 1),
        state="returned",
        late=True,
        after=(739319, 42),
    )
    assert asked.limited


@pytest.mark.parametrize(
    ("given_", "limited"), [({}, False), ({"after": "1.2"}, False), ({"late": "1"}, True)]
)
def test_turning_pages_limits_nothing(given_, limited) -> None:
    assert asked_of(given_).limited == limited


@pytest.mark.parametrize(
    "given_",
    [{"place": "4409"}, {"place": "柏桥村"}, {"since": "3月"}, {"after": "12"}, {"after": ".1"}],
)
def test_what_cannot_be_read_is_said(given_) -> None:
    with pytest.raises(BadLink):
        asked_of(given_)
