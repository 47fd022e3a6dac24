"""Facts as columns of a stretch and back, what is known of them when, and what a lake holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.derive.lake import packs
from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.held import is_held
from tongxing.derive.lake.columns import FACT_PLACES
from tongxing.derive.lake.columns import FURTHER
from tongxing.derive.lake.columns import NAMES
from tongxing.derive.lake.columns import NEVER
from tongxing.derive.lake.columns import NUMBERS
from tongxing.derive.lake.columns import OTHERS
from tongxing.derive.lake.columns import PAIRINGS
from tongxing.derive.lake.columns import TOLD
from tongxing.derive.lake.fact_columns import NO_FACTS
from tongxing.derive.lake.fact_columns import edition_texts
from tongxing.derive.lake.fact_columns import facts_columns
from tongxing.derive.lake.fact_columns import held_facts
from tongxing.derive.lake.facts import editions_at
from tongxing.derive.lake.facts import read_editions
from tongxing.derive.lake.facts import read_facts
from tongxing.derive.lake.facts import text_of
from tongxing.derive.lake.pack import registered
from tongxing.derive.lake.sync import known_at
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import STAYING_TYPES
from tongxing.rules.standing.tables import NO_DAY

DAY = date(2024, 9, 1)
NOBODY = Facts((), (), (), ())

seqs = st.integers(1, 12)
ends = st.none() | st.integers(2, 14)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
open_days = st.none() | days
names = st.text("甲乙abc:-“”\n", max_size=4)
pairing_facts = st.builds(
    PairingFact, key=names, born=seqs, died=ends,
    kind=st.sampled_from(["gaozhou:unit", "resident-team:team-town"]),
    place=st.sampled_from(["440981104209", "440981000000", "110101001001", "010000000000"]),
    since=days, until=open_days,
    parties=st.lists(st.tuples(names, names), max_size=3).map(tuple),
    subjects=st.lists(names | st.just("household:1"), max_size=3).map(tuple),
)  # fmt: skip
waiver_facts = st.builds(
    WaiverFact, key=names, born=seqs, died=ends, pairing=names, place=names, plan=names,
    duties=st.frozensets(names, max_size=3), since=days, until=open_days,
)  # fmt: skip
edition_facts = st.builds(
    EditionFact, key=names, born=seqs, died=ends, plan=names, edition=names,
    sha256=st.sampled_from(["a" * 64, "b" * 64]), text=st.just(""), since=days, until=open_days,
).map(lambda one: replace(one, text=f"text of {one.sha256[0]}"))  # fmt: skip
attribute_facts = st.builds(
    AttributeFact, key=names, born=seqs, died=ends,
    subject=st.one_of(names, st.sampled_from(["place:440981104209", "household:1", "person:1"])),
    name=names, value=names, since=days, until=open_days,
)  # fmt: skip
any_facts = st.builds(
    Facts,
    *(
        st.lists(one, max_size=3).map(tuple)
        for one in (pairing_facts, waiver_facts, edition_facts, attribute_facts)
    ),
)


@settings(max_examples=50, deadline=None)
@given(any_facts)
def test_facts_come_back_whatever_they_say(facts: Facts) -> None:
    row = facts_columns(facts)
    assert read_facts(row, edition_texts(facts).get, "440981") == held_facts(facts)


@settings(max_examples=25, deadline=None)
@given(any_facts, st.integers(0, 15))
def test_editions_are_those_known_then(facts: Facts, seq: int) -> None:
    texts = edition_texts(facts)
    found = read_editions(facts_columns(facts), texts.get, "440981", seq)
    assert found == facts.at(seq).editions
    keys = editions_at(facts, seq)
    assert sorted(map(repr, keys)) == sorted(
        repr((one.plan, one.edition, one.sha256, one.since, one.until)) for one in found
    )
    mixed = replace(facts, editions=facts.editions[::-1])
    assert editions_at(mixed, seq) == keys  # in one order, whatever the order of the facts


def undated(facts: Facts) -> list[object]:
    """The facts without the seq they died at, of which nobody knew while they lived."""
    every = (*facts.pairings, *facts.waivers, *facts.editions, *facts.attributes)
    return [replace(one, died=None) for one in every]


@settings(max_examples=25, deadline=None)
@given(any_facts, st.integers(0, 15), st.integers(0, 15))
def test_known_at_one_seq_is_judged_as_the_whole_is(facts: Facts, at: int, later: int) -> None:
    """What a lake synced at a seq says of it and of all before is what the ledger says."""
    known = known_at(facts, at)
    for seq in range(at + 1):
        assert undated(known.at(seq)) == undated(facts.at(seq))
    assert known_at(known, at) == known
    assert known_at(known_at(facts, max(at, later)), min(at, later)) == known_at(
        facts, min(at, later)
    )


def pairing(key: str, **changes: object) -> PairingFact:
    plain = PairingFact(key, 3, None, "gaozhou:unit", "440981104209", DAY, None, (), ())
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("seq", "known", "died"),
    [(2, False, None), (3, True, None), (6, True, None), (7, True, 7), (8, True, 7)],
    ids=["before", "born", "alive", "died", "after"],
)
def test_what_is_known_of_a_pairing(seq: int, known: bool, died: int | None) -> None:
    facts = replace(NOBODY, pairings=(pairing("p", died=7),))
    found = known_at(facts, seq).pairings
    assert [one.died for one in found] == ([died] if known else [])


def test_names_that_repeat_stand_once() -> None:
    parties = (("org:a", "lead"), ("org:b", ""), ("org:a", ""))
    facts = replace(
        NOBODY,
        pairings=(
            pairing("p", parties=parties, subjects=("household:1", "household:2")),
            pairing("q", parties=parties[:1], subjects=("household:2",)),
        ),
    )
    row = facts_columns(facts)
    assert row["fact_parties"] == ["org:a", "org:b"]
    assert row["fact_roles"] == ["lead", ""]
    assert row["fact_subjects"] == ["household:1", "household:2"]
    assert row["pairing_kinds"] == ["gaozhou:unit"]
    assert row["party_row"].tolist() == [0, 0, 0, 1]
    assert row["party"].tolist() == [0, 1, 0, 0]
    assert row["party_role"].tolist() == [0, 1, 1, 0]
    assert (row["subject_row"].tolist(), row["subject"].tolist()) == ([0, 0, 1], [0, 1, 1])


def test_open_ends_are_numbers_no_day_and_no_seq_has() -> None:
    row = facts_columns(replace(NOBODY, pairings=(pairing("p"), pairing("q", died=9, until=DAY))))
    assert row["pairing_died"].tolist() == [NEVER, 9]
    assert row["pairing_until"].tolist() == [int(NO_DAY), DAY.toordinal()]
    assert date.max.toordinal() < NO_DAY
    assert NEVER < 0


def test_columns_have_the_types_they_are_laid_down_in() -> None:
    row = facts_columns(replace(NOBODY, pairings=(pairing("p", parties=(("org:a", ""),)),)))
    assert set(row) == set(NO_FACTS)
    assert set(row) < {*NUMBERS, *TOLD, *FURTHER, *NAMES}
    numbers = {name: value.dtype for name, value in row.items() if isinstance(value, np.ndarray)}
    assert set(numbers) == {*PAIRINGS, *FACT_PLACES, "party_role"}
    assert {name for name, type_ in numbers.items() if type_ == np.int64} == set(FACT_PLACES)
    assert set(numbers.values()) == {np.dtype(np.int32), np.dtype(np.int64)}


def whole(facts: Facts) -> dict[str, Any]:
    """The row of a stretch that has these facts and nothing else."""
    return packs.told() | facts_columns(facts)


def test_others_are_the_same_bytes_for_the_same_facts() -> None:
    """A lake made twice from one ledger has the same files."""
    waiver = WaiverFact(
        "w", 4, None, "", "440981000000", "gaozhou", frozenset({"b", "a", "c"}), DAY, None
    )
    facts = replace(NOBODY, waivers=(waiver,))
    again = replace(NOBODY, waivers=(replace(waiver, duties=frozenset(("c", "a", "b"))),))
    assert registered(whole(facts)) == registered(whole(again))
    row = facts_columns(facts)
    (judged,), (told,) = row["waivers"], row[OTHERS]["waivers"]
    assert judged[5:] == ["gaozhou", ["a", "b", "c"], DAY.toordinal(), int(NO_DAY)]
    assert told == ["w", "", "440981000000"]


def test_the_texts_of_editions_lie_apart() -> None:
    text = "plan = '高州'\n" * 50
    edition = EditionFact("e", 2, None, "gaozhou", "2024", "a" * 64, text, DAY, None)
    facts = replace(NOBODY, editions=(edition, replace(edition, key="f", since=DAY + timedelta(9))))
    assert edition_texts(facts) == {"a" * 64: text}
    assert "高州".encode() not in b"".join(*zip(*registered(whole(facts)).values(), strict=True))
    assert text_of("a" * 64, edition_texts(facts).get, "440981") == text


def test_an_edition_without_text_is_told_with_what_to_do() -> None:
    edition = EditionFact("e", 2, None, "gaozhou", "2024", "c" * 64, "x", DAY, None)
    row = facts_columns(replace(NOBODY, editions=(edition, replace(edition, born=9))))
    for asked in (
        lambda: read_facts(row, {}.get, "440981"),
        lambda: read_editions(row, {}.get, "440981", 5),
    ):
        with pytest.raises(UnknownEdition) as refused:
            asked()
        assert refused.value.say() == (
            "440981 施行的方案版次 cccccccccccc 不在数据湖的 editions 里。"
            "请在写入这本台账的机器上运行 tongxing lake sync，会把它补上；"
            "合成的湖请从备份取回这个文件，或换一个地址重新生成。"
        )
    assert read_editions(row, {}.get, "440981", 1) == ()  # not known then: nobody asks for it


def test_an_empty_text_is_a_text() -> None:
    edition = EditionFact("e", 2, None, "gaozhou", "2024", "c" * 64, "", DAY, None)
    row = facts_columns(replace(NOBODY, editions=(edition,)))
    assert read_editions(row, {"c" * 64: ""}.get, "440981", 5) == (edition,)


def test_of_every_shipped_kind_texts_and_persons_are_not_held() -> None:
    for kind in shipped_kinds().values():
        for name, one in kind.fields.items():
            if one.type not in STAYING_TYPES:
                assert not is_held(f"{kind.id}.{name}"), f"{kind.id}.{name}"


@pytest.mark.parametrize("key", ["", ".", "purchase", "purchase.", ".amount", "purchase.amount.v"])
def test_what_is_no_field_is_not_held(key: str) -> None:
    assert not is_held(key)
    assert is_held("purchase.amount")
