"""The phone's calls leave the desk's way at the first fork.

Sessions, form tokens, messages and pages have no part in them: a key of its own opens the API
and a header guards it (`phone/keyed.py`). What would pass a dozen layers goes straight to where
it is answered, and comes back with the same guards for the browser as every page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.urls import Resolver404
from django.urls import resolve

from tongxing.pages.desk.access.presence import PERMISSIONS

PREFIX = "/api/phone/"
GUARDS = (
    ("X-Frame-Options", "DENY"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Permissions-Policy", PERMISSIONS),
)


resolved = lru_cache(256)(resolve)


class Fork:
    """Stands behind the one that asks for https, before all that pages need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.to_pages = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.to_pages(request)
        try:
            found = resolved(request.path_info)
        except Resolver404:
            return self.to_pages(request)
        request.get_host()  # refuses a host that is none of ours
        request.resolver_match = found
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        for name, value in GUARDS:
            response.headers[name] = value
        content = getattr(response, "content", b"")
        response.headers.setdefault("Content-Length", str(len(content)))
        return response
