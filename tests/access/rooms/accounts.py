"""我的账号 is everybody's own; 管理 › 账号 is the office's and the three administrators'."""

from __future__ import annotations

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World
from tests.records import cast as c
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant

SEERS = frozenset({"office", "auditor", "sysadmin", "security"})
OPENERS = frozenset({"office", "sysadmin"})
FOREIGN = frozenset({"neighbour"})


def _name(name: str, username: str) -> str:
    return reverse(f"desk:manage:accounts:{name}", args=[username])


def _account(world: World) -> list[Asked]:
    return [
        Asked(_name("account", "swb"), SEERS),
        Asked(_name("account", "neighbour"), FOREIGN),
        Asked(_name("account", "nobody"), frozenset()),
    ]


def _kept(name: str, **given: object) -> list[Deed]:
    """What the system administrator of 高州 does, to one of hers and to a foreign account."""
    return [
        Deed(_name(name, "swb"), given, frozenset({"sysadmin"})),
        Deed(_name(name, "neighbour"), given, frozenset()),
    ]


def _reopen(world: World) -> list[Deed]:
    Account.objects.filter(username__in=("zx", "neighbour")).update(is_active=False)
    deeds = [Deed(_name("reopen", "zx"), {"reason": "复岗"}, frozenset({"sysadmin"}))]
    Account.objects.filter(username="neighbour").update(is_active=True)
    return deeds


def _grant(world: World) -> list[Deed]:
    local = {"role": "village", "place": c.YUANBA, "place_said": "元坝村", "since": "2025-03-12"}
    wider = {**local, "role": "supervisor", "place": c.COUNTY, "place_said": "高州市"}
    unit = {"role": "unit", "party": c.FL, "since": "2025-03-12"}
    return [
        Deed(_name("grant", "swb"), local, frozenset({"office", "security"})),
        Deed(_name("grant", "swb"), unit, frozenset({"office", "security"})),
        Deed(_name("grant", "swb"), wider, frozenset({"security"})),
        Deed(_name("grant", "neighbour"), local, frozenset()),
    ]


def _end(world: World) -> list[Deed]:
    def of(username: str) -> str:
        grant = Grant.objects.get(account__username=username)
        return reverse("desk:manage:accounts:end-grant", args=[grant.pk])

    return [
        Deed(of("swb"), {}, frozenset({"office", "security"})),
        Deed(of("supervisor"), {}, frozenset({"security"})),
        Deed(of("security"), {}, frozenset()),
        Deed(of("neighbour"), {}, frozenset()),
    ]


def _new(world: World) -> list[Deed]:
    address = reverse("desk:manage:accounts:new")
    return [
        Deed(address, {"username": "zx-2", "person": "person:zx"}, OPENERS),
        Deed(address, {"username": "new", "name": "新来的"}, OPENERS | FOREIGN),
    ]


COMMON = {"desk:me:home", "desk:me:confirm", "desk:me:second", "desk:me:generator"}
COMMON |= {"desk:me:passkey"}
OPEN = {"desk:sign-in-second"}
OWN = {"desk:me:password", "desk:me:elsewhere", "desk:me:codes", "desk:me:remove"}
ABOUT = {
    "desk:manage:accounts:list": lambda world: [
        Asked(reverse("desk:manage:accounts:list"), SEERS | FOREIGN)
    ],
    "desk:manage:accounts:new": lambda world: [
        Asked(reverse("desk:manage:accounts:new"), OPENERS | FOREIGN)
    ],
    "desk:manage:accounts:account": _account,
}
DEEDS = {
    "desk:manage:accounts:new": _new,
    "desk:manage:accounts:close": lambda world: _kept("close", reason="调离"),
    "desk:manage:accounts:reopen": _reopen,
    "desk:manage:accounts:reset": lambda world: _kept("reset"),
    "desk:manage:accounts:unlock": lambda world: _kept("unlock"),
    "desk:manage:accounts:drop-second": lambda world: [
        Deed(_name("drop-second", "swb"), {"reason": "手机遗失"}, frozenset())
    ],
    "desk:manage:accounts:grant": _grant,
    "desk:manage:accounts:end-grant": _end,
}
