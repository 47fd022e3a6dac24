"""依法删减: only the office that answers for the book finds the page and erases anything."""

from __future__ import annotations

from django.urls import reverse

from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World

OFFICE = frozenset({"office"})
GIVEN = {"reason": "本人要求删除", "basis": "个人信息保护法第四十七条", "confirmed": "1"}


def _page(world: World) -> list[Asked]:
    return [
        Asked(reverse("desk:ledger:redact", args=[id_]), OFFICE) for id_ in world.records.values()
    ]


def _redact(world: World) -> list[Deed]:
    return [Deed(one.address, GIVEN, OFFICE) for one in _page(world)]


ABOUT = {"desk:ledger:redact": _page}
DEEDS = {"desk:ledger:redact": _redact}
