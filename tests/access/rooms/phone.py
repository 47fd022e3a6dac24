"""The phone's page: entered by who signs in; its interface answers to a phone's own key only."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from tests.access.asked import Asked
from tests.access.asked import Deed
from tests.access.asked import World
from tongxing.actions.phone_keys import enrol_phone
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.phones import phones_of
from tongxing.records.accounts.queries import scope_of

PHOTO = "0" * 64
OPEN = {"phone-api:openapi-json", "phone-api:api-root"}
COMMON = {"desk:phone-enter"}
OWN = {"desk:me:phone-end"}
KEYED = {
    "phone-api:work": ("get", ()),
    "phone-api:records": ("post", ()),
    "phone-api:file": ("get", (PHOTO,)),
    "phone-api:chunk": ("put", (PHOTO, 0)),
    "phone-api:leave": ("post", ()),
}


def _phone(username: str) -> int:
    """The phone of an account, enrolled if need be."""
    at = timezone.now()  # noqa: TID251  the desk's own clock
    account = Account.objects.get(username=username)
    if not phones_of(account, at):
        scope = scope_of(account, timezone.localdate(at))
        enrol_phone(acting=scope, at=at, name="手机", days=90)
    return phones_of(account, at)[0].pk


def _ending(world: World) -> list[Deed]:
    return [
        Deed(
            reverse("desk:manage:accounts:end-phone", args=[username]),
            {"phone": str(_phone(username))},
            doers,
        )
        for username, doers in (("swb", frozenset({"sysadmin"})), ("neighbour", frozenset()))
    ]


# An uploaded file is its uploader's own: nobody sees another's, whoever may upload.
UNSENT = ("desk:ledger:unsent-check", "0" * 64)
ABOUT = {
    "desk:ledger:unsent": lambda world: [
        Asked(reverse("desk:ledger:unsent"), frozenset({"office", "village", "neighbour"}))
    ],
    UNSENT[0]: lambda world: [Asked(reverse(UNSENT[0], args=[UNSENT[1]]), frozenset())],
}
DEEDS = {"desk:manage:accounts:end-phone": _ending}
