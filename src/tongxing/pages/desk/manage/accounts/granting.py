"""Giving and ending grants."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongxing.actions.errors import Refused
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.manage.accounts.choices import scope_choices
from tongxing.pages.desk.manage.accounts.views import account_of
from tongxing.pages.desk.manage.accounts.views import shown
from tongxing.pages.desk.picking.given import GivenPlace
from tongxing.pages.desk.picking.given import read_place
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.rules.periods import PeriodError
from tongxing.rules.periods import read_day

MEND = "授权没有办理，请看下面的说明。"
FOR_PARTIES = frozenset({Role.UNIT.value, Role.TEAM.value})


@require_POST
@for_keeper("grant-local", "keep-grants")
def give(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    """A role in a place, or for a unit or team; the last day counts as a day."""
    account_of(viewer, username)
    role = request.POST.get("role", "")
    place = _place(request, viewer) if role and role not in FOR_PARTIES else GivenPlace("", "")
    errors = {"place": place.error} if place.error else {}
    since = _day(request, "since", errors) or viewer.today
    last = _day(request, "last", errors)
    party = request.POST.get("party", "") if role in FOR_PARTIES else ""
    if not role:
        errors["role"] = "请选择岗位。"
    elif role in FOR_PARTIES and not party:
        errors["party"] = "请选择单位或工作队。"
    given = {**request.POST.dict(), "place": place.code, "place_said": place.said}
    if errors:
        return shown(request, viewer, username, Refusal(MEND, errors, 422), given=given)
    try:
        grant_role(
            acting=viewer.scope,
            at=timezone.now(),
            account=username,
            role=role,
            since=since,
            place=place.code,
            party=party,
            until=last + timedelta(days=1) if last else None,
        )
    except Refused as refused:
        return shown(request, viewer, username, refusal_of(refused), given=given)
    messages.success(request, "授权已办理，本人下一次打开页面时生效。")
    return redirect("desk:manage:accounts:account", username)


def _place(request: HttpRequest, viewer: Viewer) -> GivenPlace:
    within = scope_choices(viewer).within
    return read_place(request.POST.dict(), "place", within=within, on=viewer.today)


def _day(request: HttpRequest, name: str, errors: dict[str, str]) -> date | None:
    text = request.POST.get(name, "").strip()
    try:
        return read_day(text) if text else None
    except PeriodError as problem:
        errors[name] = f"{problem}。"
        return None


@require_POST
@for_keeper("grant-local", "keep-grants")
def end(request: HttpRequest, viewer: Viewer, grant: int) -> HttpResponse:
    """The grant does not hold from today on, or from the day after the one given.

    One that begins later never does.
    """
    row = Grant.objects.select_related("account").filter(pk=grant).first()
    if row is None:
        raise NotInView
    username = account_of(viewer, row.account.username).username
    errors: dict[str, str] = {}
    last = _day(request, "last", errors)
    if errors:
        return shown(request, viewer, username, Refusal(errors["last"], {}, 422))
    until = last + timedelta(days=1) if last else max(viewer.today, row.since)
    try:
        end_grant(acting=viewer.scope, at=timezone.now(), grant=grant, until=until)
    except Refused as refused:
        return shown(request, viewer, username, refusal_of(refused))
    messages.success(request, "授权已收回，即时生效。" if not last else "授权的止日已登记。")
    return redirect("desk:manage:accounts:account", username)
