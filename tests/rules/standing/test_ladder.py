"""The ladder: which step a row of misses has reached, when, and over which periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.standing import plans as p
from tests.rules.standing.told import Told
from tests.rules.standing.told import judged
from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.plan.model import Plan
from tongxing.rules.plan.model import Step
from tongxing.rules.standing import StepDue
from tongxing.rules.standing import missed_in_row
from tongxing.rules.standing import steps

REMIND = Step("remind", 2, issued_by="system")
TALK = Step("talk", 3, after="remind", cure_days=30)
REPORT = Step("report", 4, after="talk")
MONTH = p.duty_of("labour", Rhythm("month", grace_days=5))


def climbed(
    *records: str,
    as_of: str,
    ladder: tuple[Step, ...] = (REMIND, TALK, REPORT),
    since: str = "2024-01-01",
    waivers: tuple[tuple[str, str], ...] = (),
) -> list[tuple[str, str, list[str]]]:
    """(step, day reached, periods cited) for one pair under a monthly duty."""
    plan = p.plan_of(MONTH, ladder=ladder)
    case = Told("ladder", plan, records, as_of, {}, since=since, waivers=waivers)
    return [plain(due) for due in steps(judged(case), [plan])]


def plain(due: StepDue) -> tuple[str, str, list[str]]:
    assert (due.plan, due.duty, due.edition, due.pairing) == (p.PLAN, "labour", "2024", 0)
    return due.step.step, due.reached.isoformat(), [one.key for one in due.periods]


def test_nothing_is_due_before_the_second_miss_closes() -> None:
    assert climbed(as_of="2024-03-05") == []


def test_a_reminder_is_reached_on_the_day_the_second_month_closes() -> None:
    assert climbed(as_of="2024-03-06") == [("remind", "2024-03-06", ["2024-01", "2024-02"])]


def test_the_talk_follows_with_the_third() -> None:
    assert climbed(as_of="2024-04-10") == [
        ("remind", "2024-03-06", ["2024-01", "2024-02"]),
        ("talk", "2024-04-06", ["2024-01", "2024-02", "2024-03"]),
    ]


def test_a_plan_that_has_ended_reminds_nobody() -> None:
    over = p.plan_of(MONTH, ladder=(REMIND,))
    edition = replace(over.editions[0], effective=Span(date(2024, 1, 1), date(2024, 4, 1)))
    plan = replace(over, editions=(edition,))
    for as_of, number in (("2024-03-31", 1), ("2024-04-01", 0)):
        case = Told("ladder", plan, (), as_of, {})
        assert len(steps(judged(case), [plan])) == number


def test_the_cure_days_of_a_step_hold_the_next_one_back() -> None:
    slow = (Step("remind", 2, cure_days=60), Step("talk", 3, after="remind"))
    assert climbed(as_of="2024-05-04", ladder=slow)[-1][0] == "remind"
    # 6 March + 60 days; by then a fourth month has not closed yet.
    assert climbed(as_of="2024-05-05", ladder=slow)[-1] == (
        "talk",
        "2024-05-05",
        ["2024-01", "2024-02", "2024-03"],
    )


def test_a_step_held_back_cites_what_closed_meanwhile() -> None:
    slow = (Step("remind", 2, cure_days=70), Step("talk", 3, after="remind"))
    assert climbed(as_of="2024-05-31", ladder=slow)[-1] == (
        "talk",
        "2024-05-15",
        ["2024-01", "2024-02", "2024-03", "2024-04"],
    )


def test_the_step_above_holds_back_even_where_none_is_named() -> None:
    slow = (Step("remind", 2, cure_days=60), Step("notice", 2))
    assert [due[:2] for due in climbed(as_of="2024-06-01", ladder=slow)] == [
        ("remind", "2024-03-06"),
        ("notice", "2024-05-05"),
    ]


def test_a_step_above_that_was_not_reached_holds_nobody_back() -> None:
    odd = (Step("talk", 9, cure_days=60), Step("notice", 2))
    assert climbed(as_of="2024-04-01", ladder=odd) == [
        ("notice", "2024-03-06", ["2024-01", "2024-02"])
    ]


def test_a_step_after_one_that_was_not_reached_is_not_reached() -> None:
    odd = (Step("talk", 9), Step("report", 2, after="talk"))
    assert climbed(as_of="2024-06-01", ladder=odd) == []


def test_a_step_comes_after_the_one_it_names_not_only_after_the_one_above() -> None:
    odd = (Step("remind", 1, cure_days=90), Step("note", 5), Step("talk", 2, after="remind"))
    assert [due[:2] for due in climbed(as_of="2024-05-30", ladder=odd)] == [
        ("remind", "2024-02-06"),
        ("talk", "2024-05-06"),
    ]


def test_a_kept_month_ends_the_row() -> None:
    assert climbed("2024-03-10 labour-day", as_of="2024-05-06") == []
    assert climbed("2024-03-10 labour-day", as_of="2024-06-06") == [
        ("remind", "2024-06-06", ["2024-04", "2024-05"])
    ]


def test_a_late_month_ends_the_row_too() -> None:
    made_up = "2024-04-03 labour-day makes_up=2024-03-31"
    assert climbed(made_up, as_of="2024-04-06") == []


def test_a_month_kept_before_it_is_over_ends_the_row_at_once() -> None:
    assert climbed("2024-04-02 labour-day", as_of="2024-04-10") == []


def test_a_month_still_open_or_overdue_does_not_matter() -> None:
    assert [due[0] for due in climbed(as_of="2024-04-05")] == ["remind"]


def test_an_excused_month_is_skipped() -> None:
    flood = (("2024-02-01", "2024-03-01"),)
    assert climbed(as_of="2024-04-06", waivers=flood) == [
        ("remind", "2024-04-06", ["2024-01", "2024-03"])
    ]


def test_months_not_owed_are_skipped() -> None:
    assert climbed(as_of="2024-04-06", since="2024-01-15") == [
        ("remind", "2024-04-06", ["2024-02", "2024-03"])
    ]


def test_missed_in_row_is_told_for_every_pairing() -> None:
    plan = p.plan_of(MONTH)
    standing = judged(Told("row", plan, [], "2024-04-06", {}))
    assert missed_in_row(standing.duties[0]).tolist() == [3]


def test_a_plan_without_a_ladder_has_no_steps() -> None:
    assert climbed(as_of="2024-12-31", ladder=()) == []


@pytest.mark.parametrize(
    ("as_of", "edition"), [("2024-09-30", "2023"), ("2024-10-01", "2024"), ("2023-12-01", "2023")]
)
def test_the_ladder_is_that_of_the_edition_in_force(as_of: str, edition: str) -> None:
    start = date(2024, 10, 1)
    plan = Plan(
        p.PLAN,
        (
            p.edition_of(MONTH, until=start, name="2023", ladder=(Step("remind", 1),)),
            p.edition_of(MONTH, since=start, ladder=(Step("remind", 1),)),
        ),
    )
    dues = steps(judged(Told("editions", plan, [], as_of, {})), [plan])
    assert {due.edition for due in dues} == ({edition} if as_of > "2024" else set())
