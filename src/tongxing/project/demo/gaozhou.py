"""Gaozhou's book: two rounds of pairing, and what the pairs did since September 2024."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from tongxing.project.demo.besides import besides
from tongxing.project.demo.bundles import SINCE as BUNDLES_SINCE
from tongxing.project.demo.bundles import bundles
from tongxing.project.demo.chance import made_id
from tongxing.project.demo.couples import Couple
from tongxing.project.demo.couples import couples
from tongxing.project.demo.couples import filed
from tongxing.project.demo.days import moment
from tongxing.project.demo.hooks import hook_steps
from tongxing.project.demo.incidents import OFFICE
from tongxing.project.demo.incidents import with_incidents
from tongxing.project.demo.monthly import labour_days
from tongxing.project.demo.monthly import monthly
from tongxing.project.demo.quarterly import projects
from tongxing.project.demo.reliefs import waivers
from tongxing.project.demo.sources import pairs as hooked
from tongxing.project.demo.sources import villages
from tongxing.project.demo.steps import By
from tongxing.project.demo.steps import Open
from tongxing.project.demo.steps import PutInForce
from tongxing.project.demo.steps import Step
from tongxing.project.demo.steps import in_order
from tongxing.project.demo.told import told
from tongxing.project.demo.weekly import visits
from tongxing.project.demo.yearly import results

BOOK = "440981"
PLAN = "gaozhou-pairing"
ASSIGNED = date(2024, 7, 18)  # the day the units were assigned anew
FROM = date(2024, 9, 1)  # the plan's first day
PUT_IN_FORCE = moment(date(2024, 8, 30), 17)
OPENED = moment(ASSIGNED, 18)
SMALL = ("荷垌村", "柏桥村", "元坝村", "耀新村", "朗练村", "古丁村")


def gaozhou(seed: int, until: date, *, small: bool = False) -> tuple[Step, ...]:
    """All steps of Gaozhou's book recorded before `until`, ascending by moment.

    The same seed gives the same steps; a later `until` only adds to them. `small` keeps six
    villages.
    """
    kept = {one.code for one in villages() if not small or one.name in SMALL}
    pairs = [one for one in couples(seed) if one.village.code in kept]
    steps = [
        *hook_steps(seed, kept if small else {pair.village for pair in hooked(2023)}),
        *_openings(seed, pairs),
        *_bundle_openings(seed, kept),
        *waivers(seed),
        *told(seed, "gaozhou", "records.toml"),
        *with_incidents(seed, _deeds(pairs, until)),
        *(step for one in pairs for step in results(one, until)),
    ]
    return in_order(steps, until=until)


def _openings(seed: int, pairs: Collection[Couple]) -> Iterator[Step]:
    edition = made_id(PUT_IN_FORCE, seed, PLAN)
    yield Step(PUT_IN_FORCE, OFFICE, PutInForce(edition, BOOK, f"{PLAN}-2024"))
    for one in pairs:
        yield Step(
            OPENED,
            OFFICE,
            Open(
                id=made_id(OPENED, seed, one.key),
                kind=f"{PLAN}:unit-village",
                actors=one.plainly(),
                place=one.village.code,
                since=ASSIGNED,
            ),
        )


def _bundle_openings(seed: int, kept: Collection[str]) -> Iterator[Step]:
    at = moment(BUNDLES_SINCE, 15, 20)
    for one in bundles():
        if one.village.code in kept:
            yield Step(
                at,
                OFFICE,
                Open(
                    id=made_id(at, seed, one.unit_member),
                    kind=f"{PLAN}:household-bundle",
                    actors=(
                        By(f"person:{one.unit_member}", "unit-member"),
                        By(f"person:{one.village_member}", "village-member"),
                    ),
                    place=one.village.code,
                    since=BUNDLES_SINCE,
                    subjects=tuple(f"household:{key}" for key, _ in one.households),
                ),
            )


def _deeds(pairs: Collection[Couple], until: date) -> Iterator[Step]:
    """Everything done and typed, before anything is put right."""
    for one in pairs:
        for act in visits(one, FROM, until):
            leader = act.doers[0].role == "leader"
            yield filed(one, act, "leader" if leader else act.text)
        for doings in (monthly, projects, besides):
            for act in doings(one, FROM, until):
                yield filed(one, act)
    for _, group in groupby(pairs, key=lambda one: one.village.code):
        for host, act in labour_days(list(group), FROM, until):
            yield filed(host, act)
