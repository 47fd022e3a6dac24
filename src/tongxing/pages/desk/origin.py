"""Tells the audit from where a request comes: address, account, session, browser family."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from functools import lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http import HttpResponseBase

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import home_of
from tongxing.records.audit.origin import Origin
from tongxing.records.audit.origin import coming_from

# The first that is found in the browser's own words; the order matters, as they copy each other.
FAMILIES = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
SESSION_DIGITS = 12
LONGEST_AGENT = 1000  # characters that are looked at


class OriginMiddleware:
    """Stands behind the one that signs in; asks for nothing until something is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with coming_from(lambda: origin_of(request)):
            return self.get_response(request)


def origin_of(request: HttpRequest) -> Origin:
    """Where the request comes from, as who is signed in at this moment."""
    account = request.user if isinstance(request.user, Account) else None

    @cache
    def home() -> str:
        return home_of(account) if account else ""

    return Origin(
        address=address_of(request),
        account=account.username if account else "",
        session=session_of(request),
        agent=agent_of(request),
        home=home,
    )


def address_of(request: HttpRequest) -> str:
    """The machine that asked; what proxies say counts only as far as they are our own.

    With `settings.PROXIES` of them in front, the address the outermost saw stands that many
    places from the end of X-Forwarded-For; what a stranger wrote before it is not believed.
    """
    given = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(told) >= settings.PROXIES:
            given = told[-settings.PROXIES]
    return _written(given)


@lru_cache(1024)  # the same few machines ask again and again
def _written(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return ""  # a socket without an address, or words that are none


def session_of(request: HttpRequest) -> str:
    """A short digest of the session's key: tells two sessions apart, opens neither."""
    key = request.session.session_key or ""
    return hashlib.sha256(key.encode()).hexdigest()[:SESSION_DIGITS] if key else ""


def agent_of(request: HttpRequest) -> str:
    """The browser's family and system, as in "Chrome·Windows"; no version, no fingerprint."""
    return _family(request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT])


@lru_cache(1024)
def _family(told: str) -> str:
    found = (
        next((name for mark, name in known if mark in told), "") for known in (FAMILIES, SYSTEMS)
    )
    return "·".join(one for one in found if one)
