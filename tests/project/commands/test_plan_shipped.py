"""`tongxing plan` on the plans that come with Tongxing, and on edits a county makes to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.derive.plans import PLAN
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.project.commands import plan
from tongxing.rules.plan import shipped_plan_bytes
from tongxing.rules.plan import shipped_plans

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*arguments: object) -> tuple[int, str]:
        return ran(plan, "plan", *arguments), capsys.readouterr().out

    return run


def shipped(tmp_path: Path, place: str, name: str) -> Path:
    text, examples = shipped_plan_bytes(place, name)
    tmp_path.joinpath(f"{name}.examples.toml").write_bytes(examples)
    file = tmp_path / f"{name}.toml"
    file.write_bytes(text)
    return file


def edited(tmp_path: Path, *swaps: tuple[str, str], name: str = "edited.toml") -> Path:
    text = shipped_plan_bytes("440981", "gaozhou-pairing-2024")[0].decode()
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def gaozhou(tmp_path: Path) -> Path:
    return shipped(tmp_path, "440981", "gaozhou-pairing-2024")


@pytest.mark.parametrize(("place", "name"), shipped_plans())
def test_every_shipped_plan_passes_its_own_check(
    db: None, tmp_path: Path, say: Say, place: str, name: str
) -> None:
    code, text = say("check", shipped(tmp_path, place, name), "--as-of", "2023-06-01")
    assert code == 0, text
    assert re.search(r"例子：[1-9]\d*个，全部通过", text)
    assert text.endswith("没有错误\n")


def test_all_fifteen_articles_are_answered(db: None, gaozhou: Path, say: Say) -> None:
    _, text = say("check", gaozhou, "--as-of", "2025-03-12")
    assert re.findall(r"^合规 (C\d+)：", text, re.MULTILINE) == [f"C{n}" for n in range(1, 16)]


def test_due_dates_are_those_after_the_day_asked(db: None, gaozhou: Path, say: Say) -> None:
    _, text = say("check", gaozhou, "--as-of", "2025-12-30")
    line = next(line for line in text.splitlines() if "领办一个利民项目" in line)
    assert re.findall(r"\d{4}-\d\d-\d\d", line) == ["2025-12-31", "2026-03-31", "2026-06-30"]


def test_the_burden_of_one_pairing_is_by_hand(db: None, gaozhou: Path, say: Say) -> None:
    """Five monthly duties, one quarterly, one weekly: 5 × 12 + 4 + 52 records a year."""
    _, text = say("check", gaozhou, "--as-of", "2025-03-12")
    assert "组织一次集中劳动：每年12期，1对结对共12条，每条约3分钟" in text
    assert "接待群众来访：每年52期，1对结对共52条，每条约3分钟" in text
    assert "负担合计：每年116条记录" in text


def test_a_plan_without_examples_may_be_checked_but_is_told(
    db: None, tmp_path: Path, say: Say
) -> None:
    code, text = say("check", edited(tmp_path), "--as-of", "2025-03-12")
    assert code == 0
    assert "方案施行时须附例子" in text


EDITS = [
    (('every = "week", times = 1', 'every = "2 weeks", times = 1'), "每周", "每2周"),
    (("lock_days = 45", "lock_days = 60"), "45天", "60天"),
    (("cure_days = 30", "cure_days = 15"), "30天", "15天"),
    (("at_most = 0.2", "at_most = 0.25"), "20%", "25%"),
    (('title = "好", from = 90', 'title = "好", from = 85'), "90分", "85分"),
    (("min = 2", "min = 1"), "不少于2", "不少于1"),
    (("each = 1, cap = 5", "each = 1, cap = 8"), "至5分为止", "至8分为止"),
    (("cap = -10", "cap = -20"), "-10分", "-20分"),
    (("late_counts_as = 0.5", "late_counts_as = 0.8"), "0.5", "0.8"),
    (('full_at = "50000元"', 'full_at = "80000元"'), "5万元", "8万元"),
]


@pytest.mark.parametrize(("edit", "was", "now"), EDITS)
def test_each_edit_is_one_line_with_both_values(
    db: None, tmp_path: Path, gaozhou: Path, say: Say, edit: tuple[str, str], was: str, now: str
) -> None:
    code, text = say("diff", gaozhou, edited(tmp_path, edit))
    assert code == 0
    lines = text.splitlines()
    assert len(lines) == 1, lines
    before, _, after = lines[0].partition("改为")
    assert was in before
    assert now in after


def test_a_redline_the_other_way_round_swaps_the_values(
    db: None, tmp_path: Path, gaozhou: Path, say: Say
) -> None:
    new = edited(tmp_path, ("lock_days = 45", "lock_days = 60"))
    assert say("diff", gaozhou, new)[1] == "方案：锁定期由“45天”改为“60天”\n"
    assert say("diff", new, gaozhou)[1] == "方案：锁定期由“60天”改为“45天”\n"


def test_a_word_only_changed_in_a_note_is_no_difference(
    db: None, tmp_path: Path, gaozhou: Path, say: Say
) -> None:
    new = edited(tmp_path, ("schema    = 1", "# 另加一行说明\nschema    = 1"))
    assert say("diff", gaozhou, new) == (0, "两个版本没有不同\n")


def test_two_plans_share_next_to_nothing(db: None, tmp_path: Path, gaozhou: Path, say: Say) -> None:
    code, text = say("diff", shipped(tmp_path, "440981", "gaozhou-hook-2023"), gaozhou)
    assert code == 0
    assert "新增任务“组织一次集中劳动”（“五个一”第1项）" in text
    assert "方案：名称由" in text


def test_a_missing_second_file_is_a_misuse(db: None, gaozhou: Path, say: Say) -> None:
    code, text = say("diff", gaozhou, gaozhou.with_name("none.toml"))
    assert code == 2
    assert "none.toml" in text


BREAKS = [
    (('every = "week"', 'every = "weak"'), "duty.visitors.cadence.every"),
    (('counts  = ["labour-day"]', 'counts  = ["labor-day"]'), "duty.labour-day.counts"),
    (('of      = "unit-village"', 'of      = "unit-town"'), "duty.labour-day.of"),
    (("lock_days = 45", "lock_days = -1"), "lock_days"),
    (('place     = "440981"', 'place     = "44098"'), "place"),
    (('band = "较差" }]', 'band = "最差" }]'), "score.veto"),
]


@pytest.mark.parametrize(("edit", "where"), BREAKS, ids=[where for _, where in BREAKS])
def test_each_mistake_is_told_with_its_file_line_and_key(
    db: None, tmp_path: Path, say: Say, edit: tuple[str, str], where: str
) -> None:
    code, text = say("check", edited(tmp_path, edit))
    assert code == 1
    first = text.splitlines()[0]
    assert re.match(r"错误：edited\.toml第\d+行 ", first), first
    assert where in first


def test_several_mistakes_are_told_at_once(db: None, tmp_path: Path, say: Say) -> None:
    code, text = say("check", edited(tmp_path, *(edit for edit, _ in BREAKS[:3])))
    assert code == 1
    assert len([line for line in text.splitlines() if line.startswith("错误：")]) >= 3


def test_a_trial_of_what_was_known_before_has_no_pairings(
    county: County, tmp_path: Path, say: Say
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    early = ("--book", c.BOOK, "--as-of", "2025-03-12", "--known-at", "2024-01-01T00:00")
    assert "没有该方案的结对，无可试算" in say("try", file, *early)[1]


def test_a_trial_shows_a_year_for_each_year_of_the_plan(
    county: County, tmp_path: Path, say: Say
) -> None:
    act(county)
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    code, text = say("try", file, "--book", c.BOOK, "--as-of", "2025-03-12")
    assert code == 0
    assert re.findall(r"^\s*(\d{4})年$", text, re.MULTILINE) == ["2024", "2025"]
