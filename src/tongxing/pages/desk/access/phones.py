"""Using the phone's page on this phone, and one's phones: enrolled here, ended here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from tongxing.actions.errors import Refused
from tongxing.actions.phone_keys import LONGEST_NAME
from tongxing.actions.phone_keys import end_phone_key
from tongxing.actions.phone_keys import enrol_phone
from tongxing.pages.desk.origin import SYSTEMS
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.access import may_carry
from tongxing.records.accounts.phones import MOST_PHONES
from tongxing.records.accounts.phones import phones_of

PHONE_PAGE = "/phone/"
ENTERED = f"{PHONE_PAGE}#entered"  # shows nobody's items before it knows whose key this is
KEY_PATH = "/api/phone/"  # the only place the key is ever sent to
FINE = Refusal("", {}, 200)
KINDS = {"iOS": "苹果手机", "安卓": "安卓手机", "鸿蒙": "鸿蒙手机"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_viewer
def enter(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """One button: this phone gets a key of its own and goes on to the phone's page."""
    if request.method != "POST":
        return _shown(request, viewer, FINE)
    at = timezone.now()
    try:
        key = enrol_phone(
            acting=viewer.scope, at=at, name=request.POST.get("name", ""),
            days=settings.PHONE_DAYS,
        )  # fmt: skip
    except Refused as refused:
        return _shown(request, viewer, refusal_of(refused))
    response = HttpResponseRedirect(ENTERED)
    response.set_cookie(
        settings.PHONE_COOKIE_NAME, key, max_age=settings.PHONE_DAYS * 86_400, path=KEY_PATH,
        secure=settings.SECURE, httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def _shown(request: HttpRequest, viewer: Viewer, refusal: Refusal) -> HttpResponse:
    phones = phones_of(viewer.account, timezone.now())
    context = {
        "refusal": refusal,
        "may": may_carry(viewer.scope.roles),
        "full": len(phones) >= MOST_PHONES,
        "most": MOST_PHONES,
        "days": settings.PHONE_DAYS,
        "name": request.POST.get("name", "") or kind_of(request),
        "longest": LONGEST_NAME,
    }
    return page(request, viewer, "access/phone.jinja", context, status=refusal.status)


def kind_of(request: HttpRequest) -> str:
    """What to call the phone at first, by its system."""
    told = request.headers.get("User-Agent", "")
    return next((KINDS[name] for mark, name in SYSTEMS if mark in told and name in KINDS), "手机")


@require_POST
@for_viewer
def end(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """End one of one's own phones."""
    try:
        ended = end_phone_key(acting=viewer.scope, at=timezone.now(), phone=given_phone(request))
    except Refused as refused:
        messages.error(request, refused.say())
    else:
        messages.success(
            request,
            f"“{ended.name}”已停用。那部手机里还没有发出的记录都还在，重新登录后可以接着发。"
            "手机遗失的，请再点下面的“退出别处的登录”。",
        )
    return redirect("desk:me:home")


def given_phone(request: HttpRequest) -> int:
    """The phone a form names, 0 for none that can be."""
    given = request.POST.get("phone", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0  # noqa: PLR2004  fits the column
