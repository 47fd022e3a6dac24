"""我的账号 › 第二重验证: code generators, passkeys and recovery codes of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from urllib.parse import quote

import segno
from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe
from markupsafe import Markup

from tongxing.actions.errors import Refused
from tongxing.actions.passkeys import SITE
from tongxing.actions.passkeys import asked_to_make
from tongxing.actions.second_factor import add_generator
from tongxing.actions.second_factor import add_passkey
from tongxing.actions.second_factor import new_secret
from tongxing.actions.second_factor import remove_factor
from tongxing.actions.second_factor import renew_codes
from tongxing.pages.desk.access.half import ceremony_asked
from tongxing.pages.desk.access.half import ceremony_new
from tongxing.pages.desk.access.half import has_name
from tongxing.pages.desk.access.own import FINE
from tongxing.pages.desk.access.session import confirmed
from tongxing.pages.desk.access.session import done
from tongxing.pages.desk.access.session import must_have_second
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.sealing import Unsealed
from tongxing.records.accounts.sealing import seal
from tongxing.records.accounts.sealing import unseal

PURPOSE = "generator"
SECONDS = 900
Page = Callable[[HttpRequest, Viewer], HttpResponse]


def after_password(view: Page) -> Callable[..., HttpResponseBase]:
    """A page for who has shown the password again within the last minutes."""

    def answer(request: HttpRequest, viewer: Viewer) -> HttpResponse:
        if not confirmed(request):
            back = urlencode({"next": reverse("desk:me:second")})
            return redirect(f"{reverse('desk:me:confirm')}?{back}")
        return view(request, viewer)

    update_wrapper(answer, view)
    return never_cache(for_viewer(answer))


@require_safe
@after_password
def second(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return _shown(request, viewer)


def _shown(request: HttpRequest, viewer: Viewer, refusal: Refusal = FINE) -> HttpResponse:
    account = viewer.account
    context = {
        "refusal": refusal,
        "factors": list(account.factors.filter(until=None).order_by("since")),
        "codes_left": account.recovery_codes.filter(until=None).count(),
        "required": must_have_second(viewer.scope.roles),
        "by_name": has_name(request),
    }
    return page(request, viewer, "access/second_own.jinja", context, status=refusal.status)


@require_http_methods(["GET", "HEAD", "POST"])
@after_password
def generator(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A QR code to scan, then one code from the phone to show that it works."""
    at = timezone.now()
    if request.method != "POST":
        return _generator(request, viewer, new_secret())
    try:
        secret = unseal(request.session.get(PURPOSE, ""), PURPOSE, at, SECONDS)
    except Unsealed:
        messages.error(request, "二维码已过期，没有登记，请重新扫描。")
        return redirect("desk:me:generator")
    given = {name: request.POST.get(name, "") for name in ("name", "code")}
    try:
        codes = add_generator(acting=viewer.scope, at=at, secret=secret, **given)
    except Refused as refused:
        return _generator(request, viewer, secret, refusal_of(refused))
    del request.session[PURPOSE]
    return _added(request, viewer, codes)


def _generator(
    request: HttpRequest, viewer: Viewer, secret: str, refusal: Refusal = FINE
) -> HttpResponse:
    request.session[PURPOSE] = seal(secret, PURPOSE, timezone.now())
    label = quote(f"{SITE}:{viewer.account.username}")
    address = f"otpauth://totp/{label}?secret={secret}&issuer={quote(SITE)}"
    drawn = segno.make(address, error="m", micro=False)
    context = {
        "refusal": refusal,
        "name": request.POST.get("name", ""),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        # drawn from our own address by shapes alone: no style, no script
        "picture": Markup(drawn.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None)),  # noqa: S704
    }
    return page(request, viewer, "access/generator.jinja", context, status=refusal.status)


@require_http_methods(["GET", "HEAD", "POST"])
@after_password
def passkey(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The browser makes a key for this site; we keep its public half."""
    refusal = FINE
    if request.method == "POST":
        try:
            codes = add_passkey(
                acting=viewer.scope,
                at=timezone.now(),
                name=request.POST.get("name", ""),
                answer=request.POST.get("answer", ""),
                ceremony=ceremony_asked(request),
            )
        except Refused as refused:
            refusal = refusal_of(refused)
        else:
            return _added(request, viewer, codes)
    account = viewer.account
    known = list(account.factors.filter(until=None))
    context = {
        "refusal": refusal,
        "options": asked_to_make(account, ceremony_new(request), known),
        "by_name": has_name(request),
        "name": request.POST.get("name", ""),
    }
    return page(request, viewer, "access/passkey.jinja", context, status=refusal.status)


def _added(request: HttpRequest, viewer: Viewer, codes: tuple[str, ...]) -> HttpResponse:
    done(request, "second")
    messages.success(request, "第二重验证已添加，下次登录时使用。")
    return _codes(request, viewer, codes) if codes else redirect("desk:me:second")


def _codes(request: HttpRequest, viewer: Viewer, codes: tuple[str, ...]) -> HttpResponse:
    return page(request, viewer, "access/codes.jinja", {"codes": codes})


@require_POST
@after_password
def codes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ten other recovery codes, shown this once."""
    try:
        drawn = renew_codes(acting=viewer.scope, at=timezone.now())
    except Refused as refused:
        return _shown(request, viewer, refusal_of(refused))
    return _codes(request, viewer, drawn)


@require_POST
@after_password
def remove(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Take one off."""
    given = request.POST.get("factor", "")
    factor = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0  # noqa: PLR2004  fits the column
    try:
        remove_factor(
            acting=viewer.scope, at=timezone.now(), factor=factor,
            required=must_have_second(viewer.scope.roles),
        )  # fmt: skip
    except Refused as refused:
        return _shown(request, viewer, refusal_of(refused))
    messages.success(request, "已删除，今后不能再用它登录。")
    return redirect("desk:me:second")
