"""Signing in and out; in demo mode also by choosing one of the named cast."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth import login
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from tongxing.pages.desk.access.cast import cast
from tongxing.records.accounts.models import Account

WRONG = "账号或密码不对，没有登录。请核对后再试；忘记密码请联系县专班重置。"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; a POST with a name and password, or in demo mode with `as`, signs in."""
    problem = ""
    if request.method == "POST":
        account = _who(request)
        if account is not None:
            login(request, account, backend=BACKEND)
            return HttpResponseRedirect(_next(request))
        problem = WRONG
    elif request.user.is_authenticated:
        return HttpResponseRedirect(_next(request))
    context = {
        "problem": problem,
        "username": request.POST.get("username", ""),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "cast": cast(timezone.localdate()) if settings.DEMO else (),
    }
    return render(request, "desk/access/sign_in.jinja", context, status=403 if problem else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("desk:sign-in")


def _who(request: HttpRequest) -> Account | None:
    chosen = request.POST.get("as", "")
    if chosen and settings.DEMO:
        return Account.objects.filter(username=chosen, is_active=True).first()
    found = authenticate(
        request,
        username=request.POST.get("username", "").strip(),
        password=request.POST.get("password", ""),
    )
    return found if isinstance(found, Account) else None


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: only ever within this very site."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("desk:home")
