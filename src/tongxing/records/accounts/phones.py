"""Whose phone a key belongs to, and which phones an account has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.crypto import constant_time_compare

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.models import mark_of
from tongxing.records.statements import moment_of
from tongxing.records.statements import planned

MOST_PHONES = 5  # of one account at a time


@dataclass(frozen=True, slots=True)
class Carrier:
    """Whose phone asks; `holds` is false once its key has ended, whatever ended it."""

    key: int
    digest: str
    until: datetime
    account: int  # primary key
    username: str
    revision: int
    person: str  # party id
    name: str
    home: str
    holds: bool


def digest_of(key: str) -> str:
    """What is kept of a key. It is 256 random bits, so a plain hash is enough."""
    return sha256(key.encode(errors="replace")).hexdigest()


SQL = """
SELECT k.id, k.digest, k.until, k.mark, a.id, a.username, a.revision, a.password, a.epoch,
       a.is_active, a.home, p.key, p.name
FROM accounts_phonekey k
JOIN accounts_account a ON a.id = k.account_id
JOIN registry_person p ON p.id = a.person_id
WHERE k.digest = %s
"""


def carrier_of(key: str, at: datetime) -> Carrier | None:
    """Whose phone has this key, ended or not; None for a key nobody was given (one query)."""
    for row in planned(SQL, [digest_of(key)]):
        id_, digest, until, mark, account, username, revision, password, epoch, *rest = row
        active, home, person, name = rest
        ends = moment_of(until)
        same = constant_time_compare(mark, mark_of(password, epoch))
        holds = bool(active) and same and at < ends
        return Carrier(
            id_, digest, ends, account, username, revision, f"person:{person}", name, home, holds
        )
    return None


def phones_of(account: Account, at: datetime) -> list[PhoneKey]:
    """The phones that may still hand in records, oldest first (one query)."""
    if not account.is_active:
        return []
    mark = account.get_session_auth_hash()
    return list(account.phones.filter(until__gt=at, mark=mark).order_by("since", "pk"))
