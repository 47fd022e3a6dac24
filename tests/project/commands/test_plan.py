"""`tongxing plan check|try|diff`, as a clerk runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.project.commands.typed import ran
from tests.records import cast as c
from tongxing.project.commands import plan

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*arguments: object) -> tuple[int, str]:
        return ran(plan, "plan", *arguments), capsys.readouterr().out

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "plan.examples.toml").write_text(EXAMPLES, encoding="utf-8")
    found = tmp_path / "plan.toml"
    found.write_text(PLAN, encoding="utf-8")
    return found


def changed(file: Path, name: str, old: str, new: str) -> Path:
    assert old in PLAN
    found = file.with_name(name)
    found.write_text(PLAN.replace(old, new), encoding="utf-8")
    return found


def test_a_sound_plan_is_checked_against_the_ledger(county: County, file: Path, say: Say) -> None:
    code, text = say("check", file, "--as-of", "2025-03-12")
    assert code == 0, text
    assert "例子：1个，全部通过" in text
    assert "2025年3月：2025-03-31" in text
    assert "组织一次集中劳动：每年12期，3对结对共36条" in text
    assert "重复：没有与施行中的其他方案重复的要求" in text
    assert text.endswith("没有错误\n")


def test_an_ended_plan_says_since_when_instead_of_days_due(
    county: County, file: Path, say: Say
) -> None:
    ended = changed(file, "ended.toml", "until = 2028-01-01", "until = 2025-01-01")
    code, text = say("check", ended, "--as-of", "2025-03-12")
    assert code == 0, text
    assert "近期期限：方案已于2025年1月1日失效，截至2025年3月12日没有期限" in text
    assert "第一次" not in text
    _, before = say("check", ended, "--as-of", "2024-12-31")
    assert "第一次" in before
    assert "失效" not in before


def test_overlap_with_a_plan_in_force_is_said(county: County, file: Path, say: Say) -> None:
    other = changed(file, "other.toml", '"gaozhou-pairing"', '"other-plan"')
    code, text = say("check", other, "--as-of", "2025-03-12")
    assert code == 0, text
    assert "重复：“组织一次集中劳动”要的集中劳动" in text
    assert "提示：没有例子文件“other.examples.toml”" in text
    assert "以下按每类结对各1对估算" in text


def test_an_error_says_where_and_how_to_mend_it(db: None, file: Path, say: Say) -> None:
    broken = changed(file, "broken.toml", 'every = "month"', 'every = "moon"')
    code, text = say("check", broken)
    assert code == 1
    assert "错误：broken.toml" in text
    assert "duty.labour-day.cadence.every" in text


def test_an_example_that_fails_is_a_problem(db: None, file: Path, say: Say) -> None:
    beside = file.with_name("plan.examples.toml")
    beside.write_text(EXAMPLES.replace('"late"', '"kept"'), encoding="utf-8")
    code, text = say("check", file, "--as-of", "2025-03-12")
    assert code == 1
    assert "有未通过的" in text
    assert text.endswith("有错误，改正后才能施行\n")


def test_a_file_that_is_not_there_is_a_misuse(db: None, tmp_path: Path, say: Say) -> None:
    code, text = say("check", tmp_path / "none.toml")
    assert (code, text) == (2, f"打不开文件“{tmp_path / 'none.toml'}”，请核对路径\n")


def test_a_trial_says_what_would_have_come_of_it(county: County, file: Path, say: Say) -> None:
    act(county)
    stricter = changed(file, "new.toml", "lock_days = 45", "lock_days = 365")
    code, text = say("try", stricter, "--book", c.BOOK, "--as-of", "2025-03-12")
    assert code == 0
    assert "试算：高州市，截至2025-03-12" in text
    year2024, year2025 = text.split("2025年\n")
    line = next(line for line in year2024.splitlines() if "组织一次集中劳动" in line)
    assert [part.strip() for part in line.strip("│ ").split("│")][1:4] == ["5", "0", "7"]
    line = next(line for line in year2025.splitlines() if "组织一次集中劳动" in line)
    assert [part.strip() for part in line.strip("│ ").split("│")][1:4] == ["3", "0", "4"]


def test_a_trial_changes_nothing(county: County, file: Path, say: Say) -> None:
    from tongxing.derive.standings import standing_of

    before = standing_of(c.BOOK, as_of=county.today).as_bytes()
    say("try", file, "--book", c.BOOK, "--as-of", "2025-03-12")
    assert standing_of(c.BOOK, as_of=county.today).as_bytes() == before


def test_a_trial_without_pairings_says_so(county: County, file: Path, say: Say) -> None:
    other = changed(file, "other.toml", '"gaozhou-pairing"', '"other-plan"')
    code, text = say("try", other, "--book", c.BOOK, "--as-of", "2025-03-12")
    assert code == 0
    assert "没有该方案的结对" in text


def test_a_trial_in_a_book_nobody_opened_is_a_misuse(county: County, file: Path, say: Say) -> None:
    code, text = say("try", file, "--book", "999999")
    assert code == 2
    assert "没有代码为“999999”的台账" in text


def test_a_broken_plan_is_not_tried(county: County, file: Path, say: Say) -> None:
    broken = changed(file, "broken.toml", 'every = "month"', 'every = "moon"')
    assert say("try", broken, "--book", c.BOOK)[0] == 1


def test_the_redline_names_what_changed(db: None, file: Path, say: Say) -> None:
    new = changed(file, "new.toml", "times = 1, grace_days = 5", "times = 2, grace_days = 5")
    code, text = say("diff", file, new)
    assert code == 0
    assert "组织一次集中劳动" in text
    assert say("diff", file, file) == (0, "两个版本没有不同\n")


def test_a_redline_to_a_broken_plan_is_a_problem(db: None, file: Path, say: Say) -> None:
    broken = changed(file, "broken.toml", 'id        = "gaozhou-pairing"', "id = 3")
    assert say("diff", file, broken)[0] == 1
