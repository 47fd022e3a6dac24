"""Who asks: the account of the phone's key, with the few verbs that key opens.

One query for the key; what its grants come to is kept under the account's revision and the
day. The desk's session, should there be one, has no say.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tongxing.actions.known import Beforehand
from tongxing.actions.known import local_day
from tongxing.derive.kept import Kept
from tongxing.pages.api.phone.answering import KEY_ENDED
from tongxing.pages.api.phone.answering import NO_HEADER
from tongxing.pages.api.phone.answering import NO_KEY
from tongxing.pages.api.phone.answering import OTHER_ACCOUNT
from tongxing.pages.desk.origin import SESSION_DIGITS
from tongxing.pages.desk.origin import address_of
from tongxing.pages.desk.origin import agent_of
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import may_carry
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.phones import Carrier
from tongxing.records.accounts.phones import carrier_asked
from tongxing.records.accounts.phones import digest_of
from tongxing.records.accounts.queries import home_of
from tongxing.records.accounts.queries import scope_of
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from
from tongxing.records.pairings.queries import paired_asked
from tongxing.records.registry.codes import prefix_of
from tongxing.records.statements import Looking

HEADER = "HTTP_X_TONGXING_PHONE"
WHOSE = "HTTP_X_TONGXING_ACCOUNT"  # whose page asks: a tab left open never sends as somebody else
LONGEST_KEY = 100
SCOPES = Kept(2_000)
RECORDS = "/api/phone/records"  # the only ones who ask what is paired with whom
NOBODY: frozenset[str] = frozenset()
UNITS = Kept(2_000)  # of whoever had a key when it was asked last: a guess, checked each time


@dataclass(frozen=True, slots=True)
class Phone:
    """One request's phone. `scope` is not widened by pairings yet."""

    carrier: Carrier
    scope: Scope
    at: datetime
    today: date
    beforehand: Beforehand

    @property
    def granted(self) -> bool:
        """Whether its account may use a phone at all on this day."""
        return may_carry(self.scope.roles)


class PhoneKey:
    """The phone's cookie and its header, as ninja asks for them."""

    openapi_security_schema = {  # noqa: RUF012  ninja reads it from the class
        "type": "apiKey",
        "in": "cookie",
        "name": "phone",
    }

    def __call__(self, request: HttpRequest) -> Phone:
        """The phone; raises `Halt`."""
        # No page of another site can send a header of ours: the cookie alone does nothing.
        if request.META.get(HEADER) != "1":
            raise NO_HEADER
        key = request.COOKIES.get(settings.PHONE_COOKIE_NAME, "")
        at = timezone.now()
        if not 0 < len(key) <= LONGEST_KEY:
            raise NO_KEY
        asking, digest = Looking(), digest_of(key)
        who = carrier_asked(asking, digest)
        units = (UNITS.peek(digest) or NOBODY) if request.path_info == RECORDS else NOBODY
        pairs = paired_asked(asking, units, date.min, date.max)
        carrier = who(at)
        if carrier is None:
            raise NO_KEY
        if not carrier.holds:
            raise KEY_ENDED
        if unquote(request.META.get(WHOSE, "")) not in {"", carrier.username}:
            raise OTHER_ACCOUNT
        today = local_day(at)
        scope = SCOPES.get(
            (carrier.account, carrier.username, carrier.revision, today), _scope(carrier, today)
        )
        if scope.units != units and request.path_info == RECORDS:
            UNITS.put(digest, scope.units)
        before = Beforehand(carrier.registry, pairs if scope.units == units else None)
        return Phone(carrier, scope, at, today, before)


def _scope(carrier: Carrier, today: date) -> Callable[[], Scope]:
    def work_out() -> Scope:
        account = Account.objects.get(pk=carrier.account)
        return scope_of(account, today).on_phone()

    return work_out


def _home(carrier: Carrier) -> str:
    """As `home_of` says; most accounts bear it themselves, which came with the key."""
    if carrier.home:
        return prefix_of(carrier.home)
    return home_of(Account.objects.get(pk=carrier.account))


def from_phone(request: HttpRequest, phone: Phone) -> AbstractContextManager[None]:
    """Within this block, the audit knows which phone of whose it was."""
    carrier = phone.carrier

    def origin() -> Origin:
        return Origin(
            address=address_of(request),
            account=carrier.username,
            session=carrier.digest[:SESSION_DIGITS],
            agent=agent_of(request),
            home=lambda: _home(carrier),
        )

    return coming_from(origin)
