"""我的账号: what one may do in plain words, one's password, one's other sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.change_password import change_password
from tongxing.actions.change_password import end_other_sessions
from tongxing.actions.errors import Refused
from tongxing.actions.sign_in import check_password
from tongxing.pages.desk.access.arriving import next_address
from tongxing.pages.desk.access.grants import grant_lines
from tongxing.pages.desk.access.phones import PHONE_PAGE
from tongxing.pages.desk.access.session import begun
from tongxing.pages.desk.access.session import confirm
from tongxing.pages.desk.access.session import days_left
from tongxing.pages.desk.access.session import done
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.viewer import for_viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts import passwords
from tongxing.records.accounts.access import ADMINISTRATORS
from tongxing.records.accounts.access import may_carry
from tongxing.records.accounts.phones import phones_of

FINE = Refusal("", {}, 200)
NOT_ALIKE = Refusal("", {"again": "两次输入的新密码不一样，请重新输入。"}, 422)


@never_cache
@require_safe
@for_viewer
def home(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return _shown(request, viewer)


def _shown(request: HttpRequest, viewer: Viewer, refusal: Refusal = FINE) -> HttpResponse:
    account = viewer.account
    administrator = not viewer.scope.roles.isdisjoint(ADMINISTRATORS)
    context = {
        "refusal": refusal,
        "grants": grant_lines([account], viewer.today)[account.pk],
        "must": request.session.get("must", []),
        "days_left": days_left(account),
        "phones": phones_of(account, timezone.now()),
        "phone_address": request.build_absolute_uri(PHONE_PAGE),
        "may_carry": may_carry(viewer.scope.roles),
        "factors": account.factors.filter(until=None).order_by("since"),
        "shortest": (
            passwords.SHORTEST_FOR_ADMINISTRATORS if administrator else passwords.SHORTEST
        ),
    }
    return page(request, viewer, "access/own.jinja", context, status=refusal.status)


@sensitive_post_parameters("old", "password", "again")
@never_cache
@require_POST
@for_viewer
def change(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Another password, after the old one; every other session of the account ends."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return _shown(request, viewer, NOT_ALIKE)
    at = timezone.now()
    try:
        check_password(
            at=at, username=viewer.account.username, password=request.POST.get("old", "")
        )
    except Refused as refused:
        wrong = {"wrong-password": "原密码不对，密码没有修改。"}.get(refused.code, refused.say())
        return _shown(request, viewer, Refusal("", {"old": wrong}, 422))
    try:
        account = change_password(acting=viewer.scope, at=at, password=password)
    except Refused as refused:
        told = refusal_of(refused)
        return _shown(request, viewer, Refusal("密码没有修改。", told.errors, told.status))
    _go_on(request, viewer)
    done(request, "password")
    messages.success(
        request, f"密码已修改，“{account.username}”在别处的登录都已退出，登记的手机须重新登录。"
    )
    return redirect("desk:me:home")


@require_POST
@for_viewer
def end_elsewhere(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """End every session but this one."""
    end_other_sessions(acting=viewer.scope, at=timezone.now())
    _go_on(request, viewer)
    messages.success(request, "别处的登录都已退出，登记的手机也须重新登录，这里不受影响。")
    return redirect("desk:me:home")


def _go_on(request: HttpRequest, viewer: Viewer) -> None:
    """Keep this one session, under a new id."""
    account = viewer.account
    account.refresh_from_db()
    update_session_auth_hash(request, account)
    begun(request)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_viewer
def confirm_password(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The password once more, before anything about the second factor changes."""
    problem = ""
    if request.method == "POST":
        try:
            check_password(
                at=timezone.now(),
                username=viewer.account.username,
                password=request.POST.get("password", ""),
            )
        except Refused as refused:
            problem = {"wrong-password": "密码不对，请再输一次。"}.get(refused.code, refused.say())
        else:
            confirm(request)
            return redirect(next_address(request))
    asked = request.POST.get("next") or request.GET.get("next", "")
    context = {"problem": problem, "next": asked}
    return page(request, viewer, "access/confirm.jinja", context, status=422 if problem else 200)
