"""A file with its faults: which lines are shown, and what stands without a line."""

from __future__ import annotations

import pytest

from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tongxing.pages.desk.plans.drafts import LINES_SHOWN
from tongxing.pages.desk.plans.drafts import Checked
from tongxing.pages.desk.plans.drafts import Draft
from tongxing.pages.desk.plans.drafts import check
from tongxing.pages.desk.plans.inputs import read_day
from tongxing.rules.plan import errors


def checked(text: str, examples: str = EXAMPLES) -> Checked:
    return check(Draft("", "", text.encode(), examples.encode()))


def test_a_sound_draft_has_no_faults() -> None:
    found = checked(PLAN)
    assert found.sound
    assert (found.cases, [one.errors for one in found.sheets]) == (1, [0, 0])
    assert [line.number for line in found.sheets[0].lines] == list(
        range(1, len(PLAN.splitlines()) + 1)
    )


def test_every_fault_stands_at_its_line() -> None:
    broken = PLAN.replace('target = "village"', 'target = "moon"').replace(
        'every = "quarter"', 'every = "day"'
    )
    (plan, _) = checked(broken).sheets
    bad = {line.number: line.text for line in plan.lines if errors(line.problems)}
    assert plan.errors == len(bad) == 2
    assert any('"moon"' in text for text in bad.values())
    assert any('"day"' in text for text in bad.values())
    assert plan.elsewhere == ()


def test_what_has_no_line_is_said_apart() -> None:
    (plan, _) = checked(PLAN.replace('owner     = "高州市直属机关工作委员会"\n', "")).sheets
    said = (*plan.elsewhere, *(one for line in plan.lines for one in line.problems))
    assert [one.rule for one in errors(said)] == ["C7"]


def test_a_warning_refuses_nothing() -> None:
    found = checked(PLAN)
    warned = [one for line in found.sheets[0].lines for one in line.problems]
    assert {one.severity for one in warned} <= {"warning"}
    assert found.sound


def test_of_a_long_file_only_what_is_around_a_fault_is_shown() -> None:
    (plan, _) = checked(PLAN + "\n# 注" * 1000 + "\nnonsense = 1").sheets
    assert len(plan.lines) <= LINES_SHOWN
    assert plan.lines[0].gap
    assert sum(line.gap for line in plan.lines) <= len(plan.lines) // 2


def test_a_long_sound_file_shows_no_line_at_all() -> None:
    (plan, _) = checked(PLAN + "\n# 注" * 1000).sheets
    assert {one.severity for line in plan.lines for one in line.problems} <= {"warning"}
    assert plan.errors == 0


def test_bytes_that_are_no_text_are_said_and_shown_with_a_sign() -> None:
    found = check(Draft("", "", b"\xff\xfe\x00plan", EXAMPLES.encode()))
    assert not found.sound
    assert "\0" not in found.sheets[0].text
    assert found.sheets[0].errors


@pytest.mark.parametrize("examples", ["", "  \n", "[[case]]\n"])
def test_without_a_sound_example_a_draft_is_not_sound(examples: str) -> None:
    assert not checked(PLAN, examples).sound


@pytest.mark.parametrize("text", ["", " ", "明天", "2025-13-01", "2025-02-30", "1800-01-01"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None
