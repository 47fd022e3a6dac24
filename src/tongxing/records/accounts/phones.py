"""Whose phone a key belongs to, and which phones an account has."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.models import mark_of
from tongxing.records.statements import Asking
from tongxing.records.statements import Looking
from tongxing.records.statements import moment_of

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
    registry: int  # the registry's revision at this moment
    holds: bool


def digest_of(key: str) -> str:
    """What is kept of a key. It is 256 random bits, so a plain hash is enough."""
    return sha256(key.encode(errors="replace")).hexdigest()


SQL = """
SELECT k.id, k.digest, k.until, k.mark, a.id, a.username, a.revision, a.password, a.epoch,
       a.is_active, a.home, p.key, p.name, v.number
FROM accounts_phonekey k
JOIN accounts_account a ON a.id = k.account_id
JOIN registry_person p ON p.id = a.person_id
LEFT JOIN registry_revision v ON v.id = 1
WHERE k.digest = %s
"""


def carrier_of(key: str, at: datetime) -> Carrier | None:
    """Whose phone has this key, ended or not; None for a key nobody was given (one query)."""
    return carrier_asked(Looking(), digest_of(key))(at)


def carrier_asked(asking: Asking, digest: str) -> Callable[[datetime], Carrier | None]:
    """`carrier_of` by the key's digest, among other questions."""
    rows = asking.rows(SQL, [digest])

    def read(at: datetime) -> Carrier | None:
        for row in rows():
            return _carrier(row, at)
        return None

    return read


def _carrier(row: Sequence[Any], at: datetime) -> Carrier:
    id_, digest, until, mark, account, username, revision, password, epoch, *rest = row
    active, home, person, name, registry = rest
    ends = moment_of(until)
    same = constant_time_compare(mark, _mark(password, epoch, settings.SECRET_KEY))
    holds = bool(active) and same and at < ends
    party = f"person:{person}"
    return Carrier(
        id_, digest, ends, account, username, revision, party, name, home, registry or 0, holds
    )


@lru_cache(2048)  # a phone asks again and again
def _mark(password: str, epoch: int, secret: str) -> str:
    return mark_of(password, epoch, secret)


def phones_of(account: Account, at: datetime) -> list[PhoneKey]:
    """The phones that may still hand in records, oldest first (one query)."""
    if not account.is_active:
        return []
    mark = account.get_session_auth_hash()
    return list(account.phones.filter(until__gt=at, mark=mark).order_by("since", "pk"))
