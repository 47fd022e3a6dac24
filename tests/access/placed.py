"""Every address of Tongxing with the objects it is asked about and who may see each.

A new address that stands neither in `OPEN`, `COMMON` nor `ABOUT` fails the walk until it is placed.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from tests.records import cast as c

EVERYBODY = frozenset(c.ACCOUNTS)
OVERSEERS = frozenset({"office", "supervisor", "auditor"})
# 柏桥村 is paired with 市委办 and 市政协, lies in the team's town, and has its own account.
AROUND = {
    "柏桥村": OVERSEERS | {"swb", "zx", "team", "village"},
    "荷垌村": OVERSEERS | {"lyj"},
}


@dataclass(frozen=True)
class World:
    """What the walk needs to know to make addresses."""

    records: Mapping[str, UUID]  # by village
    pairings: Mapping[str, UUID]  # by village: a unit's pairing with it
    losing: Mapping[str, UUID]  # by village: a correction that lost, so there is a conflict


@dataclass(frozen=True)
class Asked:
    """One address about one object: who gets an answer; everybody else gets none."""

    address: str
    seers: frozenset[str]


def _village(name: str) -> Callable[[World], list[Asked]]:
    def asked(world: World) -> list[Asked]:
        return [
            Asked(reverse(name, args=[code]), AROUND[village])
            for village, code in (("柏桥村", c.BAIQIAO), ("荷垌村", c.HETONG))
        ]

    return asked


def _record(name: str) -> Callable[[World], list[Asked]]:
    def asked(world: World) -> list[Asked]:
        return [
            Asked(reverse(name, args=[id_]), AROUND[village])
            for village, id_ in world.records.items()
        ]

    return asked


def _pairing(world: World) -> list[Asked]:
    return [
        Asked(reverse("desk:pairing", args=[key]), AROUND[village])
        for village, key in world.pairings.items()
    ]


def _cell(world: World) -> list[Asked]:
    tail = "&duty=gaozhou-pairing:labour-day&period=2025-03"
    return [
        Asked(f"{reverse('desk:matrix-cell')}?pairing={key}{tail}", AROUND[village])
        for village, key in world.pairings.items()
    ]


def _unit(world: World) -> list[Asked]:
    return [
        Asked(reverse("desk:unit", args=["swb"]), AROUND["柏桥村"]),
        Asked(reverse("desk:unit", args=["lyj"]), AROUND["荷垌村"]),
        Asked(reverse("desk:unit", args=["nobody"]), frozenset()),
    ]


def _tiers(world: World) -> list[Asked]:
    return [Asked(reverse("desk:tiers"), OVERSEERS | {"team"})]


def _team(world: World) -> list[Asked]:
    return [Asked(reverse("desk:team", args=["genzi"]), OVERSEERS | {"team"})]


# Answered without signing in.
OPEN = frozenset({"desk:sign-in"})
# Pages everybody may open; what stands on them is cut to the reader, and walked for leaks.
COMMON = frozenset(
    {
        "desk:home",
        "desk:matrix",
        "desk:find",
        "desk:figure",
        "desk:ledger:list",
        "desk:ledger:new",
        "desk:ledger:new-doers",
        "desk:ledger:readback",
        "desk:ledger:grid",
    }
)
# Pages about one thing: those who may not see it get the same answer as for nothing at all.
ABOUT: Mapping[str, Callable[[World], list[Asked]]] = {
    "desk:place": _village("desk:place"),
    "desk:pairing": _pairing,
    "desk:matrix-cell": _cell,
    "desk:unit": _unit,
    "desk:team": _team,
    "desk:tiers": _tiers,
    "desk:ledger:record": _record("desk:ledger:record"),
}
# Writes, by POST: who may do it to a record of 柏桥村 done by 市委办, and to one of 荷垌村.
WRITES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "desk:ledger:correct": {
        "柏桥村": frozenset({"office", "swb", "village"}),
        "荷垌村": frozenset({"office", "lyj"}),
    },
    "desk:ledger:withdraw": {
        "柏桥村": frozenset({"office", "swb", "village"}),
        "荷垌村": frozenset({"office", "lyj"}),
    },
    "desk:ledger:return": {"柏桥村": frozenset({"office"}), "荷垌村": frozenset({"office"})},
    "desk:ledger:accept": {"柏桥村": frozenset({"office"}), "荷垌村": frozenset({"office"})},
    "desk:ledger:settle": {"柏桥村": frozenset({"office"}), "荷垌村": frozenset({"office"})},
}
# Signing out is a write of one's own session only.
OWN = frozenset({"desk:sign-out"})
