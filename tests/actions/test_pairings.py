"""Pairings, waivers and attributes: opened, ended, and what was known when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tests.records.pairings.known import attributes_at
from tests.records.pairings.known import waivers_at
from tongxing.actions.draft import Doer
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NoReason
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.grant_waiver import end_waiver
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.actions.set_attribute import set_attribute
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import head_of
from tongxing.records.pairings.queries import PairingRow
from tongxing.records.pairings.queries import editions_in_force
from tongxing.records.pairings.queries import pairings_at


def pairing_at(key: str, seq: int) -> PairingRow | None:
    """One pairing as known at a seq."""
    return next((row for row in pairings_at(c.BOOK, seq) if row.key == key), None)


def opens(crew: Cast, who: str = "office", **changes):
    given = {
        "kind": c.KIND, "actors": (Doer(c.FL),), "place": c.YUANBA, "since": date(2025, 3, 1),
    }  # fmt: skip
    return open_pairing(acting=crew.scope(who), at=crew.at, id=new_id(crew.at), **(given | changes))


def test_what_was_known_before_an_end_stays_known(crew: Cast) -> None:
    key, before = str(crew.pairings["swb"]), head_of(c.BOOK).seq
    end_pairing(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), pairing=key,
        until=date(2025, 3, 1), reason="调整结对",
    )  # fmt: skip
    then, now = pairing_at(key, before), pairing_at(key, head_of(c.BOOK).seq)
    assert then is not None
    assert now is not None
    assert (then.until, now.until) == (None, date(2025, 3, 1))
    assert then.actors == now.actors == ((c.SWB, ""),)
    assert pairing_at(key, 0) is None


def test_all_pairings_in_three_queries(crew: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        assert len(pairings_at(c.BOOK, 100)) == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"actors": ()}, "actors"),
        ({"actors": (Doer("org:none"),)}, "actors"),
        ({"place": "440981999999"}, "place"),
        ({"subjects": ("household:none",)}, "subjects"),
        ({"until": date(2025, 3, 1)}, "until"),
    ],
)
def test_a_pairing_that_cannot_be(crew: Cast, changes, field) -> None:
    with pytest.raises(Invalid) as refused:
        opens(crew, **changes)
    assert refused.value.problems[0].field == field


def test_a_kind_is_written_with_its_plan(crew: Cast) -> None:
    with pytest.raises(Unfitting, match="方案:种类"):
        opens(crew, kind="unit-village")


@pytest.mark.parametrize("who", ["swb", "village", "supervisor", "auditor", "team"])
def test_only_the_office_pairs(crew: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        opens(crew, who)


def waives(crew: Cast, **changes):
    given = {
        "plan": "gaozhou-pairing", "since": date(2025, 3, 1), "until": date(2025, 4, 1),
        "reason": "防汛", "basis": "三防指挥部通知", "approver": "县专班", "place": c.GENZI,
    }  # fmt: skip
    return grant_waiver(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), **(given | changes)
    )


@pytest.mark.parametrize("missing", ["reason", "basis", "approver", "until"])
def test_no_waiver_without_reason_basis_approver_and_end(crew: Cast, missing: str) -> None:
    with pytest.raises(NoReason):
        waives(crew, **{missing: None if missing == "until" else " "})
    assert waivers_at(c.BOOK, head_of(c.BOOK).seq) == []


def test_a_waiver_ends_earlier(crew: Cast) -> None:
    waiver = waives(crew, duties=("labour-day", "project"))
    end_waiver(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), waiver=str(waiver.id),
        until=date(2025, 3, 10), reason="汛情解除",
    )  # fmt: skip
    (row,) = waivers_at(c.BOOK, head_of(c.BOOK).seq)
    assert (row.until, row.duties) == (date(2025, 3, 10), "labour-day,project")
    with pytest.raises(Unfitting):
        end_waiver(
            acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), waiver=str(waiver.id),
            until=date(2025, 3, 20), reason="延长",
        )  # fmt: skip


def test_a_waiver_is_for_one_pairing_or_one_place(crew: Cast) -> None:
    key = str(crew.pairings["swb"])
    with pytest.raises(Unfitting, match="二者取一"):
        waives(crew, pairing=key)
    waives(crew, place="", pairing=key)
    (row,) = waivers_at(c.BOOK, head_of(c.BOOK).seq)
    assert (row.pairing, row.place) == (key, "")
    with pytest.raises(NotFound):
        waives(crew, place="", pairing="nothing")


def test_a_later_word_on_a_grade_cuts_the_earlier(crew: Cast) -> None:
    for value, since, until in (
        ("general", date(2024, 1, 1), None),
        ("monitored", date(2024, 6, 1), date(2024, 12, 1)),
    ):
        set_attribute(
            acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), subjects=(c.HOUSEHOLD,),
            name="grade", value=value, since=since, until=until,
        )  # fmt: skip
    rows = attributes_at(c.BOOK, head_of(c.BOOK).seq)
    assert [(r.value, r.since, r.until) for r in rows] == [
        ("general", date(2024, 1, 1), date(2024, 6, 1)),
        ("monitored", date(2024, 6, 1), date(2024, 12, 1)),
        ("general", date(2024, 12, 1), None),
    ]
    before = attributes_at(c.BOOK, head_of(c.BOOK).seq - 1)
    assert [(r.value, r.until) for r in before] == [("general", None)]


def test_a_broken_plan_is_not_put_in_force(crew: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        put_in_force(
            acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), book=c.BOOK,
            text=b"schema = 1\n", examples=b"",
        )  # fmt: skip
    assert refused.value.problems
    assert editions_in_force(c.BOOK, head_of(c.BOOK).seq) == ()
