"""Change one's own password; give somebody a new one for once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import verify_password
from django.db import transaction

from tongxing.actions.close_account import kept_account
from tongxing.actions.errors import Invalid
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Problem
from tongxing.actions.keep_accounts import Opened
from tongxing.actions.known import local_day
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.keeping import administering
from tongxing.records.accounts.keeping import names_near
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.passwords import faults
from tongxing.records.accounts.passwords import one_time_password
from tongxing.records.audit import operations as audit


@transaction.atomic
def change_password(*, acting: Scope, at: datetime, password: str) -> Account:
    """Another password for who acts, who has just shown the old one; other sessions end."""
    account = own_account(acting)
    if wrong := _wrong(account, password, at):
        raise Invalid(problems=[Problem("password", "；".join(wrong), "请换一个密码")])
    audit.note(
        at=at, who=acting.person, verb="change-password",
        subject=f"account:{account.username}", place=account.home,
    )  # fmt: skip
    accounts.set_password(account, password, at=at, once=False)
    return account


def own_account(acting: Scope) -> Account:
    """The account of who acts, held until the change is done."""
    found = Account.objects.select_for_update(of=("self",)).filter(username=acting.account).first()
    if found is None:
        raise NotFound("没有登录账号")
    return found


def _wrong(account: Account, password: str, at: datetime) -> list[str]:
    on = local_day(at)
    names = names_near(account.username, account.person, account.home, on)
    wrong = faults(password, names=names, administrator=bool(administering(account, on)))
    if not wrong and _was_used(account, password):
        wrong.append(f"与最近{accounts.KEPT_PASSWORDS}次用过的密码相同")
    return wrong


def _was_used(account: Account, password: str) -> bool:
    kept = account.used_passwords.values_list("encoded", flat=True)
    return any(verify_password(password, one)[0] for one in {account.password, *kept})


@transaction.atomic
def reset_password(*, acting: Scope, at: datetime, username: str) -> Opened:
    """A password for the next sign-in only, drawn by the system; every session ends.

    Whoever resets it could sign in with it. So one of the other two administrators keeps theirs
    unless a second factor stands behind it; the server's command line is left to them.
    """
    account = kept_account(acting, username, "keep-accounts")
    if account.username == acting.account:
        raise NotAllowed("自己的密码请在“我的账号”中修改")
    others = administering(account, local_day(at)) - acting.roles
    if others and not _two_hands(acting, account):
        raise NotAllowed(
            "这是另一位管理员的账号，还没有第二重验证，重置密码等于可以冒用；请在服务器命令行重置"
        )
    audit.note(
        at=at, who=acting.person, verb="reset-password",
        subject=f"account:{username}", place=account.home,
    )  # fmt: skip
    password = one_time_password()
    accounts.set_password(account, password, at=at, once=True)
    return Opened(account, password)


def _two_hands(acting: Scope, account: Account) -> bool:
    """Whether the password alone opens nothing, or who acts keeps grants as well."""
    factors = account.factors.filter(until=None)
    return factors.exists() or acting.may("keep-grants", place=account.home, parties=())


@transaction.atomic
def end_other_sessions(*, acting: Scope, at: datetime) -> None:
    """Whoever else is signed in with this account is out with the next page."""
    account = own_account(acting)
    audit.note(
        at=at, who=acting.person, verb="end-sessions",
        subject=f"account:{account.username}", place=account.home,
    )  # fmt: skip
    accounts.end_sessions(account)
