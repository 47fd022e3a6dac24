"""Whether somebody is who they say: the password, and the lock after wrong attempts.

What failed stands in the audit and nowhere else, so the lock is worked out from it: nothing is
counted twice, and no log-ins are kept for statistics (C3).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import verify_password
from django.db import transaction

from tongxing.actions.errors import Locked
from tongxing.actions.errors import WrongPassword
from tongxing.actions.keep_accounts import USERNAME
from tongxing.records.accounts.locks import EVERYWHERE
from tongxing.records.accounts.locks import failures
from tongxing.records.accounts.locks import locked_for
from tongxing.records.accounts.locks import one_at_a_time
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.passwords import LONGEST
from tongxing.records.accounts.sealing import digest
from tongxing.records.audit import operations as audit
from tongxing.records.audit.origin import current

MOST_FAILURES = 5  # for one name from one address
MOST_ANYWHERE = 25  # for one name from everywhere: a hundred an hour (ASVS 2.2.1)


def check_password(*, at: datetime, username: str, password: str) -> Account:
    """The account a name and password belong to; raises WrongPassword or Locked.

    An unknown name, a closed account and a wrong password take as long and are told alike.
    """
    known = USERNAME.fullmatch(username) is not None
    found = Account.objects.filter(username=username) if known else None
    account = found.first() if found is not None else None
    subject = subject_of(account, username)
    refuse_locked(subject, at)
    right, _ = verify_password(password[: LONGEST + 1], account.password if account else "")
    right = right and account is not None and account.is_active
    # Judged after the slow hash, so that attempts sent all at once are worth no more than five
    # sent one by one: even the right password comes too late behind them.
    by = judged(at=at, account=account, subject=subject, look=lambda: "password" if right else "")
    if account is None or not by:
        raise WrongPassword("账号或密码不对，没有登录")
    return account


def subject_of(account: Account | None, username: str = "") -> str:
    """What the audit calls it; a name nobody has may be a password typed in the wrong box."""
    return f"account:{account.username}" if account else f"name:{digest(username, 'name')[:16]}"


def refuse_locked(subject: str, at: datetime) -> None:
    """Raise Locked where that is seen at once: who is locked out costs no hash and holds nobody."""
    if minutes := locked_for(subject, at):
        raise Locked(minutes)


def judged(*, at: datetime, account: Account | None, subject: str, look: Callable[[], str]) -> str:
    """What `look` found shown, or "" for what is wrong, which is noted; raises Locked.

    Looked at and noted in one transaction and one at a time, or those sent at once would each
    be looked at before the others count. So `look` does nothing slow: whoever guesses would keep
    the owner of the account waiting, and on SQLite everybody who writes.
    """
    with transaction.atomic():
        one_at_a_time(subject)
        minutes = locked_for(subject, at)
        by = "" if minutes else look()
        if not by and not minutes:
            _note_wrong(at, account, subject)
            minutes = locked_for(subject, at)
    if minutes:
        raise Locked(minutes)
    return by


def _note_wrong(at: datetime, account: Account | None, subject: str) -> None:
    place = account.home if account else ""
    audit.note(at=at, who="", verb="sign-in-failed", subject=subject, place=place)
    here, anywhere = failures(subject, at)
    if here >= MOST_FAILURES or anywhere >= MOST_ANYWHERE:
        scope = EVERYWHERE if anywhere >= MOST_ANYWHERE else current().address
        detail = {"from": scope}
        audit.note(at=at, who="", verb="lock", subject=subject, detail=detail, place=place)


def signed_in(*, at: datetime, account: Account, by: str) -> None:
    """Somebody has shown all that was asked; `by` says what: password, totp, passkey, recovery."""
    audit.note(
        at=at, who=account.party, verb="sign-in", subject=subject_of(account),
        detail={"by": by}, place=account.home,
    )  # fmt: skip


def signed_out(*, at: datetime, account: Account, by: str) -> None:
    """A session is over; `by` says whether by its own hand or because time was up."""
    audit.note(
        at=at, who=account.party, verb="sign-out", subject=subject_of(account),
        detail={"by": by}, place=account.home,
    )  # fmt: skip
