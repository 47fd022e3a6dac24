"""Facts of a book out of its projections: every version of each, in a fixed order, few queries."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection

from tests.derive.conftest import County
from tests.records import cast as c
from tests.records.pairings.known import attributes_at
from tests.records.pairings.known import waivers_at
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.set_attribute import set_attribute
from tongxing.derive.facts import Facts
from tongxing.derive.facts import PairingFact
from tongxing.derive.projections import load_facts
from tongxing.derive.rollups.database import Database
from tongxing.derive.snapshot import snapshot
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import Grounds
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.pairings.queries import grounds_of
from tongxing.records.pairings.queries import pairings_at

PLAN = "gaozhou-pairing"
LATER = 60  # minutes after everything else


def at_hand(county: County, **more: Any) -> dict[str, Any]:
    at = county.at + timedelta(minutes=LATER)
    return {"acting": everything(), "at": at, "id": new_id(at), **more}


@pytest.fixture
def busy(county: County) -> County:
    """A pairing ended, two waivers of which one was cut short, an attribute set twice."""
    end_pairing(
        **at_hand(county, pairing=county.key("lyj"), until=county.today, reason="调整")
    )  # fmt: skip
    terms = {"plan": PLAN, "reason": "洪涝", "basis": "防汛通知", "approver": "县专班"}
    span = {"since": date(2025, 1, 1), "until": date(2025, 3, 1)}
    waiver = grant_waiver(**at_hand(county, pairing=county.key("swb"), **terms, **span))
    grant_waiver(**at_hand(county, place=c.GENZI, duties=("labour-day",), **terms, **span))
    end_waiver(
        **at_hand(county, waiver=str(waiver.pk), until=date(2025, 2, 1), reason="水退了")
    )  # fmt: skip
    for value, since in (("monitored", date(2025, 1, 1)), ("general", date(2025, 3, 1))):
        given = {"subjects": (f"place:{c.BAIQIAO}",), "name": "grade", "value": value}
        set_attribute(**at_hand(county, **given, since=since))
    return county


def now(facts: Facts) -> Facts:
    return facts.at(10**9)


def of_key(facts: Facts, key: str) -> list[PairingFact]:
    return [one for one in facts.pairings if one.key == key]


def test_a_book_costs_one_message_whatever_happened_in_it(
    busy: County, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 6):
        facts = load_facts(c.BOOK)
    assert len(facts.pairings) > len(now(facts).pairings) > 0


def test_at_every_seq_they_are_what_was_known_then(busy: County) -> None:
    facts = load_facts(c.BOOK)
    for seq in range(head_of(c.BOOK).seq + 1):
        known = facts.at(seq)
        assert [(one.key, one.parties, one.subjects) for one in known.pairings] == [
            (row.key, row.actors, row.subjects) for row in pairings_at(c.BOOK, seq)
        ]
        for alive, rows in (
            (known.pairings, pairings_at(c.BOOK, seq)),
            (known.waivers, waivers_at(c.BOOK, seq)),
            (known.editions, editions_in_force(c.BOOK, seq)),
            (known.attributes, attributes_at(c.BOOK, seq)),
        ):
            assert said(alive) == said(rows)


def said(versions: Iterable[Any]) -> list[list[tuple[str, str]]]:
    """What is said of each under the same names, but for when it died and who acts."""
    names = ("key", "born", "kind", "place", "plan", "duties", "edition", "sha256", "text", "name",
             "pairing", "subject", "value", "since", "until")  # fmt: skip
    return sorted(
        [(name, repr(told(getattr(one, name)))) for name in names if hasattr(one, name)]
        for one in versions
    )


def told(value: Any) -> Any:
    """Duties, whether apart or in one text."""
    return ",".join(sorted(value)) if isinstance(value, frozenset) else value


def test_a_pairing_says_who_where_and_since_when(county: County) -> None:
    (swb,) = of_key(load_facts(c.BOOK), county.key("swb"))
    assert (swb.kind, swb.place, swb.actors) == (c.KIND, c.BAIQIAO, (c.SWB,))
    assert (swb.since, swb.until, swb.died) == (c.BEGIN, None, None)


def test_one_that_ended_is_told_as_it_was_known_before_and_after(busy: County) -> None:
    before, after = sorted(of_key(load_facts(c.BOOK), busy.key("lyj")), key=lambda one: one.born)
    assert (before.until, after.until) == (None, busy.today)
    assert (before.died, after.died) == (after.born, None)
    facts = load_facts(c.BOOK)
    assert of_key(facts.at(after.born - 1), busy.key("lyj")) == [before]
    assert of_key(facts.at(after.born), busy.key("lyj")) == [after]


def test_pairings_ascend_by_place_then_key(busy: County) -> None:
    order = [(one.place, one.key) for one in load_facts(c.BOOK).pairings]
    assert order == sorted(order)


def test_waivers_ascend_by_birth_with_whom_they_concern(busy: County) -> None:
    facts = load_facts(c.BOOK)
    assert [one.born for one in facts.waivers] == sorted(one.born for one in facts.waivers)
    told = {(one.pairing, one.place): one for one in now(facts).waivers}
    one, town = told[busy.key("swb"), ""], told["", c.GENZI]
    assert (one.since, one.until, one.duties) == (date(2025, 1, 1), date(2025, 2, 1), frozenset())
    assert (town.until, town.duties) == (date(2025, 3, 1), {"labour-day"})
    grounds = grounds_of(one.key for one in facts.waivers)
    assert grounds == dict.fromkeys((one.key, town.key), Grounds("洪涝", "防汛通知", "县专班"))
    swb, lyj = (of_key(facts, busy.key(who))[0] for who in ("swb", "lyj"))
    assert [one.concerns(swb), one.concerns(lyj)] == [True, False]
    assert [town.concerns(swb), town.concerns(lyj)] == [True, False]
    assert len(facts.waivers) == 3  # the one cut short stands as it was granted, too


def test_an_attribute_set_anew_ends_what_was_said_before(busy: County) -> None:
    told = sorted(now(load_facts(c.BOOK)).attributes, key=lambda one: one.since)
    assert [(one.value, one.since, one.until) for one in told] == [
        ("monitored", date(2025, 1, 1), date(2025, 3, 1)), ("general", date(2025, 3, 1), None),
    ]  # fmt: skip
    assert {(one.subject, one.name) for one in told} == {(f"place:{c.BAIQIAO}", "grade")}


def test_an_edition_carries_the_very_text_that_was_put_in_force(county: County) -> None:
    (one,) = load_facts(c.BOOK).editions
    assert (one.plan, one.sha256) == (PLAN, sha256(one.text.encode()).hexdigest())
    assert one.died is None


def test_before_anything_was_known_there_are_no_facts(busy: County) -> None:
    assert load_facts(c.BOOK).at(0) == Facts((), (), (), ())
    open_book(acting=everything(), at=busy.at, code="440882", name="雷州市")
    assert load_facts("440882") == Facts((), (), (), ())
    assert load_facts("999999") == Facts((), (), (), ())


# --- heads of the database ----------------------------------------------------------------


def test_heads_are_those_within_the_place_by_code(county: County) -> None:
    open_book(acting=everything(), at=county.at, code="440882", name="雷州市")
    codes = {
        prefix: [one.code for one in Database().heads(prefix, county.today)]
        for prefix in ("", "44", "4409", c.BOOK, "45")
    }
    assert codes == {
        "": ["440882", c.BOOK], "44": ["440882", c.BOOK], "4409": [c.BOOK],
        c.BOOK: [c.BOOK], "45": [],
    }  # fmt: skip


def test_heads_cost_as_many_queries_whatever_the_number_of_books(
    county: County, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(440_701, 440_706):
        open_book(acting=everything(), at=county.at, code=str(number), name="另一县")
    with django_assert_max_num_queries(2):
        assert len(Database().heads("44", county.today)) == 6
    with django_assert_max_num_queries(3):
        Database(county.at - timedelta(days=1)).heads("44", county.today)


def test_a_head_has_the_key_of_what_was_known_then(busy: County) -> None:
    current = snapshot(c.BOOK)
    for known_at in (None, busy.at, busy.at - timedelta(days=400)):
        reader = Database(known_at)
        (one,) = reader.heads(c.BOOK, busy.today)
        seq = current.seq_at(known_at)
        assert (one.seq, one.hash) == (seq, current.hash_at(seq))
        book = reader.book(one)
        assert (book.seq, book.hash, book.editions) == (
            seq,
            one.hash,
            current.facts_at(seq).editions,
        )
