"""What the walk over every address is told: who is who, what there is, what is asked."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

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


@dataclass(frozen=True)
class Deed:
    """One write by POST: for `doers` it leaves an audit row behind, for everybody else none."""

    address: str
    given: Mapping[str, object]
    doers: frozenset[str]


AskedOf = Callable[[World], list[Asked]]
DeedsOf = Callable[[World], list[Deed]]
