"""What came with the key is not asked again, and nothing changed since acts late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.pages.api.phone.conftest import Phones
from tests.records import cast as c
from tongxing.actions import known
from tongxing.actions.draft import Doer
from tongxing.actions.draft import Draft
from tongxing.actions.end_places import abolish_place
from tongxing.actions.known import Beforehand
from tongxing.actions.known import known_for
from tongxing.actions.open_pairing import end_pairing
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.queries import revision


def states(phones: Phones, **changes: Any) -> list[str]:
    return [one["state"] for one in phones.send("swb", phones.item(**changes))]


def test_the_second_time_names_and_pairings_are_not_asked(
    phones: Phones, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as first:
        assert states(phones) == ["written"]
    with django_assert_max_num_queries(100) as second:
        assert states(phones) == ["written"]
    asked = [one["sql"] for one in second.captured_queries]
    assert len(asked) < len(first.captured_queries)
    for table in ("registry_place", "registry_organization"):
        assert not any(table in sql for sql in asked)


def test_a_place_that_ends_is_refused_with_the_next_request(phones: Phones) -> None:
    assert states(phones) == ["written"]
    abolish_place(
        acting=everything(), at=phones.county.crew.at, code=c.BAIQIAO, on=date(2025, 3, 1),
        basis="茂府函〔2025〕1号",
    )  # fmt: skip
    answer = phones.send("swb", phones.item())[0]
    assert [one["field"] for one in answer["problems"]] == ["place"]


def test_a_pairing_that_ends_is_felt_with_the_next_request(phones: Phones) -> None:
    assert states(phones) == ["written"]
    crew = phones.county.crew
    end_pairing(
        acting=everything(), at=crew.at, id=new_id(crew.at), pairing=str(crew.pairings["swb"]),
        until=date(2025, 3, 1), reason="结对调整",
    )  # fmt: skip
    assert states(phones) == ["refused"]


def test_what_was_not_found_is_looked_for_again(phones: Phones) -> None:
    """A name added a moment later is there, whatever was read of the registry before."""
    crew, stranger = phones.county.crew, draft_of(phones, "org:not-there")
    beforehand = Beforehand(revision())
    for _ in range(2):
        found = known_for([stranger], crew.at, beforehand=beforehand)
        assert "org:not-there" not in found.parties
    mine = known_for([draft_of(phones, c.SWB)], crew.at, beforehand=beforehand)
    assert c.SWB in mine.parties
    kept = known.FOUND.peek(beforehand.registry)
    assert kept.parties.keys() == {c.SWB}  # only what was found


def test_what_is_kept_is_bounded(phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_FOUND", 0)
    beforehand = Beforehand(revision())
    draft = draft_of(phones, c.SWB)
    first = known_for([draft], phones.county.crew.at, beforehand=beforehand)
    second = known_for([draft], phones.county.crew.at, beforehand=beforehand)
    assert first.places == second.places
    assert first.places is not second.places


def draft_of(phones: Phones, who: str) -> Draft:
    return phones.county.crew.draft(doers=(Doer(who),))
