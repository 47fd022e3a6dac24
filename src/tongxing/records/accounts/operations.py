"""Making accounts, their passwords, grants and second factors. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime

from django.db.models import F

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import PhoneKey
from tongxing.records.accounts.models import RecoveryCode
from tongxing.records.accounts.models import SecondFactor
from tongxing.records.accounts.models import UsedPassword
from tongxing.records.registry.models import Person

KEPT_PASSWORDS = 5  # so many of the last may not come back


def create_account(
    username: str, password: str, person: Person, *, home: str, at: datetime, once: bool
) -> Account:
    """A new account with its password hashed; `once` asks for another at the first sign-in."""
    account = Account(username=username, person=person, home=home)
    account.password_set, account.must_change = at, once
    account.set_password(password)
    account.save(force_insert=True)
    _remember(account, at)
    return account


def set_password(account: Account, password: str, *, at: datetime, once: bool) -> None:
    """Another password: every open session of the account ends with the old one."""
    account.set_password(password)
    account.password_set, account.must_change = at, once
    account.save(update_fields=("password", "password_set", "must_change"))
    _remember(account, at)


def _remember(account: Account, at: datetime) -> None:
    UsedPassword.objects.create(account=account, encoded=account.password, at=at)
    kept = account.used_passwords.order_by("-pk").values_list("pk", flat=True)[:KEPT_PASSWORDS]
    UsedPassword.objects.filter(account=account).exclude(pk__in=list(kept)).delete()


def set_active(account: Account, *, active: bool) -> None:
    """Close or reopen; pages made before are stale."""
    Account.objects.filter(pk=account.pk).update(is_active=active)
    _changed(account)


def end_sessions(account: Account) -> None:
    """Every session opened so far is over."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    account.refresh_from_db(fields=("epoch",))


def grant(
    account: Account, role: str, *, place: str, party: str, since: date, until: date | None
) -> Grant:
    """Give a role within one scope from a day on; pages made under the old grants are stale."""
    row = Grant.objects.create(
        account=account, role=role, place=place, party=party, since=since, until=until
    )
    _changed(account)
    return row


def end_grant(row: Grant, until: date) -> None:
    """Let a grant end before `until`."""
    row.until = until
    row.save(update_fields=("until",))
    _changed(row.account)


def add_factor(factor: SecondFactor) -> SecondFactor:
    """A further way to show who one is."""
    factor.save(force_insert=True)
    return factor


def count_factor(factor: SecondFactor, counter: int) -> bool:
    """Note what was shown; False when as much or more was shown before (a copy, or a race)."""
    earlier = SecondFactor.objects.filter(pk=factor.pk, until=None, counter__lt=counter)
    return bool(earlier.update(counter=counter))


def end_factors(factors: Iterable[SecondFactor], at: datetime) -> None:
    """These are no longer accepted."""
    SecondFactor.objects.filter(pk__in=[one.pk for one in factors]).update(until=at, secret="")


def renew_codes(account: Account, digests: Iterable[str], at: datetime) -> None:
    """Other recovery codes in the place of those that were left."""
    RecoveryCode.objects.filter(account=account, until=None).update(until=at)
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(account=account, digest=one, since=at) for one in digests]
    )


def use_code(account: Account, digest: str, at: datetime) -> bool:
    """Use a recovery code up; False when there is none such left."""
    left = RecoveryCode.objects.filter(account=account, digest=digest, until=None)
    return bool(left.update(until=at))


def add_phone(
    account: Account, digest: str, name: str, *, at: datetime, until: datetime
) -> PhoneKey:
    """A further phone of an account, as it stands now."""
    mark = account.get_session_auth_hash()
    return PhoneKey.objects.create(
        account=account, digest=digest, name=name, mark=mark, since=at, until=until
    )


def end_phone(key: PhoneKey, at: datetime) -> None:
    """The phone hands in nothing more."""
    key.until = at
    key.save(update_fields=("until",))


def _changed(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(revision=F("revision") + 1)
    account.refresh_from_db(fields=("revision", "is_active"))
