"""Villages merged, abolished and renamed in any order: every code is explained on every day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.through_time import DAYS
from tests.laws.through_time import FEW
from tests.laws.through_time import MANY
from tests.laws.through_time import apart
from tests.laws.through_time import undone
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.add_place import add_place
from tongxing.actions.end_places import abolish_place
from tongxing.actions.end_places import merge_places
from tongxing.actions.errors import Refused
from tongxing.actions.rename_place import rename_place
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Place
from tongxing.records.registry.places import history
from tongxing.records.registry.places import merged_into
from tongxing.records.registry.places import resolve
from tongxing.records.registry.queries import known_places
from tongxing.records.registry.queries import place_names
from tongxing.records.registry.queries import spans_of
from tongxing.records.registry.queries import villages_of

NEW = "440981104299"
VILLAGES = (c.BAIQIAO, c.YUANBA, c.HETONG, NEW)
NAMES = ("红旗村", "柏桥社区", "滨江村")
PAPER = "高府函〔2025〕12号"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("rename", "merge", "merge", "abolish")),
        st.sampled_from(VILLAGES),
        st.sampled_from(VILLAGES),
        st.sampled_from(NAMES),
        DAYS,
    ),
    min_size=1,
    max_size=7,
)
Step = tuple[str, str, str, str, date]


def stepped(crew: Cast, step: Step) -> bool:
    """Whether the step was taken; a refused one leaves no trace."""
    verb, code, other, name, day = step
    scope, audits, rows = crew.scope("office"), AuditRow.objects.count(), told()
    try:
        if verb == "rename":
            rename_place(acting=scope, at=crew.at, code=code, name=name, since=day, basis=PAPER)
        elif verb == "merge":
            merge_places(acting=scope, at=crew.at, codes=[code], into=other, on=day, basis=PAPER)
        else:
            abolish_place(acting=scope, at=crew.at, code=code, on=day, basis=PAPER)
    except Refused:
        assert (AuditRow.objects.count(), told()) == (audits, rows)
        return False
    assert AuditRow.objects.count() == audits + 1
    return True


def told() -> list[tuple[object, ...]]:
    rows = Place.objects.filter(code__in=VILLAGES).order_by("code", "since")
    return list(rows.values_list("code", "name", "since", "until", "successor"))


def days_to_ask(places: Iterable[Place]) -> list[date]:
    turns = {day for one in places for day in (one.since, one.until) if day is not None}
    return sorted({day + timedelta(days=step) for day in turns for step in (-1, 0, 1)})


def what_became(code: str, on: date) -> str:
    """Where a village is found on a day at last; "" when it was abolished on the way."""
    seen = set()
    while not known_places([code], on):
        assert code not in seen, "one leads to the other and back"
        seen.add(code)
        code = history(code)[-1].successor
        if not code:
            return ""
    return code


def explained(crew: Cast, steps: list[Step]) -> None:
    with undone():
        add_place(
            acting=crew.scope("office"), at=crew.at, code=NEW, name="浮山村", since=c.LONG_AGO,
            basis=PAPER,
        )  # fmt: skip
        for step in steps:
            stepped(crew, step)
        for code in VILLAGES:
            rows = history(code)
            assert apart([(one.since, one.until) for one in rows])
            for day in days_to_ask(rows):
                holding = [
                    one for one in rows
                    if one.since <= day and (one.until is None or day < one.until)
                ]  # fmt: skip
                assert known_places([code], day) == {one.code for one in holding}
                assert len(holding) <= 1
                begun = [one.name for one in rows if one.since <= day]
                assert list(place_names([code], day).values()) == begun[-1:]  # ended: its last
            last = rows[-1]
            if last.until is not None:
                assert what_became(code, last.until) != code
                if last.successor:
                    assert code in merged_into(last.successor)


@given(steps=STEPS)
@FEW
def test_every_code_is_explained_on_every_day(crew: Cast, steps: list[Step]) -> None:
    explained(crew, steps)


@pytest.mark.full
@given(steps=STEPS)
@MANY
def test_every_code_is_explained_on_every_day_at_length(crew: Cast, steps: list[Step]) -> None:
    explained(crew, steps)


@given(steps=STEPS)
@FEW
def test_the_past_is_not_changed_by_what_comes_later(crew: Cast, steps: list[Step]) -> None:
    """What a village was called on a day before all changes, it is called after them."""
    before = min(day for *_, day in steps) - timedelta(days=1)
    with undone():
        names = place_names(VILLAGES, before)
        within = [one.code for one in villages_of(c.BOOK, before)]
        for step in steps:
            stepped(crew, step)
        assert place_names(VILLAGES, before) == names
        assert [one.code for one in villages_of(c.BOOK, before)] == within


@given(steps=STEPS)
@FEW
def test_a_code_typed_leads_to_its_place_while_it_holds(crew: Cast, steps: list[Step]) -> None:
    with undone():
        for step in steps:
            stepped(crew, step)
        for code in (c.BAIQIAO, c.YUANBA, c.HETONG):
            for since, until in spans_of([code])[code]:
                found = resolve(code, within=c.BOOK, on=since).place
                assert found is not None
                assert found.code == code
                if until is not None and not known_places([code], until):
                    assert resolve(code, within=c.BOOK, on=until).place is None
