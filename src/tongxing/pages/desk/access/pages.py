"""Signing in and out; in demo mode also by choosing one of the named cast."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST

from tongxing.actions.errors import Locked
from tongxing.actions.errors import Refused
from tongxing.actions.sign_in import check_password
from tongxing.pages.desk.access import half
from tongxing.pages.desk.access.arriving import arrived
from tongxing.pages.desk.access.arriving import ask_again
from tongxing.pages.desk.access.arriving import next_address
from tongxing.pages.desk.access.session import begin
from tongxing.pages.desk.access.session import leave
from tongxing.records.accounts.models import Account

WRONG = "请核对后再试；忘记密码请联系系统管理员重置。"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; a POST with a name and password, or in demo mode with `as`, signs in."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_address(request))
        return ask_again(request, ended=request.GET.get("ended", ""))
    if request.POST.get("as") and settings.DEMO:
        found = Account.objects.filter(username=request.POST["as"], is_active=True).first()
        if found is not None:
            begin(request, found, by="demo", due=False)
            return arrived(request, found)
    try:
        account = check_password(
            at=timezone.now(),
            username=request.POST.get("username", "").strip(),
            password=request.POST.get("password", ""),
        )
    except Refused as refused:
        said = refused.say() if isinstance(refused, Locked) else refused.say() + WRONG
        return ask_again(request, problem=said, kept=request.POST.get("kept", ""))
    if account.factors.filter(until=None).exists():
        half.keep(request, account)
        return redirect("desk:sign-in-second")
    begin(request, account, by="password")
    return arrived(request, account)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    return leave(request, redirect("desk:sign-in"))
