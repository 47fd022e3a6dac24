"""The short way from a stretch's row to the kernel's tables, held against the long one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.derive.lake.equal import assert_alike
from tests.derive.lake.equal import unnamed
from tongxing.derive.chunks import Chunk
from tongxing.derive.cutting import cut_book
from tongxing.derive.facts import AttributeFact
from tongxing.derive.facts import EditionFact
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.facts import WaiverFact
from tongxing.derive.lake.fact_columns import facts_columns
from tongxing.derive.lake.fact_columns import held_facts
from tongxing.derive.lake.facts import read_editions
from tongxing.derive.lake.facts import read_facts
from tongxing.derive.lake.tables import FactTables
from tongxing.derive.lake.tables import fact_tables
from tongxing.derive.lake.trouble import UnknownEdition
from tongxing.derive.registers import NOTHING
from tongxing.derive.registers import PrintedRegisters
from tongxing.derive.registers import resumed

SINCE, LATER = date(2024, 9, 1), date(2025, 3, 1)
VILLAGE, OTHER, TOWN, COUNTY = "440981124201", "440981124202", "440981124000", "440981000000"
HOUSE = "household:12"


def pairing(key: str, place: str, *subjects: str, **changes: object) -> PairingFact:
    given = {"born": 3, "died": None, "kind": "gaozhou:unit", "until": None, "actors": ("org:a",)}
    told = given | changes
    parties = tuple((one, "") for one in told.pop("actors"))
    return PairingFact(
        key=key, place=place, since=SINCE, parties=parties, subjects=subjects, **told
    )  # fmt: skip


def waiver(key: str, **changes: object) -> WaiverFact:
    given = {
        "born": 4, "died": None, "pairing": "", "place": "", "plan": "gaozhou",
        "duties": frozenset(), "since": SINCE, "until": LATER,
    }  # fmt: skip
    return WaiverFact(key=key, **given | changes)


def grade(key: str, subject: str, **changes: object) -> AttributeFact:
    given = {"born": 4, "died": None, "until": None}
    return AttributeFact(
        key=key, subject=subject, name="grade", value="general", since=SINCE, **given | changes
    )


FACTS = Facts(
    pairings=(
        pairing("whole-county", COUNTY),
        pairing("town", TOWN, actors=("org:b", "org:a", "org:b")),
        pairing("village", VILLAGE, kind="gaozhou:team", actors=("team:t",)),
        pairing("ended", VILLAGE, died=8, until=LATER),
        pairing("begun", VILLAGE, born=9),
        pairing("house", VILLAGE, HOUSE, f"place:{OTHER}", actors=("org:never", "org:a")),
        pairing("nobody", OTHER, actors=()),
    ),
    waivers=(
        waiver("of-one", pairing="village", duties=frozenset({"labour-day"})),
        waiver("of-a-town", place=TOWN),
        waiver("of-all", place=COUNTY, until=None),
        waiver("of-none"),
        waiver("of-one-unknown", pairing="elsewhere"),
        waiver("no-more", place=TOWN, died=7),
        waiver("not-yet", place=TOWN, born=9),
    ),
    editions=(
        EditionFact("e1", 2, 7, "gaozhou", "2024", "a" * 64, "old", SINCE, None),
        EditionFact("e2", 7, None, "gaozhou", "2025", "b" * 64, "new", LATER, None),
    ),
    attributes=(
        grade("g1", f"place:{VILLAGE}"),
        grade("g2", f"place:{OTHER}", until=LATER),
        grade("g3", HOUSE),
        grade("g4", "place:440981124299"),
        grade("g5", f"place:{TOWN}", died=6),
    ),
)
TEXTS = {"a" * 64: "old", "b" * 64: "new"}


@pytest.fixture
def registers() -> PrintedRegisters:
    found = PrintedRegisters()
    for doer in ("org:b", "team:t", "org:a"):
        doers = f'[{{"of":"","role":"leader","who":"{doer}"}}]'
        found.deed_of("labour-day", VILLAGE, doers, f'["{HOUSE}"]')
    return found


def cut(facts: Facts, registers: PrintedRegisters):
    chunk = Chunk.read([], registers, first_row=0)
    return cut_book("440981", chunk, registers, facts, rows=0, wanted=())


def facts_at(facts: Facts, registers: PrintedRegisters, seq: int) -> FactTables:
    met = registers.deeds()
    return fact_tables(facts_columns(facts, met.parties, met.subjects), seq)


@pytest.mark.parametrize("seq", [1, 3, 5, 6, 7, 8, 9, 20])
def test_pairings_waivers_and_attributes_as_known_at(seq: int, registers: PrintedRegisters) -> None:
    long = cut(FACTS.at(seq), registers)
    short = facts_at(FACTS, registers, seq)
    assert_alike(unnamed(long.pairings), short.pairings)
    assert_alike(long.waivers, short.waivers)
    assert_alike(long.attributes, short.attributes)


def test_without_subjects(registers: PrintedRegisters) -> None:
    """The common case goes a way of its own."""
    some = tuple(one for one in FACTS.pairings if not one.subjects)
    facts = Facts(some, FACTS.waivers, FACTS.editions, FACTS.attributes)
    long = cut(facts.at(20), registers)
    short = facts_at(facts, registers, 20)
    assert_alike(unnamed(long.pairings), short.pairings)
    assert_alike(long.attributes, short.attributes)


def test_facts_come_back_as_they_were() -> None:
    assert read_facts(facts_columns(FACTS), TEXTS.get, "440981") == held_facts(FACTS)
    left_out = {*FACTS.attributes} - {*held_facts(FACTS).attributes}
    assert {one.subject for one in left_out} == {"place:440981124299"}
    nothing = Facts((), (), (), ())
    assert read_facts(facts_columns(nothing), TEXTS.get, "440981") == nothing


@pytest.mark.parametrize("seq", [1, 2, 6, 7, 20])
def test_editions_known_at(seq: int) -> None:
    found = read_editions(facts_columns(FACTS), TEXTS.get, "440981", seq)
    assert found == FACTS.at(seq).editions


def test_an_edition_nobody_has_the_text_of() -> None:
    with pytest.raises(
        UnknownEdition, match="440981 施行的方案版次 bbbbbbbbbbbb 不在数据湖的 editions 里"
    ):
        read_facts(facts_columns(FACTS), {"a" * 64: "old"}.get, "440981")


def test_registers_go_on_where_a_stretch_ended(registers: PrintedRegisters) -> None:
    first = registers.added(NOTHING)
    mark = registers.mark
    registers.deed_of("purchase", OTHER, "[]", "[]")
    second = registers.added(mark)
    assert (second["kinds"], second["deed_place"].tolist()) == (("purchase",), [int(OTHER)])
    rows = [
        {name: np.array(v) if name == "word_count" else v for name, v in row.items()}
        for row in (first, second)
    ]
    again = resumed(rows)
    assert_alike(registers.deeds(), again.deeds())
    known = again.deed_of("purchase", OTHER, "[]", "[]")
    assert (known, len(again.deeds())) == (3, 4)
    assert again.deed_of("purchase", OTHER, "[]", '["household:9"]') == 4
    assert again.prints.tolist()[:4] == registers.prints.tolist()


def test_deeds_alike_but_for_their_text_stay_apart(registers: PrintedRegisters) -> None:
    """A person acting for a unit, and the two of them: the same doers, another deed."""
    acting = '[{"of":"org:a","role":"","who":"person:p"}]'
    both = '[{"of":"","role":"","who":"person:p"},{"of":"","role":"","who":"org:a"}]'
    one = registers.deed_of("labour-day", VILLAGE, acting, "[]")
    other = registers.deed_of("labour-day", VILLAGE, both, "[]")
    assert one != other
    again = resumed(
        [{n: np.array(v) if n == "word_count" else v for n, v in registers.added(NOTHING).items()}]
    )
    assert again.deed_of("labour-day", VILLAGE, acting, "[]") == one
    assert again.deed_of("labour-day", VILLAGE, both, "[]") == other
