"""What an account's grants come to on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tongxing.records.accounts.access import VERBS
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import Verb
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.accounts.models import Role
from tongxing.records.registry.queries import holding
from tongxing.records.registry.queries import prefix_of

ITS_OWN: tuple[Verb, ...] = ("correct", "withdraw")  # on what one typed or did oneself
WRITERS = frozenset({Role.OFFICE, Role.UNIT, Role.TEAM, Role.VILLAGE})


def scope_of(account: Account, on: date) -> Scope:
    """What `account` may see and do on a day, by its grants alone (one query)."""
    grants = list(account.grants.filter(holding(on))) if account.is_active else []
    own = account.party
    verbs_of = {(verb, g.party) for g in grants if g.party for verb in _of_party(g)}
    if any(g.role in WRITERS for g in grants):
        verbs_of |= {(verb, own) for verb in ITS_OWN}
    return Scope(
        account=account.username,
        person=own,
        places=frozenset(prefix_of(g.place) for g in grants if g.place),
        parties=frozenset({own, *(g.party for g in grants if g.party)}) if grants else frozenset(),
        verbs_in=frozenset(
            (verb, prefix_of(g.place)) for g in grants if g.place for verb in _verbs(g)
        ),
        verbs_of=frozenset(verbs_of),
        units=frozenset(g.party for g in grants if g.party and g.role in WRITERS),
        roles=frozenset(g.role for g in grants),
        revision=account.revision,
    )


def _verbs(grant: Grant) -> Iterable[Verb]:
    return VERBS[grant.role]


def _of_party(grant: Grant) -> Iterable[Verb]:
    """A party may mend what it did wherever that was; where it may append, pairings say."""
    return VERBS[grant.role] & set(ITS_OWN)
