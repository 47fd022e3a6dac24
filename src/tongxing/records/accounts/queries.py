"""What an account's grants come to on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from tongxing.records.accounts.access import BLIND
from tongxing.records.accounts.access import VERBS
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.registry.codes import prefix_of
from tongxing.records.registry.queries import homes_of
from tongxing.records.statements import rows_of

ITS_OWN: tuple[Verb, ...] = ("correct", "withdraw", "reveal")  # on what is one's own
WRITERS = frozenset({Role.OFFICE, Role.UNIT, Role.TEAM, Role.VILLAGE})

# Asked for every page and every action of everybody.
HELD = """
SELECT role, place, party FROM accounts_grant
WHERE account_id = %s AND since <= %s AND (until IS NULL OR until > %s)"""


class Granted(NamedTuple):
    """What a grant that holds on the day asked about says."""

    role: str
    place: str
    party: str


def scope_of(account: Account, on: date) -> Scope:
    """What `account` may see and do on a day, by its grants alone (one query)."""
    held = rows_of(HELD, [account.pk, on, on]) if account.is_active else []
    grants = [Granted(*row) for row in held]
    own = account.party
    sighted = [g for g in grants if g.role not in BLIND]
    verbs_of = {(verb, g.party) for g in grants if g.party for verb in _of_party(g)}
    if any(g.role in WRITERS for g in grants):
        verbs_of |= {(verb, own) for verb in ITS_OWN}
    return Scope(
        account=account.username,
        person=own,
        places=frozenset(prefix_of(g.place) for g in sighted if g.place),
        parties=frozenset({own, *(g.party for g in sighted if g.party)} if sighted else ()),
        verbs_in=frozenset(
            (verb, prefix_of(g.place)) for g in grants if g.place for verb in _verbs(g)
        ),
        verbs_of=frozenset(verbs_of),
        units=frozenset(g.party for g in grants if g.party and g.role in WRITERS),
        roles=frozenset(g.role for g in grants),
        revision=account.revision,
    )


def _verbs(grant: Granted) -> Iterable[Verb]:
    return VERBS[grant.role]


def _of_party(grant: Granted) -> Iterable[Verb]:
    """A party may mend what it did wherever that was; where it may append, pairings say."""
    return VERBS[grant.role] & set(ITS_OWN)


def colleagues_of(scope: Scope) -> frozenset[str]:
    """Everybody (party ids) granted a role for the same unit, team or place (one query)."""
    own = Grant.objects.filter(account__username=scope.account)
    same = Q(party__in=own.exclude(party="").values("party"))
    same |= Q(place__in=own.exclude(place="").values("place"))
    found = Grant.objects.filter(same).values_list("account__person__key", flat=True)
    return frozenset(f"person:{key}" for key in found)


def home_of(account: Account) -> str:
    """The code prefix an account belongs to: its own, of its widest place, of its party's home.

    Ended grants count too: what somebody does in the hour his grant ends is told to the same
    auditors. "" for an account that was never granted anything. At most two queries.
    """
    if account.home:
        return prefix_of(account.home)
    grants = list(account.grants.values_list("place", "party"))
    places = [prefix_of(place) for place, _ in grants if place]
    if places:
        return min(places, key=len)
    return next(iter(homes_of(party for _, party in grants)), "")
