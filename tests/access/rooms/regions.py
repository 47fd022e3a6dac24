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
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.registry.models import Place

REGIONS = (
    ("440000000000", "广东省", "province"),
    ("440800000000", "湛江市", "city"),
    ("440900000000", "茂名市", "city"),
)
PROVINCES = (REGIONS[0], ("450000000000", "广西壮族自治区", "province"))
# Those without anything in 高州's book; administrators keep accounts and read no book.
OUTSIDE = frozenset({"fl", "neighbour", "sysadmin", "security"})


def _region(world: World) -> list[Asked]:
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in REGIONS]
    if not Place.objects.filter(code=REGIONS[0][0]).exists():
        at = timezone.now()  # noqa: TID251  the desk's own clock
        add_places(acting=everything(), at=at, places=places)
    seers = {"44": EVERYBODY - OUTSIDE, "4409": EVERYBODY - OUTSIDE, "4408": frozenset(),
             "45": frozenset(), "440981": frozenset(), "440881": frozenset(),
             "x": frozenset()}  # fmt: skip
    return [Asked(reverse("desk:region", args=[code]), who) for code, who in seers.items()]


def _nation(world: World) -> list[Asked]:
    """For whom two provinces are granted; one of them is not enough."""
    at = timezone.now()  # noqa: TID251  the desk's own clock
    known = set(Place.objects.values_list("code", flat=True))
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in PROVINCES]
    add_places(acting=everything(), at=at, places=[one for one in places if one.code not in known])
    granted = (("supervisor", "44"), ("supervisor", "45"), ("swb", "45"))
    for account, place in granted:
        Grant.objects.create(
            account=Account.objects.get(username=account), role="supervisor",
            place=place.ljust(12, "0"), since=c.LONG_AGO,
        )  # fmt: skip
    return [Asked(reverse("desk:nation"), frozenset({"supervisor"}))]


ABOUT = {"desk:region": _region, "desk:nation": _nation}
