"""结对关系: the county's office alone keeps them; to all others its pages do not exist."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import AskedOf
from tests.access.asked import Deed
from tests.access.asked import World
from tests.records import cast as c
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.assignment import draw_up
from tongxing.actions.assignment import reverse_of
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.pages.desk import uploads
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.ledger.ids import new_id

OFFICE = frozenset({"office"})
OFFICES = OFFICE | {"neighbour"}  # whose county has no book yet, and is told so
NOON = datetime(2025, 3, 12, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2025, 3, 12)
CHANGE = new_id(NOON)
SHEET = "镇\t村\t单位\n根子镇\t元坝村\t市妇联\n".encode()
WANTED = Assignment(c.BOOK, DAY, (Line(c.KIND, ((c.FL, ""),), c.YUANBA, DAY),))


def _plain(name: str) -> AskedOf:
    return lambda _: [Asked(reverse(f"desk:manage:pairings:{name}"), OFFICES)]


def _one(world: World) -> list[Asked]:
    found = [Asked(_page_of(key), OFFICE) for key in world.pairings.values()]
    return [
        *found,
        Asked(_page_of("nothing"), frozenset()),
        Asked(_page_of(UUID(int=1)), frozenset()),
    ]


def _page_of(key: object) -> str:
    return reverse("desk:manage:pairings:one", args=[key])


def _kept() -> str:
    """The sheet in the office's own folder: at the same address it opens for nobody else."""
    office = Account.objects.get(username="office")
    name = uploads.keep(office, SHEET, now=time.time())
    return reverse("desk:manage:pairings:check", args=[name])


def _check(_: World) -> list[Asked]:
    address = _kept()
    neighbour = frozenset({"neighbour"})  # told that there is no book, whatever the sheet
    return [
        Asked(f"{address}?kind={c.KIND}&since=2025-03-12", OFFICE | neighbour),
        Asked(reverse("desk:manage:pairings:check", args=["0" * 64]), neighbour),
    ]


def _made() -> UUID:
    """A change of the office's: 市妇联 with 元坝村."""
    made = reassign_pairings(
        acting=everything(), at=NOON, id=CHANGE, assignment=WANTED, reason="补充结对"
    )
    return made.id


def _change(_: World) -> list[Asked]:
    return [
        Asked(reverse("desk:manage:pairings:change", args=[_made()]), OFFICE),
        Asked(reverse("desk:manage:pairings:change", args=[UUID(int=1)]), frozenset()),
    ]


def _opening(_: World) -> list[Deed]:
    given = {"kind": c.KIND, "actor.organization.0": c.FL, "place": c.YUANBA, "since": "2025-03-01"}
    return [Deed(reverse("desk:manage:pairings:new"), given, OFFICE)]


def _ending(world: World) -> list[Deed]:
    given = {"until": "2025-04-01", "reason": "调整"}
    return [Deed(_page_of(key), given, OFFICE) for key in world.pairings.values()]


def _starting(name: str) -> object:
    """Sending a sheet writes nothing into the book, whoever sends it."""

    def deeds(_: World) -> list[Deed]:
        given: Mapping[str, object] = {"kind": c.KIND, "cells": SHEET.decode()}
        return [Deed(reverse(f"desk:manage:pairings:{name}"), given, frozenset())]

    return deeds


def _confirming(_: World) -> list[Deed]:
    given = {
        "kind": c.KIND, "since": "2025-03-12", "reason": "补充结对", "do": "confirm",
        "shown": draw_up(WANTED).digest,
    }  # fmt: skip
    return [Deed(_kept(), given, OFFICE)]


def _undoing(_: World) -> list[Deed]:
    change = _made()
    undo = Assignment(c.BOOK, DAY, reverse_of(c.BOOK, change, DAY), undoes=change)
    given = {
        "since": "2025-03-12", "reason": "误改", "do": "confirm", "shown": draw_up(undo).digest,
    }  # fmt: skip
    return [Deed(reverse("desk:manage:pairings:change", args=[change]), given, OFFICE)]


ABOUT = {
    **{
        f"desk:manage:pairings:{name}": _plain(name)
        for name in ("list", "new", "paper", "import", "reassign")
    },
    "desk:manage:pairings:one": _one,
    "desk:manage:pairings:check": _check,
    "desk:manage:pairings:change": _change,
}
DEEDS = {
    "desk:manage:pairings:new": _opening,
    "desk:manage:pairings:one": _ending,
    "desk:manage:pairings:import": _starting("import"),
    "desk:manage:pairings:reassign": _starting("reassign"),
    "desk:manage:pairings:check": _confirming,
    "desk:manage:pairings:change": _undoing,
}
