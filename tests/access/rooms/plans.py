"""方案: read by whoever has a part in the book; put in force, granted, decided by its office."""

from __future__ import annotations

import time
from datetime import date
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from tests.access.asked import OVERSEERS
from tests.access.asked import Asked
from tests.access.asked import AskedOf
from tests.access.asked import Deed
from tests.access.asked import DeedsOf
from tests.access.asked import World
from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.records import cast as c
from tongxing.actions.grant_waiver import grant_waiver
from tongxing.actions.propose_waiver import propose_waiver
from tongxing.actions.put_in_force import put_in_force
from tongxing.pages.desk import uploads
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.ledger.ids import new_id

OFFICE = frozenset({"office"})
# Whoever sees a place or holds a pairing of the book; 市妇联 and 廉江's office have none here.
HERE = OVERSEERS | {"swb", "zx", "lyj", "team", "village"}
NEXT = PLAN.replace('edition   = "2024"', 'edition   = "2025"').encode()
NOON = datetime(2025, 3, 12, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # the desk's day
PAPER = "2025年第3次工作例会纪要"

COMMON = {
    "desk:plans:list",
    "desk:plans:burden",
    "desk:plans:steps",
    "desk:plans:waivers",
    "desk:plans:schema",
}


def _edition(name: str) -> AskedOf:
    def asked(_: World) -> list[Asked]:
        return [
            Asked(reverse(name, args=["gaozhou-pairing", "2024"]), HERE),
            Asked(reverse(name, args=["gaozhou-pairing", "2099"]), frozenset()),
        ]

    return asked


def _scores(_: World) -> list[Asked]:
    by_pair = reverse("desk:plans:scores", args=["gaozhou-pairing"]) + "?by=pairing"
    return [
        Asked(reverse("desk:plans:scores", args=["gaozhou-pairing"]), HERE),
        Asked(by_pair, HERE),
        Asked(reverse("desk:plans:scores", args=["nothing"]), frozenset()),
    ]


def _kept(name: str) -> AskedOf:
    """A draft is its sender's alone: the office's opens for the office, at the same address."""

    def asked(_: World) -> list[Asked]:
        office = Account.objects.get(username="office")
        return [Asked(_draft_of(office, name), OFFICE)]

    return asked


def _draft_of(account: Account, name: str) -> str:
    now = time.time()
    files = [uploads.keep(account, data, now=now) for data in (NEXT, EXAMPLES.encode())]
    return reverse(f"desk:plans:{name}", args=files)


def _upload(_: World) -> list[Asked]:
    return [Asked(reverse("desk:plans:new"), OFFICE)]


def _waive(world: World) -> list[Asked]:
    """A waiver is asked for by those who may speak for one side, and by the office."""
    speak = {"柏桥村": {"office", "swb", "village"}, "荷垌村": {"office", "lyj"}}
    return [
        Asked(reverse("desk:plans:waive", args=[key]), frozenset(speak[village]))
        for village, key in world.pairings.items()
    ]


ABOUT: dict[str, AskedOf] = {
    "desk:plans:edition": _edition("desk:plans:edition"),
    "desk:plans:text": _edition("desk:plans:text"),
    "desk:plans:scores": _scores,
    "desk:plans:new": _upload,
    "desk:plans:draft": _kept("draft"),
    "desk:plans:trial": _kept("trial"),
    "desk:plans:waive": _waive,
}

SPAN = {"since": "2025-03-01", "last": "2025-04-30"}
WHY = {"reason": "参加防汛抢险", "basis": "防汛办通知", "approver": "县专班"}


def _put(_: World) -> list[Deed]:
    """Everybody sent the same two files, so the address is the same for all of them."""
    addresses = {_draft_of(one, "put") for one in Account.objects.all()}
    given = {"since": "2025-07-01", "reason": PAPER}
    return [Deed(address, given, OFFICE) for address in addresses]


def _ask(world: World) -> list[Deed]:
    return [Deed(one.address, SPAN | WHY, one.seers) for one in _waive(world)]


def _reply(world: World) -> list[Deed]:
    return [
        Deed(reverse("desk:plans:reply", args=[one.address.split("/")[-2]]), {"words": "已安排补做"},
             one.seers)
        for one in _waive(world)
    ]  # fmt: skip


def _given(**more: Any) -> dict[str, Any]:
    return {"acting": everything(), "at": NOON, "id": new_id(NOON)} | more


def _decide(world: World) -> list[Deed]:
    """One period missed brings a talk, so that there is something to decide."""
    strict = PLAN.replace("missed_in_row = 2", "missed_in_row = 1")
    strict = strict.replace("missed_in_row = 3", "missed_in_row = 1")
    put_in_force(
        **_given(book=c.BOOK, text=strict.encode(), examples=EXAMPLES.encode()),
    )
    given = {"plan": "gaozhou-pairing", "step": "talk", "decision": "hold", "reason": "已有安排"}
    return [
        Deed(reverse("desk:plans:decide", args=[key]), given, OFFICE)
        for key in world.pairings.values()
    ]


_TERMS: dict[str, Any] = {
    "since": date(2025, 3, 1),
    "until": date(2025, 5, 1),
    "reason": "参加防汛抢险",
    "basis": "防汛办通知",
}


def _answer(world: World) -> list[Deed]:
    asked = [
        propose_waiver(**_given(pairing=str(key), **_TERMS)).id for key in world.pairings.values()
    ]
    return [
        Deed(reverse("desk:plans:answer", args=[id_]), {"answer": answer} | WHY, OFFICE)
        for id_ in asked
        for answer in ("grant", "decline")
    ]


def _end(world: World) -> list[Deed]:
    more = {"plan": "gaozhou-pairing", "approver": "县专班"}
    granted = [
        grant_waiver(**_given(pairing=str(key), **more, **_TERMS)).id
        for key in world.pairings.values()
    ]
    given = {"last": "2025-03-20", "reason": "汛情解除"}
    return [Deed(reverse("desk:plans:end-waiver", args=[id_]), given, OFFICE) for id_ in granted]


DEEDS: dict[str, DeedsOf] = {
    "desk:plans:put": _put,
    "desk:plans:waive": _ask,
    "desk:plans:reply": _reply,
    "desk:plans:decide": _decide,
    "desk:plans:answer": _answer,
    "desk:plans:end-waiver": _end,
}
