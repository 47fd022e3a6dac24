"""Making accounts and changing grants. Called by actions only."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.registry.models import Person


def create_account(username: str, password: str, person: Person) -> Account:
    """A new account with its password hashed."""
    account = Account(username=username, person=person)
    account.set_password(password)
    account.save(force_insert=True)
    return account


def grant(account: Account, role: str, *, place: str, party: str, since: date) -> Grant:
    """Give a role within one scope from a day on; pages made under the old grants are stale."""
    row = Grant.objects.create(account=account, role=role, place=place, party=party, since=since)
    _changed(account)
    return row


def end_grant(row: Grant, until: date) -> None:
    """Let a grant end before `until`."""
    row.until = until
    row.save(update_fields=("until",))
    _changed(row.account)


def _changed(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(revision=F("revision") + 1)
    account.refresh_from_db(fields=("revision",))
