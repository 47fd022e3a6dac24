"""The smallest books and the largest shares: nothing breaks where there is almost nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.synth.test_pairs import BOOK
from tests.derive.synth.test_pairs import some
from tongxing.derive.lake.trouble import OutOfReach
from tongxing.derive.synth import land as lands
from tongxing.derive.synth import shares as sharing
from tongxing.derive.synth import store
from tongxing.derive.synth.after import after
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import head_of
from tongxing.derive.synth.book import made
from tongxing.derive.synth.deeds import Parties
from tongxing.derive.synth.edition import Course
from tongxing.derive.synth.edition import courses
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.derive.synth.ids import Ids
from tongxing.derive.synth.ids import dashed
from tongxing.derive.synth.land import land_of
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.proof import proof_of
from tongxing.derive.synth.rows import ended_of
from tongxing.derive.synth.rows import first_codes
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import NothingThereError
from tongxing.derive.synth.shares import apportioned
from tongxing.derive.synth.shares import provinces_of
from tongxing.derive.synth.shares import shares
from tongxing.derive.synth.store import identity_of
from tongxing.derive.synth.store import piece_of
from tongxing.derive.synth.values import APPROXIMATE
from tongxing.derive.synth.values import columns_of
from tongxing.derive.synth.work import KINDS
from tongxing.derive.synth.work import Work
from tongxing.derive.synth.work import joined
from tongxing.derive.synth.work import work_of
from tongxing.records.ledger.canonical import GENESIS
from tongxing.records.registry.shipped import NotShippedError
from tongxing.rules.standing.tables import NO_DAY

ASKED = Asked(1, seed=1, place=BOOK)


@pytest.fixture(scope="module")
def lone() -> Made:
    """A book of one pairing."""
    return made(ASKED, BOOK, 1)


def nothing() -> Work:
    none = np.zeros(0, np.int32)
    return Work(none, none.astype(np.uint8), none.astype(np.uint8), none, none, none)


# --- one pairing --------------------------------------------------------------------------


def test_a_book_of_one_pairing_has_its_edition_its_pairing_and_its_work(lone: Made) -> None:
    kinds = [lone.deeds.kinds[lone.deeds.kind[deed]] for deed in lone.deed.tolist()]
    assert kinds.count("pairing-opened") == kinds.count("edition-in-force") == 1
    assert len(lone.facts.pairings) == len(lone.facts.editions) == 1
    assert set(kinds) & set(KINDS)
    assert lone.seq.tolist() == list(range(1, len(lone.deed) + 1))


@pytest.mark.parametrize("pairings", [1, 2, 3, 8])
def test_nobody_does_a_thing_together_with_themselves(pairings: int) -> None:
    """The only unit of a book has nobody to help out."""
    deeds = made(ASKED, BOOK, pairings).deeds
    pairs = list(zip(deeds.doer_row.tolist(), deeds.doer.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert set(deeds.doer_row.tolist()) == set(range(len(deeds)))


def test_a_book_of_one_pairing_has_a_chain_too(lone: Made) -> None:
    proof, head = proof_of(ASKED.seed, lone)
    assert len(proof.row) == len(lone.deed)
    assert proof.hash[-1].hex() == head != lone.head


def test_as_the_lake_takes_it_it_begins_with_nothing_before_it(lone: Made) -> None:
    piece = piece_of(lone)
    assert (piece.prev, piece.head, piece.proof) == (GENESIS, lone.head, None)
    assert (piece.chunk.deed == lone.deed).all()
    assert (piece.book, piece.facts) == (BOOK, lone.facts)


def test_a_book_is_known_by_all_that_was_asked() -> None:
    heads = {
        head_of(replace(ASKED, **{name: value}), BOOK)
        for name, value in (
            ("seed", 2), ("pairings", 2), ("year", 2024), ("years", 2), ("each", 81),
            ("rhythm", "general"), ("place", "4409"), ("seed", 1),
        )
    }  # fmt: skip
    assert len(heads) == 8
    assert head_of(ASKED, "440982") not in heads


def test_a_lake_is_known_by_its_request_and_whether_it_is_proved() -> None:
    assert identity_of(ASKED) == identity_of(replace(ASKED))
    assert identity_of(ASKED).id != identity_of(ASKED, proved=True).id
    assert identity_of(ASKED).id != identity_of(replace(ASKED, seed=2)).id
    assert identity_of(ASKED).origin == "synthetic"


# --- nothing done -------------------------------------------------------------------------


def test_where_nothing_was_done_nothing_is_said_about_it() -> None:
    then = after(nothing(), np.random.default_rng(1))
    said = (then.corrected, then.withdrawn, then.returned, then.accepted)
    assert [len(one.of) for one in said] == [0, 0, 0, 0]
    assert [len(one.day) for one in said] == [0, 0, 0, 0]


def test_parts_of_work_join_to_their_sum() -> None:
    work = work_of(some(5), ASKED, np.random.default_rng(2))
    both = joined([work, nothing(), work])
    assert len(both.pairing) == 2 * len(work.pairing)
    assert both.only(np.arange(len(work.pairing))).happened.tolist() == work.happened.tolist()
    assert len(joined([nothing()]).kind) == 0


@pytest.mark.parametrize("each", [0, 4, 79, 80, 200, 400])
def test_records_follow_how_many_are_asked_for_but_never_fall_below_the_duties(each: int) -> None:
    asked = replace(ASKED, each=each)
    size = len(work_of(some(60), asked, np.random.default_rng(2)).pairing) / 60
    assert size == pytest.approx(max(each, 79), rel=0.25)


def test_a_kind_nobody_did_states_nothing_and_empties_are_no_fault() -> None:
    assert columns_of(np.zeros(0, np.uint8), np.random.default_rng(1)) == {}
    only = columns_of(np.full(9, KINDS.index("purchase"), np.uint8), np.random.default_rng(1))
    assert set(only) == {"purchase.amount", "purchase.mode"}
    assert only["purchase.amount"].row.tolist() == list(range(9))
    unknown = columns_of(np.full(3, 200, np.uint8), np.random.default_rng(1))
    assert unknown == {}


def test_about_a_tenth_of_all_sums_of_money_are_approximate() -> None:
    kind = np.full(4_000, KINDS.index("purchase"), np.uint8)
    amount = columns_of(kind, np.random.default_rng(1))["purchase.amount"]
    assert amount.approx.mean() == pytest.approx(APPROXIMATE, abs=0.02)
    assert 100_000 < np.median(amount.value) < 500_000  # between 1,000 and 5,000 yuan


# --- parties, codes, ids ---------------------------------------------------------------------


def test_parties_are_numbered_units_leaders_members_office() -> None:
    parties = Parties(("org:a", "org:b"))
    names = parties.names("440981")
    assert names == (
        "org:a", "org:b", "person:a-1", "person:b-1", "person:a-2", "person:b-2",
        "person:440981-office",
    )  # fmt: skip
    units = np.array([0, 1], np.int32)
    assert [names[n] for n in parties.leader(units)] == ["person:a-1", "person:b-1"]
    assert [names[n] for n in parties.member(units)] == ["person:a-2", "person:b-2"]
    assert names[parties.office] == "person:440981-office"
    assert Parties(()).names("440981") == ("person:440981-office",)


def test_codes_of_system_kinds_follow_those_of_the_work_without_a_gap() -> None:
    pairs: Pairs = some(50)
    codes = first_codes(pairs, after(nothing(), np.random.default_rng(1)))
    assert codes[0] == 50 * len(KINDS) * 4
    assert np.diff(codes).tolist() == [
        1, 50, len(pairs.waived.place), len(ended_of(pairs)), 0, 0, 0,
    ]  # fmt: skip
    assert (pairs.until[ended_of(pairs)] != NO_DAY).all()


def test_an_id_is_written_as_everywhere_else() -> None:
    hex_ = "0194f3e8b6007abc8def0123456789ab"
    assert dashed(hex_) == str(UUID(hex_)) == "0194f3e8-b600-7abc-8def-0123456789ab"


@settings(max_examples=30)
@given(st.lists(st.integers(730_000, 740_000), max_size=40), st.integers(0, 2**40))
def test_moments_ascend_within_their_day_and_ids_are_apart(days: list[int], seed: int) -> None:
    received = np.array(sorted(days), np.int32)
    ids = Ids(seed, BOOK, received)
    moments = ids.recorded()
    assert (np.diff(moments) > 0).all()
    assert (moments // 86_400_000_000 + 719_163 == received).all()
    hexes = ids.hexes(np.arange(len(received)), moments)
    assert len(set(hexes)) == len(days)
    assert hexes == sorted(hexes, key=lambda one: one[:12])


# --- shares ---------------------------------------------------------------------------------

WEIGHTS = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=30)


@settings(max_examples=60)
@given(st.integers(0, 10**7), WEIGHTS)
def test_whatever_is_split_adds_up_and_nobody_is_off_by_one(
    whole: int, weights: list[float]
) -> None:
    weight = np.array(weights)
    counts = apportioned(whole, weight)
    assert counts.sum() == whole
    assert (counts >= 0).all()
    assert (np.abs(counts - whole * weight / weight.sum()) < 1 + 1e-6).all()


def test_fewer_pairings_than_books_leave_some_out_and_none_with_nothing() -> None:
    found = shares(Asked(3, seed=1, place="44"))
    assert sum(found.values()) == 3
    assert min(found.values()) == 1
    assert shares(Asked(0, seed=1, place="44")) == {}


def test_one_county_gets_all_of_it() -> None:
    assert shares(Asked(7, seed=9, place=BOOK)) == {BOOK: 7}


@pytest.mark.parametrize("place", ["00", "4", "xx", "99"])
def test_a_province_that_is_none_is_refused_by_what_was_asked(place: str) -> None:
    with pytest.raises(NothingThereError, match=place):
        provinces_of(Asked(1, seed=1, place=place))
    with pytest.raises(NotShippedError):
        land_of(place)


def test_all_provinces_there_are_make_the_nation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "shipped_provinces", lambda: ("46", "64"))
    assert provinces_of(Asked(1, seed=1)) == ("46", "64")
    assert provinces_of(Asked(1, seed=1, place="640103")) == ("64",)


def test_a_book_of_another_province_has_no_villages_here() -> None:
    with pytest.raises(ValueError, match="not in"):
        land_of("44").villages_of("450101")


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ({"440981000000": "高州市", "440900000000": "茂名市"}, "高州市"),
        ({"440900000000": "茂名市"}, "茂名市"),
        ({}, "440981"),
    ],
)
def test_a_book_is_called_as_its_county_its_city_or_its_code(
    known: dict[str, str], name: str
) -> None:
    assert lands._name(known, "440981") == name


# --- editions ------------------------------------------------------------------------------


@pytest.mark.parametrize("rhythm", ["plain", "general"])
def test_an_edition_names_its_own_place_and_years_and_nothing_is_left_to_fill_in(
    rhythm: str,
) -> None:
    text = edition_text(rhythm, "46", 2024, 3)
    assert "$" not in text
    found = edition_of(rhythm, "46", 2024, 3)
    assert (found.place, found.effective.start) == ("46", date(2024, 1, 1))
    assert found.effective.until == date(2027, 1, 1)
    assert found.sha256 != edition_of(rhythm, "44", 2024, 3).sha256


@pytest.mark.parametrize("years", [1, 2])
def test_periods_of_a_course_follow_one_another_and_close_after_their_end(years: int) -> None:
    def lawful(course: Course) -> bool:
        ordered = (course.start[1:] >= course.until[:-1]).all() and (course.start >= 0).all()
        return bool(ordered and (course.start < course.until).all())

    found = courses(2024, years)
    assert all(lawful(course) for course in found)
    assert all((course.closes >= course.until).all() for course in found)
    assert {course.kind for course in found} <= set(KINDS)
    months = next(course for course in found if len(course.start) == 12 * years)
    assert date.fromordinal(int(months.start[0])) == date(2024, 1, 1)
    assert date.fromordinal(int(months.until[-1])) == date(2024 + years, 1, 1)


# --- writing -------------------------------------------------------------------------------


def test_a_place_without_villages_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingThereError):
        store.write(Asked(5, seed=1, place="99"), str(tmp_path / "lake"))
    assert not (tmp_path / "lake").exists()


def test_pairings_are_told_as_books_are_written(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    asked = Asked(4, seed=1, place="4601")
    found = store.write(asked, str(tmp_path), progress=lambda *done: told.append(done))
    assert (found.pairings, found.books, found.provinces) == (4, len(shares(asked)), 1)
    assert told[-1] == (4, 4)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    again: list[tuple[int, int]] = []
    store.write(asked, str(tmp_path), progress=lambda *done: again.append(done))
    assert (found.before, again) == (0, [])


def test_where_nothing_can_be_written_it_is_said_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutOfReach) as told:
        store.write(Asked(1, seed=1, place="4601"), str(tmp_path / "file" / "lake"))
    assert "请" in told.value.say()
