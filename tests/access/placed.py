"""Every address of Tongxing with the objects it is asked about and who may see each.

A new address fails the walk until it is placed: here, or in the module of its room in `rooms/`,
which may hold `OPEN`, `COMMON`, `OWN` (names), `ABOUT` (name → Asked), `DEEDS` (name → Deed) and `KEYED`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from collections.abc import Mapping
from importlib import import_module

from django.urls import reverse

from tests.access import rooms
from tests.access.asked import AROUND
from tests.access.asked import OVERSEERS
from tests.access.asked import Asked
from tests.access.asked import AskedOf
from tests.access.asked import DeedsOf
from tests.access.asked import World
from tests.records import cast as c


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
OPEN = {"desk:sign-in"}
# Pages everybody may open; what stands on them is cut to the reader, and walked for leaks.
COMMON = {
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
# Pages about one thing: those who may not see it get the same answer as for nothing at all.
ABOUT: dict[str, AskedOf] = {
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
OWN = {"desk:sign-out"}
# Writes of any other kind: each deed leaves an audit row, or nothing at all.
DEEDS: dict[str, DeedsOf] = {}
# Answers to a key of its own and to no session: (method, arguments of the address).
KEYED: dict[str, tuple[str, tuple[object, ...]]] = {}

for _found in pkgutil.iter_modules(rooms.__path__):
    _room = import_module(f"{rooms.__name__}.{_found.name}")
    OPEN |= getattr(_room, "OPEN", set())
    COMMON |= getattr(_room, "COMMON", set())
    OWN |= getattr(_room, "OWN", set())
    ABOUT |= getattr(_room, "ABOUT", {})
    DEEDS |= getattr(_room, "DEEDS", {})
    KEYED |= getattr(_room, "KEYED", {})
