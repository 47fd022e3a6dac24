"""City, province and nation pages: for whoever has a book in them, cut to what they see of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from tests.access.asked import EVERYBODY
from tests.access.asked import Asked
from tests.access.asked import World
from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place

REGIONS = (
    ("440000000000", "广东省", "province"),
    ("440800000000", "湛江市", "city"),
    ("440900000000", "茂名市", "city"),
)
# Those without anything in 高州's book; administrators keep accounts and read no book.
OUTSIDE = frozenset({"fl", "neighbour", "sysadmin", "security"})


def _region(world: World) -> list[Asked]:
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in REGIONS]
    if not Place.objects.filter(code=REGIONS[0][0]).exists():
        at = timezone.now()  # noqa: TID251  the desk's own clock
        add_places(acting=everything(), at=at, places=places)
    seers = {"44": EVERYBODY - OUTSIDE, "4409": EVERYBODY - OUTSIDE, "4408": frozenset(),
             "45": frozenset(), "440981": frozenset(), "x": frozenset()}  # fmt: skip
    return [Asked(reverse("desk:region", args=[code]), who) for code, who in seers.items()]


def _nation(world: World) -> list[Asked]:
    """Nobody of the cast answers for two provinces; tests/pages/desk/regions asks who does."""
    return [Asked(reverse("desk:nation"), frozenset())]


ABOUT = {"desk:region": _region, "desk:nation": _nation}
