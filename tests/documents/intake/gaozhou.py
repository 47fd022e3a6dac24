"""The names of the demo county in memory: no database is needed to read its sheets."""

from __future__ import annotations

from datetime import date

from tongxing.documents.intake.known import Known
from tongxing.documents.intake.naming import Candidate
from tongxing.documents.intake.naming import Register
from tongxing.project.demo.sources import units
from tongxing.records.registry.shipped import shipped_places

ON = date(2024, 7, 18)
BOOK = "440981"


def gaozhou() -> Known:
    places = [one for one in shipped_places(BOOK[:2]) if one.code.startswith(BOOK)]
    known = Known(
        book=BOOK, name="高州市", on=ON,
        towns=tuple((one.code, one.name) for one in places if one.level == "town"),
        villages=tuple((one.code, one.name) for one in places if one.level == "village"),
        paired=frozenset(),
    )  # fmt: skip
    village = known.villages[0][0]
    known.__dict__.update(
        organizations=Register(
            [Candidate(one.party, (one.name, one.short)) for one in units()], "高州市"
        ),
        teams=Register([Candidate("team:genzi", ("驻根子镇工作队", "根子工作队"))]),
        people=Register(
            [
                Candidate("person:unit", ("包户党员", "市林业局包户党员")),
                Candidate("person:village", ("村包户党员", "荷垌村包户党员")),
            ]
        ),
        households={village: {"1": f"{village}-001", "2": f"{village}-002"}},
    )
    return known
