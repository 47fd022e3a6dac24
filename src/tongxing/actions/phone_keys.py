"""Give a phone its own key, and take it away again.

The key is long-lived and narrow: it writes down and mends for its account and reads its
workbook, nothing else (see docs/decisions on phone keys).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from datetime import timedelta

from django.db import transaction

from tongxing.actions.change_password import own_account
from tongxing.actions.close_account import kept_account
from tongxing.actions.errors import NotAllowed
from tongxing.actions.errors import NotFound
from tongxing.actions.errors import Unfitting
from tongxing.actions.keep_file import one_line
from tongxing.actions.tidy_photos import tidy_photos
from tongxing.records.accounts import operations as accounts
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import may_carry
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.phones import MOST_PHONES
from tongxing.records.accounts.phones import digest_of
from tongxing.records.accounts.phones import phones_of
from tongxing.records.audit import operations as audit

KEY_BYTES = 32
LONGEST_NAME = 30
UNNAMED = "手机"


@transaction.atomic
def enrol_phone(*, acting: Scope, at: datetime, name: str, days: int) -> str:
    """The key of a further phone of who acts, told this once; it holds for so many days.

    Raises `NotAllowed` for who administers, `Unfitting` when there are enough phones already.
    """
    account = own_account(acting)
    if not may_carry(acting.roles):
        raise NotAllowed("手机页只供填报记录的岗位使用，管理员账号不在手机上登记")
    if len(phones_of(account, at)) >= MOST_PHONES:
        raise Unfitting(f"一个账号最多登记{MOST_PHONES}部手机，请先停用不再使用的")
    key = secrets.token_urlsafe(KEY_BYTES)
    called = one_line(name)[:LONGEST_NAME] or UNNAMED
    until = at + timedelta(days=days)
    tidy_photos(at=at)  # now and then is often enough, and phones are enrolled now and then
    accounts.add_phone(account, digest_of(key), called, at=at, until=until)
    _note(acting.person, at, "enrol-phone", account, called)
    return key


@transaction.atomic
def end_phone_key(*, acting: Scope, at: datetime, phone: int, username: str = "") -> PhoneKey:
    """End one phone: one's own, or (`username`) that of an account one keeps.

    Raises `NotFound` when it is none of theirs or has ended already, `NotAllowed`.
    """
    account = kept_account(acting, username, "keep-accounts") if username else own_account(acting)
    found = next((one for one in phones_of(account, at) if one.pk == phone), None)
    if found is None:
        raise NotFound("没有这部手机，可能已经停用")
    accounts.end_phone(found, at)
    _note(acting.person, at, "end-phone", account, found.name)
    return found


def _note(who: str, at: datetime, verb: str, account: Account, name: str) -> None:
    audit.note(
        at=at, who=who, verb=verb, subject=f"account:{account.username}",
        detail={"phone": name}, place=account.home,
    )  # fmt: skip
