"""A form sent after its session was over: kept sealed on the sign-in page, offered again after.

It is sealed for its owner: whoever else signs in on that machine neither reads nor sends it.
Nothing of it is stored here; it travels through the page that asks for the password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.sealing import Unsealed
from tongxing.records.accounts.sealing import seal
from tongxing.records.accounts.sealing import unseal

PURPOSE = "kept-form"
MOST_CHARACTERS = 200_000
NEVER = ("/me/", "/sign-")  # pages that ask for passwords


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was sent, and what stood in it; files must be chosen again."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: bool


def keep(request: HttpRequest, account: Account) -> str:
    """What was sent, sealed; "" when nothing was, or what is not kept."""
    if request.method != "POST" or request.path.startswith(NEVER):
        return ""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    text = json.dumps([account.username, request.get_full_path(), fields, bool(request.FILES)])
    return seal(text, PURPOSE, timezone.now()) if len(text) <= MOST_CHARACTERS else ""


def kept_form(sealed: str, account: Account) -> KeptForm | None:
    """The form again, for its owner only, within the hours a session lasts."""
    try:
        text = unseal(sealed, PURPOSE, timezone.now(), settings.SESSION_HOURS * 3600)
    except Unsealed:
        return None
    username, address, fields, files = json.loads(text)
    if username != account.username:
        return None
    return KeptForm(address, tuple((name, value) for name, value in fields), files)
