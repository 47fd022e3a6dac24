"""What a session holds of its owner: since when, and what they must do before anything else."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth import login
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http import HttpResponse
from django.utils import timezone

from tongxing.actions.sign_in import signed_in
from tongxing.actions.sign_in import signed_out
from tongxing.records.accounts.access import BLIND
from tongxing.records.accounts.access import needs_second
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.queries import scope_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
WARNED_DAYS = 14
CONFIRMED_SECONDS = 300  # the password shown again holds for five minutes


def begin(request: HttpRequest, account: Account, *, by: str, due: bool = True) -> None:
    """Sign in: a new session id, what is due, and the audit's line.

    Who signs in again where they were signed in last goes on with the forms open in other
    windows: these keep their token, which all others lose.
    """
    before, token = last_here(request)[0], request.META.get("CSRF_COOKIE")
    request.session.pop("over", None)
    login(request, account, backend=BACKEND)
    if token and before == account:
        request.META["CSRF_COOKIE"] = token
    begun(request)
    roles = scope_of(account, timezone.localdate()).roles
    request.session["blind"] = bool(roles) and roles <= BLIND
    request.session["must"] = _due(account, roles) if due else []
    signed_in(at=timezone.now(), account=account, by=by)
    days = days_left(account)
    if due and days is not None and 0 < days <= WARNED_DAYS:
        messages.info(request, f"您的密码{days}天后到期，请在“我的账号”中修改。")


def begun(request: HttpRequest) -> None:
    request.session["since"] = request.session["seen"] = timezone.now().timestamp()


def leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End the session by its owner's hand, and let the browser forget the pages it kept."""
    account = get_user(request)
    if isinstance(account, Account):
        signed_out(at=timezone.now(), account=account, by="self")
    logout(request)
    if request.is_secure():
        response["Clear-Site-Data"] = '"cache"'
    return response


def over(request: HttpRequest, account: Account, ended: str) -> None:
    """Remember whose session was over here, and why, for a form they may still send."""
    request.session["over"] = {"account": account.pk, "ended": ended}


def last_here(request: HttpRequest) -> tuple[Account | None, str]:
    """Whose session was over in this browser, and why; nobody's where they signed out."""
    held = request.session.get("over")
    if not held:
        return None, ""
    return Account.objects.filter(pk=held["account"], is_active=True).first(), held["ended"]


def _due(account: Account, roles: frozenset[str]) -> list[str]:
    days = days_left(account)
    due = ["password"] if account.must_change or (days is not None and days <= 0) else []
    lacks = not account.factors.filter(until=None).exists()
    return [*due, "second"] if lacks and must_have_second(roles) else due


def must_have_second(roles: frozenset[str]) -> bool:
    """Whether this installation asks a second factor of these roles."""
    return needs_second(roles, settings.SECOND_FACTOR)


def days_left(account: Account) -> int | None:
    """Days until the password must be changed; none when passwords do not run out."""
    if not settings.PASSWORD_DAYS:
        return None
    if account.password_set is None:
        return 0
    ends = account.password_set + timedelta(days=settings.PASSWORD_DAYS)
    return (timezone.localdate(ends) - timezone.localdate()).days


def done(request: HttpRequest, what: str) -> None:
    """Something that was due has been done."""
    request.session["must"] = [one for one in request.session.get("must", []) if one != what]


def confirm(request: HttpRequest) -> None:
    """The password was shown again just now."""
    request.session["confirmed"] = timezone.now().timestamp()


def confirmed(request: HttpRequest) -> bool:
    """Whether the password was shown again within the last minutes."""
    at = request.session.get("confirmed")
    return at is not None and timezone.now().timestamp() - at <= CONFIRMED_SECONDS
