"""地名: names and codes are public, the history is for who keeps places, changing only its own."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World
from tests.records import cast as c

AT = "desk:manage:places"
KEEPERS = frozenset({"office", "neighbour"})
DAY = "2025-03-01"
COMMON = {"desk:pick-place"}


def _list(world: World) -> list[Asked]:
    return [
        Asked(reverse(f"{AT}:list"), KEEPERS),
        Asked(reverse(f"{AT}:list", query={"q": "柏桥"}), KEEPERS),
    ]


def _one(world: World) -> list[Asked]:
    return [
        Asked(reverse(f"{AT}:one", args=[c.YUANBA]), KEEPERS),
        Asked(reverse(f"{AT}:one", args=["440981104288"]), frozenset()),
    ]


def _own(name: str, deed: dict[str, str]) -> Callable[[World], list[Deed]]:
    def asked(world: World) -> list[Deed]:
        given = {"basis": "高府函〔2025〕12号", **deed}
        return [Deed(reverse(f"{AT}:{name}", args=[c.YUANBA]), given, frozenset({"office"}))]

    return asked


def _add(world: World) -> list[Deed]:
    given = {"name": "浮山村", "since": DAY, "basis": "高府函〔2025〕12号"}
    address = reverse(f"{AT}:add")
    return [
        Deed(address, {**given, "code": "440981104299"}, frozenset({"office"})),
        Deed(
            address, {**given, "code": "440881100000", "name": "浮山镇"}, frozenset({"neighbour"})
        ),
    ]


ABOUT = {f"{AT}:list": _list, f"{AT}:one": _one}
DEEDS = {
    f"{AT}:rename": _own("rename", {"name": "新元坝村", "since": DAY}),
    f"{AT}:merge": _own("merge", {"into_said": "柏桥村", "on": DAY}),
    f"{AT}:abolish": _own("abolish", {"on": DAY}),
    f"{AT}:add": _add,
}
