"""One account: its state, its grants, what was changed and why, and what may be done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.decorators.http import require_safe

from tongxing.actions.change_password import reset_password
from tongxing.actions.close_account import close_account
from tongxing.actions.close_account import reopen_account
from tongxing.actions.close_account import unlock_account
from tongxing.actions.errors import Refused
from tongxing.actions.phone_keys import end_phone_key
from tongxing.actions.second_factor import drop_second
from tongxing.derive.boards import NotInView
from tongxing.pages.desk.access.grants import GrantLine
from tongxing.pages.desk.access.grants import grant_lines
from tongxing.pages.desk.access.phones import given_phone
from tongxing.pages.desk.manage.accounts.choices import roles_for
from tongxing.pages.desk.manage.accounts.choices import scope_choices
from tongxing.pages.desk.manage.accounts.listing import STATES
from tongxing.pages.desk.manage.accounts.listing import state_of
from tongxing.pages.desk.rendering import page
from tongxing.pages.desk.viewer import Viewer
from tongxing.pages.desk.writing import Refusal
from tongxing.pages.desk.writing import for_keeper
from tongxing.pages.desk.writing import refusal_of
from tongxing.records.accounts.locks import locked_accounts
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.phones import phones_of
from tongxing.records.audit.models import AuditRow
from tongxing.records.registry.models import Person

FINE = Refusal("", {}, 200)
MOST_CHANGES = 30
# What was changed about an account; when somebody signed in is not among it (C3).
CHANGES: Mapping[str, str] = {
    "create-account": "开设账号",
    "close-account": "停用",
    "reopen-account": "恢复使用",
    "reset-password": "重置密码",
    "change-password": "本人修改密码",
    "unlock": "解除锁定",
    "lock": "连续输错，锁定",
    "grant": "授权",
    "end-grant": "收回授权",
    "add-second-factor": "本人添加第二重验证",
    "remove-second-factor": "本人删除第二重验证",
    "renew-recovery-codes": "本人更换备用码",
    "drop-second-factor": "解除第二重验证",
    "enrol-phone": "本人登记手机",
    "end-phone": "停用手机",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, by whom and why."""

    at: datetime
    what: str
    who: str
    reason: str


def account_of(viewer: Viewer, username: str) -> Account:
    """The account, if it is among those this reader sees."""
    found = Account.objects.filter(username=username).select_related("person__organization")
    account = found.first()
    if account and viewer.scope.may("see-accounts", place=account.home, parties=()):
        return account
    raise NotInView


@never_cache
@require_safe
@for_keeper("see-accounts")
def account(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    return shown(request, viewer, username)


def shown(
    request: HttpRequest,
    viewer: Viewer,
    username: str,
    refusal: Refusal = FINE,
    *,
    given: Mapping[str, str] | None = None,
    password: str = "",
) -> HttpResponse:
    """The account's page; `given` is a grant form to be mended, `password` one shown this once."""
    found = account_of(viewer, username)
    state = state_of(found, locked_accounts(timezone.now()))
    own = found.username == viewer.account.username
    may = {
        verb: viewer.scope.may(verb, place=found.home, parties=()) and not viewer.past
        for verb in ("keep-accounts", "keep-grants")
    }
    roles = roles_for(viewer) if not own else ()
    grants = grant_lines([found], viewer.today)[found.pk]
    context = {
        "account": found,
        "state": state,
        "word": STATES[state],
        "grants": grants,
        "factors": list(found.factors.filter(until=None).order_by("since")),
        "phones": phones_of(found, timezone.now()),
        "changes": _changes(found, grants),
        "own": own,
        "keeps": may["keep-accounts"] and not own,
        "drops": may["keep-grants"] and not own,
        "roles": roles,
        "may_end": {role for role, _ in roles},
        "scopes": scope_choices(viewer) if roles else None,
        "given": given or {"since": viewer.today.isoformat()},
        "refusal": refusal,
        "password": password,
    }
    return page(request, viewer, "manage/accounts/account.jinja", context, status=refusal.status)


def _changes(account: Account, grants: Sequence[GrantLine]) -> list[Change]:
    """The latest changes, newest first (two queries); `grants` are all the account ever had."""
    rows = AuditRow.objects.filter(subject=f"account:{account.username}", verb__in=CHANGES)
    latest = list(rows.order_by("-at", "-pk")[:MOST_CHANGES])
    keys = {row.who.removeprefix("person:") for row in latest}
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    found = []
    for row in latest:
        detail = json.loads(row.detail) if row.detail else {}
        what = CHANGES[row.verb]
        if grant := _granted(detail, grants):
            what = f"{what}：{grant.title}，{grant.where}"
        who = names.get(row.who.removeprefix("person:"), "系统")
        found.append(Change(row.at, what, who, detail.get("reason", "")))
    return found


def _granted(detail: Mapping[str, Any], grants: Sequence[GrantLine]) -> GrantLine | None:
    """The grant that was given or ended, where a change is of one."""
    given = tuple(detail.get(name, "") for name in ("role", "place", "party", "since"))
    number = detail.get("grant")
    return next((one for one in grants if number == one.id or given == one.given), None)


def _deed(
    request: HttpRequest, viewer: Viewer, username: str, do: Callable[[datetime], None], said: str
) -> HttpResponse:
    account_of(viewer, username)
    try:
        do(timezone.now())
    except Refused as refused:
        return shown(request, viewer, username, refusal_of(refused))
    messages.success(request, said)
    return redirect("desk:manage:accounts:account", username)


@require_POST
@for_keeper("see-accounts")
def close(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def do(at: datetime) -> None:
        close_account(acting=viewer.scope, at=at, username=username, reason=reason)

    return _deed(request, viewer, username, do, "账号已停用，正在使用的登录随即退出。")


@require_POST
@for_keeper("see-accounts")
def reopen(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def do(at: datetime) -> None:
        reopen_account(acting=viewer.scope, at=at, username=username, reason=reason)

    return _deed(request, viewer, username, do, "账号已恢复使用。")


@require_POST
@for_keeper("see-accounts")
def unlock(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    def do(at: datetime) -> None:
        unlock_account(acting=viewer.scope, at=at, username=username)

    return _deed(request, viewer, username, do, "已解除锁定，可以立即登录。")


@require_POST
@for_keeper("see-accounts")
def drop(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def do(at: datetime) -> None:
        drop_second(acting=viewer.scope, at=at, username=username, reason=reason)

    return _deed(request, viewer, username, do, "第二重验证已解除，本人下次登录后重新添加。")


@require_POST
@for_keeper("see-accounts")
def end_phone(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    phone = given_phone(request)

    def do(at: datetime) -> None:
        end_phone_key(acting=viewer.scope, at=at, phone=phone, username=username)

    return _deed(request, viewer, username, do, "手机已停用，没有发出的记录还留在那部手机里。")


@never_cache
@require_POST
@for_keeper("see-accounts")
def reset(request: HttpRequest, viewer: Viewer, username: str) -> HttpResponse:
    """The new password stands on this very answer and nowhere else."""
    account_of(viewer, username)
    try:
        opened = reset_password(acting=viewer.scope, at=timezone.now(), username=username)
    except Refused as refused:
        return shown(request, viewer, username, refusal_of(refused))
    return shown(request, viewer, username, password=opened.password)
