"""Close an account, open it again, unlock it: the system administrator's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.errors import shown
from tongxing.actions.system_record import reason_given
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.models import Account
from tongxing.records.audit import operations as audit


def kept_account(acting: Scope, username: str, verb: Verb) -> Account:
    """An account of others which `acting` may do `verb` to."""
    found = Account.objects.filter(username=username).first()
    if found is None or not acting.may("see-accounts", place=found.home, parties=()):
        raise NotFound(f"没有账号“{shown(username)}”")
    if not acting.may(verb, place=found.home, parties=()):
        who = "安全管理员" if verb == "keep-grants" else "系统管理员"
        raise NotAllowed(f"这项操作只能由该地的{who}办理")
    return found


@transaction.atomic
def close_account(*, acting: Scope, at: datetime, username: str, reason: str) -> None:
    """Nobody signs in with it any more, and who is signed in is out with the next page."""
    found = kept_account(acting, username, "keep-accounts")
    if found.username == acting.account:
        raise NotAllowed("不能停用自己的账号，请由另一位管理员办理")
    if not found.is_active:
        raise Unfitting("这个账号已经停用")
    said = reason_given(reason, "停用原因")
    accounts.set_active(found, active=False)
    accounts.end_sessions(found)  # or one left open would go on once it is reopened
    _note(acting, at, "close-account", found, said)


@transaction.atomic
def reopen_account(*, acting: Scope, at: datetime, username: str, reason: str) -> None:
    """The account may be used again, with the password and the grants it has."""
    found = kept_account(acting, username, "keep-accounts")
    if found.is_active:
        raise Unfitting("这个账号没有停用")
    said = reason_given(reason, "恢复原因")
    accounts.set_active(found, active=True)
    _note(acting, at, "reopen-account", found, said)


@transaction.atomic
def unlock_account(*, acting: Scope, at: datetime, username: str) -> None:
    """Wrong attempts so far are forgotten: whoever knows the password may sign in at once."""
    _note(acting, at, "unlock", kept_account(acting, username, "keep-accounts"))


def _note(acting: Scope, at: datetime, verb: str, account: Account, reason: str = "") -> None:
    audit.note(
        at=at, who=acting.person, verb=verb, subject=f"account:{account.username}",
        detail={"reason": reason} if reason else None, place=account.home,
    )  # fmt: skip
