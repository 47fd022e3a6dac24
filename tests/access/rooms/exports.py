"""What is taken away: everybody takes what they see, and each time it is noted."""

from __future__ import annotations

from django.urls import reverse

from tests.access.asked import EVERYBODY
from tests.access.asked import Deed
from tests.access.asked import World
from tests.records import cast as c

# Who sees no book has nothing to take from one.
WITH_A_BOOK = (EVERYBODY - c.AWAY) | {"lyj"}
COMMON = {"desk:exports:home"}


def _takes(name: str, doers: frozenset[str]):
    def deeds(_: World) -> list[Deed]:
        return [Deed(reverse(name), {}, doers)]

    return deeds


DEEDS = {
    "desk:exports:matrix": _takes("desk:exports:matrix", WITH_A_BOOK),
    "desk:exports:ledger": _takes("desk:exports:ledger", WITH_A_BOOK),
    "desk:exports:mine": _takes("desk:exports:mine", EVERYBODY),
}
