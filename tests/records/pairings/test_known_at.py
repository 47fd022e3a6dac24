"""What judging depends on, as it was known at each seq: nothing said later changes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tests.records.pairings.known import attributes_at
from tests.records.pairings.known import waivers_at
from tongxing.actions.draft import Doer
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
from tongxing.rules.plan.shipped import shipped_plan_bytes


def pairing_at(key: str, seq: int) -> PairingRow | None:
    """One pairing as known at a seq."""
    return next((row for row in pairings_at(c.BOOK, seq) if row.key == key), None)


def seq() -> int:
    return head_of(c.BOOK).seq


def given(crew: Cast, **more: object) -> dict[str, Any]:
    return {"acting": crew.scope("office"), "at": crew.at, "id": new_id(crew.at)} | more


def ends(crew: Cast, key: str, until: date) -> int:
    end_pairing(**given(crew, pairing=key, until=until, reason="调整"))
    return seq()


def test_a_pairing_moved_back_and_forth(crew: Cast) -> None:
    """An end may be put off by a further end; each is known from its own seq on."""
    key, before = str(crew.pairings["swb"]), seq()
    first = ends(crew, key, date(2025, 3, 1))
    second = ends(crew, key, date(2025, 6, 1))
    known = {at: pairing_at(key, at) for at in (before, first, second)}
    assert {at: row.until for at, row in known.items() if row} == {
        before: None, first: date(2025, 3, 1), second: date(2025, 6, 1),
    }  # fmt: skip
    assert len({row.since for row in known.values() if row}) == 1
    assert len([p for p in pairings_at(c.BOOK, second) if p.key == key]) == 1


def test_a_pairing_with_its_roles_and_households(crew: Cast) -> None:
    actors = (Doer(c.FL, "lead"), Doer("person:fl", "member", c.FL))
    opened = open_pairing(
        **given(crew, kind=c.KIND, actors=actors, place=c.YUANBA, since=date(2025, 1, 1),
                until=date(2026, 1, 1), subjects=(c.HOUSEHOLD,))
    )  # fmt: skip
    at = ends(crew, str(opened.id), date(2025, 9, 1))
    row = pairing_at(str(opened.id), at)
    assert row is not None
    assert row.actors == ((c.FL, "lead"), ("person:fl", "member"))
    assert row.subjects == (c.HOUSEHOLD,)
    assert (row.born, row.until) == (at, date(2025, 9, 1))


def test_before_anything_was_written_nothing_is_known(crew: Cast) -> None:
    assert pairings_at(c.BOOK, 0) == ()
    assert [len(pairings_at(c.BOOK, at)) for at in range(1, 5)] == [1, 2, 3, 4]
    assert pairings_at("440783", 100) == ()


def test_a_waiver_granted_and_ended(crew: Cast) -> None:
    before = seq()
    waiver = grant_waiver(
        **given(crew, plan="gaozhou-pairing", since=date(2025, 3, 1), until=date(2025, 4, 1),
                reason="防汛", basis="三防指挥部通知", approver="县专班", place=c.GENZI)
    )  # fmt: skip
    granted = seq()
    end_waiver(**given(crew, waiver=str(waiver.id), until=date(2025, 3, 9), reason="汛情解除"))
    assert waivers_at(c.BOOK, before) == []
    assert [w.until for w in waivers_at(c.BOOK, granted)] == [date(2025, 4, 1)]
    (now,) = waivers_at(c.BOOK, seq())
    assert (now.until, now.reason, now.basis, now.approver) == (
        date(2025, 3, 9), "防汛", "三防指挥部通知", "县专班",
    )  # fmt: skip
    assert now.duties == ""


def test_an_edition_put_again_keeps_the_earlier_text_for_earlier_days(crew: Cast) -> None:
    text, examples = shipped_plan_bytes("440981", "gaozhou-pairing-2024")
    longer = text + "\n# 重新施行\n".encode()
    put_in_force(**given(crew, book=c.BOOK, text=text, examples=examples))
    first = seq()
    put_in_force(**given(crew, book=c.BOOK, text=longer, examples=examples))
    (then,), (now,) = editions_in_force(c.BOOK, first), editions_in_force(c.BOOK, seq())
    assert (then.text.encode(), now.text.encode()) == (text, longer)
    assert then.sha256 != now.sha256
    assert editions_in_force(c.BOOK, first - 1) == ()


def grade(crew: Cast, value: str, since: date, until: date | None = None) -> int:
    set_attribute(
        **given(crew, subjects=(c.HOUSEHOLD,), name="grade", value=value, since=since, until=until)
    )
    return seq()


Y = {n: date(n, 1, 1) for n in range(2020, 2030)}
WORDS: dict[str, tuple[list[tuple[str, date, date | None]], list[tuple[str, date, date | None]]]] = {
    "side by side": (
        [("a", Y[2021], Y[2022]), ("b", Y[2022], None)],
        [("a", Y[2021], Y[2022]), ("b", Y[2022], None)],
    ),
    "the later covers the earlier": (
        [("a", Y[2022], Y[2023]), ("b", Y[2021], Y[2024])],
        [("b", Y[2021], Y[2024])],
    ),
    "from a day on": (
        [("a", Y[2021], None), ("b", Y[2023], None)],
        [("a", Y[2021], Y[2023]), ("b", Y[2023], None)],
    ),
    "anew from the same day": (
        [("a", Y[2021], None), ("b", Y[2021], None)],
        [("b", Y[2021], None)],
    ),
    "up to a day": (
        [("a", Y[2022], Y[2025]), ("b", Y[2021], Y[2023])],
        [("b", Y[2021], Y[2023]), ("a", Y[2023], Y[2025])],
    ),
    "for a while": (
        [("a", Y[2021], None), ("b", Y[2022], Y[2023])],
        [("a", Y[2021], Y[2022]), ("b", Y[2022], Y[2023]), ("a", Y[2023], None)],
    ),
    "twice for a while": (
        [("a", Y[2021], None), ("b", Y[2022], Y[2023]), ("c", Y[2024], Y[2025])],
        [("a", Y[2021], Y[2022]), ("b", Y[2022], Y[2023]), ("a", Y[2023], Y[2024]),
         ("c", Y[2024], Y[2025]), ("a", Y[2025], None)],
    ),
    "across two": (
        [("a", Y[2021], Y[2023]), ("b", Y[2023], None), ("c", Y[2022], Y[2024])],
        [("a", Y[2021], Y[2022]), ("c", Y[2022], Y[2024]), ("b", Y[2024], None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
def test_the_latest_word_on_a_grade_counts_for_its_days(crew: Cast, case: str) -> None:
    said, held = WORDS[case]
    known = [(grade(crew, *word), attributes_at(c.BOOK, seq())) for word in said]
    rows = attributes_at(c.BOOK, seq())
    assert [(r.value, r.since, r.until) for r in rows] == held
    assert all(attributes_at(c.BOOK, at) == then for at, then in known)


def test_other_names_and_other_households_are_let_be(crew: Cast) -> None:
    grade(crew, "general", Y[2021])
    for subject, name in ((c.HOUSEHOLD, "labour"), (f"place:{c.YUANBA}", "grade")):
        set_attribute(**given(crew, subjects=(subject,), name=name, value="2", since=Y[2021]))
    set_attribute(
        **given(
            crew, subjects=("person:zx",), name="post", value="组长", since=Y[2021], book=c.BOOK
        )
    )
    rows = attributes_at(c.BOOK, seq())
    assert {(r.subject, r.name, r.until) for r in rows} == {
        (c.HOUSEHOLD, "grade", None), (c.HOUSEHOLD, "labour", None),
        (f"place:{c.YUANBA}", "grade", None), ("person:zx", "post", None),
    }  # fmt: skip
