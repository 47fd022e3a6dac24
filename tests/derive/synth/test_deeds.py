"""Records in the order received, and each with the deed that was drawn for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import numpy as np
import pytest

from tests.derive.synth.test_pairs import some
from tongxing.derive.synth.after import After
from tongxing.derive.synth.after import after
from tongxing.derive.synth.deeds import Coded
from tongxing.derive.synth.deeds import Parties
from tongxing.derive.synth.deeds import coded
from tongxing.derive.synth.deeds import deeds_of
from tongxing.derive.synth.ids import Ids
from tongxing.derive.synth.ids import dashed
from tongxing.derive.synth.rows import CODES
from tongxing.derive.synth.rows import SYSTEM
from tongxing.derive.synth.rows import Ordered
from tongxing.derive.synth.rows import ordered
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.values import FIELDS
from tongxing.derive.synth.values import columns_of
from tongxing.derive.synth.work import KINDS
from tongxing.derive.synth.work import Work
from tongxing.derive.synth.work import work_of

BOOK = "440981"
PAIRS = some(200)
OPENS = date(2025, 1, 1).toordinal()


@pytest.fixture(scope="module")
def work() -> Work:
    return work_of(PAIRS, Asked(200, seed=1, place=BOOK), np.random.default_rng(2))


@pytest.fixture(scope="module")
def then(work: Work) -> After:
    return after(work, np.random.default_rng(3))


@pytest.fixture(scope="module")
def rows(work: Work, then: After) -> Ordered:
    return ordered(PAIRS, work, then, OPENS)


def test_everything_written_stands_once(work: Work, then: After, rows: Ordered) -> None:
    said = (then.corrected, then.withdrawn, then.returned, then.accepted)
    system = sum(len(found) for kind, found in rows.system.items() if "record-" not in kind)
    assert len(rows.code) == len(work.kind) + sum(len(one.of) for one in said) + system
    own = rows.code[rows.code < len(PAIRS.village) * CODES]
    assert len(own) == len(work.kind) + len(then.corrected.of)
    assert (np.diff(rows.received) >= 0).all()


def test_a_correction_repeats_the_deed_it_corrects(rows: Ordered, then: After) -> None:
    links = rows.replacing
    assert len(links.saying) == len(then.corrected.of) + len(then.withdrawn.of)
    mends = rows.code[links.saying] < len(PAIRS.village) * CODES
    saying, old = links.saying[mends], links.concerned[mends]
    assert (rows.code[saying] == rows.code[old]).all()
    assert (rows.happened[saying] == rows.happened[old]).all()
    assert (rows.makes_up[saying] == rows.makes_up[old]).all()


def test_a_book_begins_with_its_edition_and_its_pairings(rows: Ordered) -> None:
    assert rows.system["edition-in-force"].tolist() == [0]
    opened = rows.system["pairing-opened"]
    assert (rows.received[opened] == PAIRS.start).all()
    first = np.full(len(PAIRS.village), len(rows.code))
    own = np.flatnonzero(rows.code < len(PAIRS.village) * CODES)
    np.minimum.at(first, rows.code[own] // CODES, own)
    assert (opened < first).all()  # nothing is done for a pairing that is not there yet


def test_codes_say_who_where_and_what(work: Work, then: After) -> None:
    every = coded(BOOK, PAIRS, work, then)
    parties = Parties(PAIRS.units)
    names = parties.names(BOOK)
    base = 7 * CODES + KINDS.index("courtyard") * 4
    unit, village = int(PAIRS.unit[7]), int(PAIRS.village[7])
    person = PAIRS.units[unit].removeprefix("org:")
    told = [(names[every.doer[base + n]], int(every.other[base + n])) for n in range(4)]
    assert [one for one, _ in told] == [
        PAIRS.units[unit], f"person:{person}-1", f"person:{person}-2", PAIRS.units[unit],
    ]  # fmt: skip
    assert [other for _, other in told] == [-1, unit, unit, int(PAIRS.partner[7])]
    assert every.role[base : base + 4].tolist() == [0, 1, 0, 0]
    assert set(every.place[base : base + 4].tolist()) == {village}
    assert set(every.kind[base : base + 4].tolist()) == {KINDS.index("courtyard")}
    assert names[parties.office] == f"person:{BOOK}-office"


def test_deeds_are_only_those_met_in_the_order_met() -> None:
    codes = np.arange(6, dtype=np.int32)
    every = Coded(
        kind=codes, place=np.full(6, 440981100201), doer=codes * 10,
        other=np.array([-1, 7, -1, 8, -1, -1], np.int32), role=codes % 2,
        about=np.array([-1, -1, 4, -1, -1, -1], np.int32),
    )  # fmt: skip
    deed, deeds = deeds_of(every, np.array([3, 5, 3, 1, 2, 5], np.int32), ["p"], ["s"])
    assert deed.tolist() == [0, 1, 0, 2, 3, 1]
    assert deeds.kind.tolist() == [3, 5, 1, 2]
    assert deeds.doer_row.tolist() == [0, 0, 1, 2, 2, 3]
    assert deeds.doer.tolist() == [30, 8, 50, 10, 7, 20]
    assert deeds.doer_role.tolist() == [1, 1, 1, 1, 1, 0]
    assert (deeds.about_row.tolist(), deeds.about.tolist()) == ([3], [4])


def test_ids_are_of_their_moment_and_of_nobody_else() -> None:
    received = np.repeat(np.arange(739_000, 739_004, dtype=np.int32), 50)
    ids = Ids(7, BOOK, received)
    moments = ids.recorded()
    found = ids.hexes(np.arange(200), moments)
    assert len(set(found)) == 200
    assert found == ids.hexes(np.arange(200), moments)
    assert ids.hexes(np.array([150]), moments) == [found[150]]
    for hex_, moment in zip(found, moments.tolist(), strict=True):
        one = UUID(dashed(hex_))
        assert (one.version, one.variant) == (7, "specified in RFC 4122")
        assert one.int >> 80 == moment // 1000
    other = Ids(8, BOOK, received).hexes(np.arange(200), moments)
    assert not set(found) & set(other)


def test_even_a_busy_day_has_a_moment_for_everyone() -> None:
    moments = Ids(1, BOOK, np.full(100_000, 739_000, np.int32)).recorded()
    assert (np.diff(moments) > 0).all()
    assert moments[-1] - moments[0] <= 12 * 3_600_000_000


def test_records_state_what_their_kind_asks_for_and_nothing_else() -> None:
    kind = np.tile(np.arange(len(KINDS) + len(SYSTEM), dtype=np.uint8), 400)
    columns = columns_of(kind, np.random.default_rng(1))
    assert columns.keys() == FIELDS.keys()
    for name, field in columns.items():
        assert (kind[field.row] == KINDS.index(name.partition(".")[0])).all()
        assert len(field.row) == len(field.value) == len(field.approx) == 400
        words = FIELDS[name].words
        assert field.value.min() >= 0
        assert not words or field.value.max() == len(words) - 1
    money = columns["purchase.amount"]
    assert 0.04 < money.approx.mean() < 0.17
    assert (money.value % 100 == 0).all()
    assert not columns["visit-reception.people"].approx.any()
