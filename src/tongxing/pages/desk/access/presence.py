"""How long a session lasts, and what it may not do before its owner has done what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from tongxing.actions.sign_in import signed_out
from tongxing.pages.desk.access.arriving import ask_again
from tongxing.pages.desk.access.kept_form import keep
from tongxing.pages.desk.access.session import begun
from tongxing.pages.desk.access.session import last_here
from tongxing.pages.desk.access.session import over
from tongxing.records.accounts.models import Account

NOTED_EVERY = 60  # seconds: a busy reader costs one write a minute, not one a page
FREE = frozenset({"desk:sign-in", "desk:sign-out", "desk:sign-in-second"})
OWN = "desk:me:"
# Asked for while somebody fills in a form: to reload the page would lose what they typed.
WITHIN_FORMS = frozenset({"desk:ledger:readback", "desk:ledger:new-doers"})
GO_ON = "登录已过期。填写的都还在，请照常提交，重新登录后可以接着提交。"
COPY = "您已退出登录。请先复制写好的文字，再重新登录。"
SHELL = "field"  # the phone page's shell: the same for everybody, session or not
KEYED = "/api/"  # asks for a key of its own, whatever session there is besides
# What no page of ours asks the browser for (C1).
PERMISSIONS = "geolocation=(), camera=(), microphone=(), payment=(), usb=()"


class Presence:
    """Ends a session that was idle or lasted too long; keeps the form that came too late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Behind the check of the form's token: what is kept came from a page of ours."""
        del view, args, kwargs
        if request.path_info.startswith(KEYED) or named_in(request) == SHELL:
            return None
        account = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not isinstance(account, Account):
            return None if name in FREE else _gone(request, name)
        if ended := why_ended(request):
            return _over(request, account, ended, name)
        if request.session.get("must") and name not in FREE and not name.startswith(OWN):
            return redirect("desk:me:home")
        return None


def named_in(request: HttpRequest) -> str:
    """The name space of the address asked, "" for none."""
    return request.resolver_match.namespace if request.resolver_match else ""


def why_ended(request: HttpRequest) -> str:
    """Why the session is over: "idle" or "limit"; "" while it goes on, which is noted."""
    now = timezone.now().timestamp()
    session = request.session
    if "since" not in session:
        begun(request)
    if now - session["since"] > settings.SESSION_HOURS * 3600:
        return "limit"
    if now - session["seen"] > settings.IDLE_MINUTES * 60:
        return "idle"
    if now - session["seen"] > NOTED_EVERY:
        session["seen"] = now
    return ""


def _over(request: HttpRequest, account: Account, ended: str, name: str) -> HttpResponse:
    if part := _part(request, name, GO_ON):
        return part  # the session stays as it is, so that its owner's form is known as theirs
    kept = keep(request, account)
    signed_out(at=timezone.now(), account=account, by=ended)
    logout(request)
    over(request, account, ended)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.method == "POST":
        return ask_again(request, ended=ended, kept=kept)
    asked = urlencode({"next": request.get_full_path(), "ended": ended})
    return HttpResponseRedirect(f"{reverse('desk:sign-in')}?{asked}")


def _gone(request: HttpRequest, name: str) -> HttpResponse | None:
    """Nobody is signed in any more: another window of this browser asked to sign in again."""
    account, ended = last_here(request)
    if part := _part(request, name, GO_ON if account else COPY):
        return part
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if account and request.method == "POST":
        return ask_again(request, ended=ended, kept=keep(request, account))
    return None


def _part(request: HttpRequest, name: str, words: str) -> HttpResponse | None:
    """What stands in the place of a part of a form, where it was one that was asked for."""
    if name not in WITHIN_FORMS or not request.headers.get("HX-Request"):
        return None
    answer = render(request, "desk/access/over.jinja", {"words": words})
    answer["HX-Reswap"] = "innerHTML"
    return answer
