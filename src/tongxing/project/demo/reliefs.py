"""Reliefs in which duties are waived: floods, typhoons, a contact's changeover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from tongxing.project.demo.chance import made_id
from tongxing.project.demo.sources import demo_file
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import Waive
from tongxing.project.demo.told import at_text

PLAN = "gaozhou-pairing"


@dataclass(frozen=True, slots=True)
class Relief:
    """Duties waived within some places, with the paper it rests on (C15)."""

    places: tuple[str, ...]  # 12-digit codes
    since: date
    until: date
    duties: tuple[str, ...]  # empty = all
    reason: str
    basis: str
    approver: str
    recorded: str
    typist: str


@cache
def reliefs() -> tuple[Relief, ...]:
    """All spans of the demo, in the order of the file."""
    return tuple(
        Relief(**{**item, "places": tuple(item["places"]), "duties": tuple(item["duties"])})
        for item in demo_file("gaozhou", "waivers.toml")["waiver"]
    )


def within(village: str, code: str) -> bool:
    """Whether a village lies in a county or town of that 12-digit code."""
    return village.startswith(code[:9] if code[6:9] != "000" else code[:6])


def excused(place: str, day: date) -> bool:
    """Whether visiting duties are waived at a village on a day."""
    return any(
        one.since <= day < one.until and any(within(place, code) for code in one.places)
        for one in reliefs()
    )


def waivers(seed: int) -> Iterator[Step]:
    """The waivers as steps."""
    for one in reliefs():
        at = at_text(one.recorded)
        for place in one.places:
            yield Step(
                at,
                one.typist,
                Waive(
                    id=made_id(at, seed, "waiver", place),
                    plan=PLAN,
                    since=one.since,
                    until=one.until,
                    reason=one.reason,
                    basis=one.basis,
                    approver=one.approver,
                    place=place,
                    duties=one.duties,
                ),
            )
