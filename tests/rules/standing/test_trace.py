"""Every figure opens its records, and every record knows where it counts."""

from __future__ import annotations

import numpy as np
import pytest

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import Told
from tests.rules.standing.told import judged
from tests.rules.standing.told import pair
from tongxing.rules.periods import Rhythm
from tongxing.rules.standing import Standing
from tongxing.rules.standing import State
from tongxing.rules.standing import assign
from tongxing.rules.standing import cells_of
from tongxing.rules.standing import column_of
from tongxing.rules.standing import records_behind

PLAN = p.plan_of(
    p.duty_of("labour", Rhythm("month", grace_days=5)), p.duty_of("weekly", Rhythm("week"))
)
RECORDS = [
    "2024-09-20 labour-day",
    f"2024-09-10 labour-day by={FORESTRY},{MARKET}",
    "2024-10-02 labour-day makes_up=2024-09-30",
    "2024-09-21 purchase",
]
PAIRS = [pair("a", FORESTRY), pair("b", MARKET)]


def county() -> Standing:
    return judged(Told("county", PLAN, RECORDS, "2024-10-31", {}, pairings=PAIRS))


def test_behind_a_cell_stand_its_records_in_order_with_their_lateness() -> None:
    duty = county().duty(p.PLAN, "labour")
    column = column_of(duty, 0, "2024-09")
    assert column is not None
    rows, late = records_behind(duty, 0, column)
    assert rows.tolist() == [0, 1, 2]
    assert late.tolist() == [False, False, True]
    assert records_behind(duty, 1, column)[0].tolist() == [1]


def test_an_empty_cell_has_no_records() -> None:
    duty = county().duty(p.PLAN, "labour")
    assert records_behind(duty, 1, column_of(duty, 1, "2024-10") or 0)[0].tolist() == []


def test_a_joint_record_counts_in_both_pairings_and_both_duties() -> None:
    cells = cells_of(county(), 1)
    assert [(one.duty, one.pairing, one.period.key, one.state, one.late) for one in cells] == [
        ("labour", 0, "2024-09", State.KEPT, False),
        ("labour", 1, "2024-09", State.KEPT, False),
        ("weekly", 0, "2024-W37", State.KEPT, False),
        ("weekly", 1, "2024-W37", State.KEPT, False),
    ]


def test_a_record_made_up_is_late_where_it_counts() -> None:
    late = [one for one in cells_of(county(), 2) if one.duty == "labour"]
    assert [(one.period.key, one.late) for one in late] == [("2024-09", True)]


def test_a_record_no_duty_asks_for_counts_nowhere() -> None:
    assert cells_of(county(), 3) == ()


def test_the_records_behind_add_up_to_the_counts_whichever_is_asked_first() -> None:
    untraced, traced = county(), county()
    for plain, duty in zip(untraced.duties, traced.duties, strict=True):
        assert "hits" not in vars(duty)  # a roll-up pays for none of it
        sums = np.zeros((2, *duty.state.shape), np.int64)
        hits = duty.hits
        np.add.at(sums, (hits.late.astype(np.int64), hits.pairing, hits.period), 1)
        assert sums.tolist() == [plain.on_time.tolist(), plain.late.tolist()]
        assert duty.state.tolist() == plain.state.tolist()


def test_a_record_tells_its_cells_in_every_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [cells_of(county(), row) for row in range(len(RECORDS))]
    monkeypatch.setattr(assign, "STRETCH", 2)  # records judged at a time
    assert [cells_of(county(), row) for row in range(len(RECORDS))] == whole


def test_an_unknown_period_or_pairing_has_no_column_of_its_own() -> None:
    duty = county().duty(p.PLAN, "labour")
    assert column_of(duty, 0, "2031-01") is None
    assert column_of(duty, 99, "2024-09") == column_of(duty, 0, "2024-09")


def test_a_duty_the_plan_does_not_have_is_an_error_with_both_names() -> None:
    with pytest.raises(KeyError, match="gaozhou-pairing/nothing"):
        county().duty(p.PLAN, "nothing")
