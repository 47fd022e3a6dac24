"""The bench as a whole: what cannot be measured is said, and takes nothing else along."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.bench import asked_of
from benchmarks.bench import measured
from benchmarks.bench import parser
from benchmarks.bench import sections
from benchmarks.judging import Course
from benchmarks.judging import each_record
from benchmarks.measuring import Measured
from benchmarks.measuring import Run
from benchmarks.reporting import Line


def course(said: list[str]) -> Course:
    return Course(Path("nowhere"), 1, by_cpu=True, spark=False, say=said.append)


@pytest.mark.parametrize(
    "problem",
    [
        SystemExit("合成数据没有做成"), OSError(28, "No space left on device"),
        subprocess.CalledProcessError(1, ["flatten"]), ValueError("bad"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_said_and_the_others_go_on(problem: BaseException) -> None:
    def broken(_: Course) -> Iterator[Line]:
        yield Line("省", "同兴", "1 秒")
        raise problem

    def sound(_: Course) -> Iterator[Line]:
        yield Line("链", "只核对链", "9")

    said: list[str] = []
    lines, failed = measured({"province": broken, "chain": sound}, course(said))
    assert [(one.what, one.who) for one in lines] == [("province", "没有测成"), ("链", "只核对链")]
    assert lines[0].told in str(problem)
    assert failed == ["province"]
    assert [one.split("：")[0] for one in said] == ["province", "chain"]


@pytest.mark.parametrize(
    ("flags", "more"), [([], set()), (["--nation"], {"nation"}), (["--pages"], {"pages"}),
                        (["--intake"], {"intake", "phone"})],
)  # fmt: skip
def test_heavy_sections_are_asked_for(flags: list[str], more: set[str]) -> None:
    plain = set(sections(parser().parse_args([])))
    assert {"county", "province", "growth", "history", "one-more", "chain"} <= plain
    assert set(sections(parser().parse_args(flags))) - plain == more


def test_a_section_nobody_knows_is_said_with_those_there_are() -> None:
    assert set(asked_of(parser().parse_args(["--only", "more"]))) == {"one-more"}
    with pytest.raises(SystemExit, match=r"“nation”.*可以测：county、province"):
        asked_of(parser().parse_args(["--only", "nation"]))


def test_a_record_may_cost_fifteen_hundredths_more_or_less() -> None:
    found = [
        Measured(name, [Run(1.0, cpu)]) for name, cpu in (("一", 1.0), ("二", 2.28), ("四", 4.8))
    ]
    lines = list(each_record(course([]), "规模", found, [1_000, 2_000, 4_000]))
    assert [one.goal.reached for one in lines if one.goal] == [True, False]
    assert lines[0].goal is None
    assert lines[1].told.endswith("每条 1,140,000 纳秒")
