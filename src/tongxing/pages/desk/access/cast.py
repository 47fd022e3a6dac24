"""The demo's named cast: offices, not people, each with what it may see in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.registry.codes import full
from tongxing.records.registry.queries import parties
from tongxing.records.registry.queries import paths_of


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast as a button says it."""

    username: str
    name: str
    duty: str  # "县专班 · 高州市"


def cast(on: date) -> tuple[Member, ...]:
    """Everybody with a grant that holds, as they were created, in a bounded number of queries."""
    accounts = Account.objects.filter(is_active=True).order_by("pk")
    grants = {
        account: [grant for grant in account.grants.all() if _holds(grant.since, grant.until, on)]
        for account in accounts.prefetch_related("grants")
    }
    given = [grant for some in grants.values() for grant in some]
    places = paths_of([full(grant.place) for grant in given if grant.place], on)
    names = parties([grant.party for grant in given if grant.party])
    return tuple(_member(account, some, places, names) for account, some in grants.items() if some)


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)


def _member(
    account: Account, grants: list[Grant], places: Mapping[str, str], names: Mapping[str, str]
) -> Member:
    """Each role with all it is granted for."""
    scopes: dict[str, list[str]] = {}
    for grant in grants:
        where = places.get(full(grant.place), "") if grant.place else names.get(grant.party, "")
        scopes.setdefault(Role(grant.role).label, []).append(where)
    duties = [f"{role} · {'、'.join(some)}" for role, some in scopes.items()]
    return Member(account.username, account.person.name, "；".join(duties))
