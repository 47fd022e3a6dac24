"""Between the password and the second factor: nobody is signed in yet."""

from __future__ import annotations

import secrets
from ipaddress import ip_address

from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongxing.actions.errors import Refused
from tongxing.actions.passkeys import Ceremony
from tongxing.actions.passkeys import asked_to_sign
from tongxing.actions.second_factor import check_passkey
from tongxing.actions.second_factor import check_second
from tongxing.pages.desk.access.arriving import arrived
from tongxing.pages.desk.access.arriving import ask_again
from tongxing.pages.desk.access.session import begin
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import SecondFactor

SECONDS = 300
LOST = "请重新登录：输入密码后五分钟内没有完成第二重验证。"


def keep(request: HttpRequest, account: Account) -> None:
    """Remember who has shown the password, for five minutes and under a new session id."""
    request.session.cycle_key()
    request.session["half"] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "next": request.POST.get("next", ""),
        "kept": request.POST.get("kept", ""),
    }


def _account(request: HttpRequest) -> Account | None:
    """Who has shown the password just now, and has had no other since."""
    held = request.session.get("half")
    if not held or timezone.now().timestamp() - held["at"] > SECONDS:
        return None
    found = Account.objects.filter(pk=held["account"], is_active=True)
    account = found.first()
    if account and constant_time_compare(account.get_session_auth_hash(), held["hash"]):
        return account
    return None


@sensitive_post_parameters("code", "answer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey; then, and only then, there is somebody signed in."""
    account = _account(request)
    if account is None:
        if request.user.is_authenticated:
            return redirect("desk:home")
        return ask_again(request, problem=LOST)
    if request.method != "POST":
        return _form(request, account)
    try:
        by = _shown(request, account)
    except Refused as refused:
        return _form(request, account, refused.say())
    held = request.session.pop("half")
    begin(request, account, by=by)
    return arrived(request, account, kept=held["kept"], onward=held["next"])


def _shown(request: HttpRequest, account: Account) -> str:
    at, answer = timezone.now(), request.POST.get("answer", "")
    if answer:
        return check_passkey(
            at=at, account=account, answer=answer, ceremony=ceremony_asked(request)
        )
    return check_second(at=at, account=account, code=request.POST.get("code", ""))


def _form(request: HttpRequest, account: Account, problem: str = "") -> HttpResponse:
    held = list(account.factors.filter(until=None))
    keys = [one for one in held if one.sort == SecondFactor.Sort.PASSKEY]
    context = {
        "problem": problem,
        "account": account,
        "codes": any(one.sort == SecondFactor.Sort.TOTP for one in held),
        "keys": bool(keys),
        "options": asked_to_sign(ceremony_new(request), keys) if keys else "",
        "by_name": has_name(request),
    }
    return render(request, "desk/access/second.jinja", context, status=403 if problem else 200)


def has_name(request: HttpRequest) -> bool:
    """Whether the site is reached by name and safely: browsers make passkeys for no other."""
    host = request.get_host().rsplit(":", 1)[0]
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ceremony_new(request: HttpRequest) -> Ceremony:
    """A challenge for this session, in the place of any before."""
    request.session["challenge"] = secrets.token_hex(32)
    return _ceremony(request, request.session["challenge"])


def ceremony_asked(request: HttpRequest) -> Ceremony:
    """What this session was asked last; it holds once, and without one nothing fits."""
    return _ceremony(request, request.session.pop("challenge", "") or secrets.token_hex(32))


def _ceremony(request: HttpRequest, challenge: str) -> Ceremony:
    host = request.get_host()
    return Ceremony(bytes.fromhex(challenge), host.rsplit(":", 1)[0], f"{request.scheme}://{host}")
