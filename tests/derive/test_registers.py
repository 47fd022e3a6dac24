"""Names and deeds cut into stretches and put together again: the same, wherever one cuts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.lake.equal import assert_alike
from tests.derive.lake.packs import read_again
from tongxing.derive.chunks import Registers
from tongxing.derive.registers import NOTHING
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import deeds_of
from tongxing.derive.registers import fingerprint
from tongxing.derive.registers import joined
from tongxing.derive.registers import register_row
from tongxing.derive.registers import resumed
from tongxing.derive.registers import words_of

VILLAGE, OTHER = "440981104209", "440981124201"
Told = tuple[str, str, str, str]  # kind, place, doers, about

KINDS = ("labour-day", "purchase", "visit-reception")
DOERS = (
    "[]",
    '[{"of":"","role":"","who":"org:swb"}]',
    '[{"of":"org:swb","role":"leader","who":"person:p"}]',
    '[{"of":"","role":"lead","who":"org:zx"},{"of":"","role":"","who":"team:genzi"}]',
)
ABOUTS = ("[]", '["household:bq-001"]', '["household:bq-001","project:p"]')
some_deeds = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.sampled_from((VILLAGE, OTHER, "")), st.sampled_from(DOERS),
        st.sampled_from(ABOUTS),
    ),
    max_size=14,
)  # fmt: skip


def met(deeds: Sequence[Told]) -> PrintedRegisters:
    found = PrintedRegisters()
    for one in deeds:
        found.deed_of(*one)
    return found


@settings(max_examples=20, deadline=None)
@given(some_deeds.filter(len), st.lists(st.integers(1, 14), max_size=4))
def test_cut_anywhere_the_deeds_are_the_same(deeds: list[Told], cuts: list[int]) -> None:
    """A stretch has a record, so the first has a deed."""
    whole, rows = met(deeds), []
    growing, at = PrintedRegisters(), 0
    for cut in [*sorted(min(one, len(deeds)) for one in cuts), len(deeds)]:
        since = growing.mark
        for one in deeds[at:cut]:
            growing.deed_of(*one)
        rows.append(growing.added(since))
        at = cut
        growing = resumed(read_again(rows)) if cut % 2 else growing  # another process, at times
    assert_alike(whole.deeds(), deeds_of(rows))
    assert joined(rows, "deed_print").tolist() == whole.prints.tolist()


@settings(max_examples=20, deadline=None)
@given(some_deeds)
def test_printed_registers_number_deeds_as_plain_ones_do(deeds: list[Told]) -> None:
    plain, printed = Registers(), PrintedRegisters()
    assert [printed.deed_of(*one) for one in deeds] == [plain.deed_of(*one) for one in deeds]
    assert_alike(plain.deeds(), printed.deeds())
    assert len(printed.prints) == len(set(printed.prints.tolist())) == len(printed.deeds())


@settings(max_examples=20, deadline=None)
@given(some_deeds, some_deeds)
def test_what_was_met_before_is_known_after(earlier: list[Told], later: list[Told]) -> None:
    """A resumed book gives a later record the deed the whole book would have given it."""
    whole = met(earlier)
    again = resumed(read_again([whole.added(NOTHING)]))
    for one in [*later, *earlier]:
        assert again.deed_of(*one) == whole.deed_of(*one)
    assert_alike(whole.deeds(), again.deeds())
    assert again.mark == whole.mark


def test_a_stretch_that_names_nothing_new_adds_nothing() -> None:
    deeds = [(KINDS[0], VILLAGE, DOERS[2], ABOUTS[1]), (KINDS[1], OTHER, DOERS[1], ABOUTS[0])]
    registers = met(deeds)
    since = registers.mark
    for one in deeds:
        registers.deed_of(*one)
    row = registers.added(since)
    assert all(len(value) == 0 for value in row.values())
    assert_alike(registers.deeds(), deeds_of([registers.added(NOTHING), row]))


def test_the_first_stretch_carries_the_empty_role() -> None:
    """Every doer without a role has role 0; registers begin with it."""
    empty = PrintedRegisters()
    assert empty.mark == NOTHING
    assert empty.added(NOTHING)["roles"] == ("",)
    registers = met([(KINDS[0], VILLAGE, DOERS[1], "[]")])
    assert registers.added(NOTHING)["roles"] == ("",)
    assert registers.added(registers.mark)["roles"] == ()


def test_a_mark_counts_what_was_met() -> None:
    registers = met([(KINDS[0], VILLAGE, DOERS[2], ABOUTS[2])])
    registers.words["purchase.mode"] = type(registers.kinds)(["canteen", "商超"])
    mark = registers.mark
    assert mark.named == {"kinds": 1, "parties": 2, "roles": 2, "subjects": 2}
    assert (mark.words, mark.deeds) == ({"purchase.mode": 2}, 1)


@pytest.mark.parametrize(
    "other",
    [
        ("purchase", VILLAGE, DOERS[1], ABOUTS[1]),
        ("labour-day", OTHER, DOERS[1], ABOUTS[1]),
        ("labour-day", VILLAGE, DOERS[0], ABOUTS[1]),
        ("labour-day", VILLAGE, DOERS[1], ABOUTS[0]),
        ("labour-day", "", f"{VILLAGE}{DOERS[1]}", ABOUTS[1]),
    ],
    ids=["kind", "place", "doers", "subjects", "moved over"],
)
def test_a_fingerprint_tells_deeds_apart(other: Told) -> None:
    one = ("labour-day", VILLAGE, DOERS[1], ABOUTS[1])
    assert fingerprint(*one) == fingerprint(*one)
    assert fingerprint(*one) != fingerprint(*other)


def test_a_fingerprint_never_changes_and_fits_a_column() -> None:
    """It is written into lakes: another one for the same deed would make the deed twice."""
    assert fingerprint("labour-day", VILLAGE, "[]", "[]") == 5894218621527938916
    prints = [fingerprint("labour-day", f"{n:012d}", "[]", "[]") for n in range(300)]
    assert 0 <= min(prints) <= max(prints) < 2**63
    assert np.array(prints, np.int64).tolist() == prints


WORDS = {
    "purchase.mode": ["canteen", "商超", "展销"],
    "purchase.goods": ["荔枝干"],  # a text: no lake holds it
    "project-lead.stage": [],
    "livelihood-item.field": ["road"],
}


def test_words_no_lake_holds_never_come_into_a_row() -> None:
    row = register_row(met([]).deeds(), WORDS)
    assert row["word_fields"] == ["purchase.mode", "livelihood-item.field"]
    assert row["word_count"] == [3, 1]
    assert row["words"] == ["canteen", "商超", "展销", "road"]


def test_words_of_several_stretches_come_together_in_order() -> None:
    deeds = met([]).deeds()
    since = met([]).mark.__class__(words={"purchase.mode": 2, "livelihood-item.field": 1})
    early = {"purchase.mode": ["canteen", "商超"], "livelihood-item.field": ["road"]}
    rows = read_again([register_row(deeds, early), register_row(deeds, WORDS, since=since)])
    assert rows[1]["word_fields"] == ["purchase.mode"]
    assert words_of(rows) == {
        "purchase.mode": ["canteen", "商超", "展销"],
        "livelihood-item.field": ["road"],
    }
    assert words_of(rows, frozenset({"livelihood-item.field"})) == {
        "livelihood-item.field": ["road"]
    }
    assert words_of(rows, frozenset({"purchase.goods"})) == words_of([]) == {}
    assert resumed(rows).words["purchase.mode"].all() == ("canteen", "商超", "展销")


def test_a_column_over_one_stretch_is_not_copied() -> None:
    one, two = {"replacing": np.array([1, 2])}, {"replacing": np.array([5])}
    assert joined([one], "replacing") is one["replacing"]
    assert joined([one, two], "replacing").tolist() == [1, 2, 5]


def test_a_person_for_a_unit_stands_twice_and_once_more_when_resumed() -> None:
    acting = (KINDS[0], VILLAGE, DOERS[2], "[]")
    registers = met([acting])
    assert registers.deeds().doers_of(0) == ("person:p", "org:swb")
    again = resumed(read_again([registers.added(NOTHING)]))
    assert again.deed_of(*acting) == 0
    assert again.deed_of(KINDS[1], VILLAGE, DOERS[2], "[]") == 1
    assert again.deeds().doers_of(1) == ("person:p", "org:swb")
