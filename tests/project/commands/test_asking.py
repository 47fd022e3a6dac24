"""What several commands ask for is read by one rule: the same codes, the same refusal."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.project.commands.typed import parsed
from tongxing.project.commands import judge
from tongxing.project.commands import lake

ASKED = {
    "lake sync": (lake, ("lake", "sync", "--place"), "place"),
    "lake check": (lake, ("lake", "check", "--book"), "book"),
    "judge": (judge, ("judge", "--place"), "place"),
}


@pytest.mark.parametrize(("command", "words", "name"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize(
    ("place", "prefix"),
    [
        ("44", "44"), ("440000000000", "44"), ("4409", "4409"), ("440981000", "440981"),
        ("440981", "440981"), ("440981104", "440981104"), ("440981104209", "440981104209"),
    ],
)  # fmt: skip
def test_a_place_is_asked_for_by_its_code(
    command: ModuleType, words: tuple[str, ...], name: str, place: str, prefix: str
) -> None:
    assert getattr(parsed(command, *words, place), name) == prefix


@pytest.mark.parametrize(("command", "words", "name"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize(
    "place",
    ["", "4", "440", "44098", "4409811", "44098110", "44098112420", "4409811042090",
     "高州", "４４", "四四", "4x", "-44", " 44", "44 09", "44-09"],
)  # fmt: skip
def test_what_is_no_code_is_no_place(
    command: ModuleType, words: tuple[str, ...], name: str, place: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with pytest.raises(SystemExit) as misuse:
        parsed(command, *words, place)
    assert misuse.value.code == 2
    assert "请写两位、四位、六位、九位或十二位数字的区划代码" in capsys.readouterr().err
