"""Any bytes, any broken plan: located problems or a sound value, never a traceback."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rules.plan.texts import CASES
from tests.rules.plan.texts import KIND
from tests.rules.plan.texts import PLAN
from tongxing.rules.plan import Kind
from tongxing.rules.plan import burden
from tongxing.rules.plan import compliance
from tongxing.rules.plan import errors
from tongxing.rules.plan import read_cases
from tongxing.rules.plan import read_edition
from tongxing.rules.plan import read_kind
from tongxing.rules.plan import redline
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan import shipped_plan_bytes

GAOZHOU, GAOZHOU_CASES = (
    text.decode() for text in shipped_plan_bytes("440981", "gaozhou-pairing-2024")
)
SEEDS = (PLAN, KIND, CASES, GAOZHOU, GAOZHOU_CASES)
# Values of every sort, to stand where another sort is expected.
STRAYS = [
    "5", "-1", "0.5", "1e9", "nan", "true", '""', '"甲"', '"x.y"', "[]", "{}", "[1]", '["a"]',
    "[[1, 2]]", "[{}]", "{ a = 1 }", "2024-02-29", "2024-01-01T00:00:00", "08:00:00", "{ a = {} }",
    '"5万元"', '"2 weeks"', '["purchase", 3]', "9" * 30,
]  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A sound file with a few lines changed: a value swapped, a line gone, doubled or moved."""
    lines = draw(st.sampled_from(SEEDS)).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["value", "gone", "twice", "moved", "cut", "key", "header"]))
        if how == "value" and "=" in lines[at]:
            lines[at] = lines[at].split("=")[0] + "= " + draw(st.sampled_from(STRAYS))
        elif how == "gone" and len(lines) > 1:
            del lines[at]
        elif how == "twice":
            lines.insert(at, lines[at])
        elif how == "moved":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif how == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif how == "key":
            lines.insert(at, f"{draw(st.sampled_from(['of', 'x', 'where', 'photo']))} = 1")
        else:
            lines.insert(at, draw(st.sampled_from(["[duty]", "[score]", "[[case]]", "[duty.x]"])))
    return "\n".join(lines).encode()


def check(data: bytes) -> None:
    """Read `data` as each of the three, and ask every question of what was read."""
    kind = read_kind(data, file="f")
    assert isinstance(kind, Kind) or errors(kind)
    edition, problems = read_edition(data, file="f", kinds=shipped_kinds())
    assert (edition is None) == bool(errors(problems))
    cases, faults = read_cases(data, file="f")
    assert not cases or not errors(faults)
    for one in (*problems, *faults, *(kind if isinstance(kind, tuple) else ())):
        assert one.say().startswith("f")
        assert one.line is None or 1 <= one.line <= data.count(b"\n") + 1
    if edition is not None:
        assert len(compliance(edition)) == 15
        assert redline(edition, edition) == ()
        assert burden(edition, {}, 1).records == 0


@given(st.binary(max_size=400))
def test_any_bytes(data):
    check(data)


@given(st.text(alphabet="[]{}=.,\"'#\\\n a1", max_size=200))
def test_any_text_of_the_signs_of_toml(text):
    check(text.encode())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(broken())
def test_any_broken_file(data):
    check(data)


@pytest.mark.full
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(broken(), st.binary(max_size=2000)))
def test_any_broken_file_ten_thousand_times(data):
    check(data)
