"""The acted-out county of the board tests: who did what by 12 March 2025."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.derive import boards

PLAN = "gaozhou-pairing"


def act(county: County) -> None:
    """Typed in on one day: 市委办 kept up, 市政协 and 市林业局 did not; 2024 came after the lock."""
    for month in ((2024, 9), (2024, 10), (2024, 11), (2024, 12), (2025, 1), (2025, 2), (2025, 3)):
        county.write("swb", happened=date(*month, 8))
    county.write("zx", happened=date(2024, 9, 20), values={"people": "十多人次"})
    county.write("swb", happened=date(2025, 2, 3), makes_up=date(2025, 1, 20))
    county.bought("3万元", happened=date(2025, 2, 5))
    county.bought("近5000元", happened=date(2025, 3, 5))
    county.bought("6000元", who="lyj", place=c.HETONG, happened=date(2025, 1, 15))
    county.write(
        "office", doers=(Doer(c.SWB), Doer(c.ZX)), kind="donation",
        values={"given": "140余万元", "form": "money"}, happened=date(2025, 1, 9),
    )  # fmt: skip


def every_board(county: County, viewer: str) -> dict[str, Callable[[], object]]:
    """A call for each board, as the viewer sees it today."""
    scope, day = county.scope(viewer), {"as_of": county.today}
    asked = boards.MatrixFilter(PLAN, "labour-day")
    return {
        "home": lambda: boards.home_board(scope, book=c.BOOK, **day),
        "months": lambda: boards.matrix_board(scope, book=c.BOOK, **day),
        "matrix": lambda: boards.matrix_board(scope, book=c.BOOK, asked=asked, **day),
        "village": lambda: boards.village_board(scope, place=c.BAIQIAO, **day),
        "town": lambda: boards.place_board(scope, place=c.GENZI, **day),
        "county": lambda: boards.place_board(scope, place=c.COUNTY, **day),
        "unit": lambda: boards.unit_board(scope, book=c.BOOK, party=c.SWB, **day),
        "team": lambda: boards.team_board(scope, book=c.BOOK, party=c.TEAM, **day),
        "pairing": lambda: boards.pairing_board(scope, key=county.key("swb"), **day),
    }
