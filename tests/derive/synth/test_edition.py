"""The plans of synthetic lakes: editions like any other, one plain, one with every way of asking."""

from __future__ import annotations

from datetime import date

import pytest

from tongxing.derive.synth import edition as editions
from tongxing.derive.synth.edition import EditionBrokenError
from tongxing.derive.synth.edition import courses
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.derive.synth.work import KINDS
from tongxing.rules.periods import Span
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import shipped_kinds


@pytest.mark.parametrize("rhythm", ["plain", "general"])
def test_the_text_is_read_by_the_ordinary_reader_without_a_fault(rhythm: str) -> None:
    text = edition_text(rhythm, "44", 2025, 1)
    found, problems = read_edition(text.encode(), file="plan.toml", kinds=shipped_kinds())
    assert problems == ()
    assert found == edition_of(rhythm, "44", 2025, 1)


@pytest.mark.parametrize("rhythm", ["plain", "general"])
def test_an_edition_holds_in_its_province_for_the_years_asked_for(rhythm: str) -> None:
    found = edition_of(rhythm, "53", 2024, 2)
    assert found.place == "53"
    assert found.edition == "2024"
    assert found.effective == Span(date(2024, 1, 1), date(2026, 1, 1))


def test_both_are_the_same_plan_for_the_same_pairings() -> None:
    plain, general = (edition_of(one, "44", 2025, 1) for one in ("plain", "general"))
    assert plain.plan == general.plan
    assert plain.sha256 != general.sha256
    assert set(plain.pairings) == set(general.pairings)


def test_the_plain_one_asks_one_record_a_period() -> None:
    duties = edition_of("plain", "44", 2025, 1).duties.values()
    assert len(duties) == 5
    assert all((duty.need.times, duty.need.sum) == (1, "") for duty in duties)
    assert all(not duty.where.by_role for duty in duties)
    assert {duty.rhythm.unit for duty in duties} == {"week", "month", "quarter"}


def test_the_general_one_asks_in_every_way_there_is() -> None:
    duties = edition_of("general", "44", 2025, 1).duties.values()
    assert any(duty.need.times > 1 for duty in duties)
    assert any(duty.need.sum == "purchase.amount" for duty in duties)
    assert any(duty.where.by_role == "leader" for duty in duties)
    assert any(duty.rhythm.multiple > 1 for duty in duties)
    assert {duty.rhythm.by is not None for duty in duties} == {True, False}


def test_courses_are_the_periods_of_the_plain_one() -> None:
    found = courses(2025, 1)
    assert sum(len(one.start) for one in found) == 93
    assert {one.kind for one in found} <= set(KINDS)
    for one in found:
        assert (one.start < one.until).all()
        assert (one.until < one.closes).all()  # there is a grace to make up in
        assert (one.start[1:] == one.until[:-1]).all()


def test_a_broken_text_is_a_fault_of_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "edition_text", lambda *_: "schema = 9")
    with pytest.raises(EditionBrokenError, match="schema"):
        edition_of("plain", "44", 1999, 1)
