"""Asking who it is, and where signing in leads."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from tongxing.pages.desk.access.cast import cast
from tongxing.pages.desk.access.kept_form import kept_form
from tongxing.records.accounts.models import Account

KEPT = "刚才填写的内容没有丢失，登录后可以接着提交。"


def ask_again(
    request: HttpRequest, *, problem: str = "", ended: str = "", kept: str = ""
) -> HttpResponse:
    """The sign-in form, with what was wrong, or why one has to sign in again."""
    told = _told(ended)
    context = {
        "problem": problem,
        "told": f"{told}{KEPT}" if told and kept else told,
        "kept": kept,
        "username": request.POST.get("username", "") if problem else "",
        "next": "" if kept else request.POST.get("next") or request.GET.get("next", ""),
        "cast": cast(timezone.localdate()) if settings.DEMO else (),
    }
    return render(request, "desk/access/sign_in.jinja", context, status=403 if problem else 200)


def arrived(
    request: HttpRequest, account: Account, *, kept: str | None = None, onward: str | None = None
) -> HttpResponse:
    """Where signing in leads: to the form that came too late, else to where one wanted to go."""
    sealed = request.POST.get("kept", "") if kept is None else kept
    form = kept_form(sealed, account) if sealed else None
    if form is not None and not request.session.get("must"):
        return render(request, "desk/access/again.jinja", {"form": form})
    return HttpResponseRedirect(next_address(request, onward))


def _told(ended: str) -> str:
    if ended == "idle":
        minutes = settings.IDLE_MINUTES
        return f"超过{minutes}分钟没有操作，为安全起见已自动退出，请重新登录。"
    if ended == "limit":
        return f"登录已满{settings.SESSION_HOURS}小时，请重新登录。"
    return ""


def next_address(request: HttpRequest, given: str | None = None) -> str:
    """Where to go after signing in: only ever within this very site."""
    asked = request.POST.get("next") or request.GET.get("next", "") if given is None else given
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    home = reverse("desk:home")
    if safe and asked != home:
        return asked
    return reverse("desk:manage:home") if request.session.get("blind") else home
